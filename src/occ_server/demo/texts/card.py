"""샘플카드: the catalogue of the sample card company. Nothing in it advertises anything."""

from occ_server.demo.texts.scripts import SHORT, Bay, Script, Shelf, Use

CARD: tuple[Bay, ...] = (
    Bay(
        "분실·도난",
        (
            Shelf(
                "접수",
                (
                    Script(
                        "분실 등록 완료",
                        Use.DONE,
                        "[샘플카드] ##고객명##님 카드(##끝자리##)의 분실 등록이 완료되었습니다.",
                        share=12,
                        editable=False,
                    ),
                    Script(
                        "부정사용 이의 접수",
                        Use.SINGLE,
                        "##고객명##님, 이의 제기가 접수되었습니다.\n\n접수번호: ##접수번호##\n"
                        "대상 금액: ##금액##\n"
                        "조사에는 영업일 기준 최대 14일이 걸리며 결과는 문자로 알려 드립니다.\n\n"
                        "조사하는 동안 해당 금액은 청구되지 않습니다.",
                        share=7,
                        subject="[샘플카드] 이의 제기 접수",
                        editable=False,
                    ),
                ),
            ),
            Shelf(
                "재발급",
                (
                    Script(
                        "재발급 카드 배송",
                        Use.SINGLE,
                        "[샘플카드] 재발급 카드가 ##날짜## 도착 예정입니다. 본인만 받으실 수 있습니다.",
                        share=11,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "결제·청구",
        (
            Shelf(
                "청구 안내",
                (
                    Script(
                        "결제일 변경 완료",
                        Use.DONE,
                        "[샘플카드] 결제일이 변경되었습니다. 다음 청구부터 적용됩니다.",
                        share=12,
                    ),
                    Script(
                        "취소 건 청구 반영",
                        Use.SINGLE,
                        "[샘플카드] 취소하신 ##금액##은 다음 청구서에서 차감됩니다.",
                        share=13,
                    ),
                ),
            ),
            Shelf(
                "납부 안내",
                (
                    Script(
                        "납부 계좌 안내",
                        Use.SINGLE,
                        "[샘플카드] 납부 계좌는 샘플은행 110-220-330440입니다. 금액 ##금액##",
                        share=9,
                        editable=False,
                    ),
                    Script(
                        "결제일 사전 안내",
                        Use.GROUP,
                        "[샘플카드] 모레는 결제일입니다. 결제 계좌의 잔액을 확인해 주세요.",
                        share=16,
                        sender=SHORT,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "한도·발급",
        (
            Shelf(
                "심사",
                (
                    Script(
                        "심사 결과 안내",
                        Use.SINGLE,
                        "[샘플카드] ##고객명##님, 신청하신 카드의 심사가 끝났습니다. 앱에서 보세요.",
                        share=8,
                    ),
                    Script(
                        "임시 한도 상향",
                        Use.DONE,
                        "[샘플카드] 임시 한도가 ##날짜##까지 올라갑니다.",
                        share=8,
                    ),
                ),
            ),
            Shelf(
                "제출 서류",
                (
                    Script(
                        "가족카드 서류",
                        Use.SINGLE,
                        "가족카드 신청에 필요한 서류입니다.\n\n1. 신청서 (앱에서 작성)\n2. 가족관계증명서\n"
                        "3. 신분증 사본\n\n그림의 빨간 칸에 서명하신 뒤 앱으로 올려 주세요.\n"
                        "접수번호: ##접수번호##",
                        share=4,
                        subject="[샘플카드] 가족카드 서류 안내",
                        pictures=("form",),
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "포인트",
        (
            Shelf(
                "소멸 안내",
                (
                    Script(
                        "포인트 소멸 예정",
                        Use.GROUP,
                        "[샘플카드] ##고객명##님의 ##포인트##이 이달 말 소멸됩니다.",
                        share=5,
                        sender=SHORT,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "상담",
        (
            Shelf(
                "부재중 안내",
                (
                    Script(
                        "콜백 부재 안내",
                        Use.MISSED,
                        "[샘플카드] 전화드렸으나 받지 않으셨습니다. 다시 연락드리겠습니다.",
                        share=20,
                        description="무응답 뒤에 바로 보내는 문자",
                        no_answer=True,
                    ),
                ),
            ),
            Shelf(
                "상담 후",
                (
                    Script(
                        "상담 내용 확인",
                        Use.DONE,
                        "[샘플카드] 문의하신 내용을 처리했습니다. 접수번호 ##접수번호##",
                        share=14,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "공지",
        (
            Shelf(
                "점검",
                (
                    Script(
                        "앱 점검 안내",
                        Use.GROUP,
                        "[샘플카드] 오늘 23:30부터 1시간 동안 앱을 점검합니다. 결제는 됩니다.",
                        share=5,
                        sender=SHORT,
                    ),
                ),
            ),
        ),
    ),
)
