"""샘플여행: the catalogue of the sample travel agency. Nothing in it advertises anything."""

from occ_server.demo.texts.scripts import SHORT, Bay, Script, Shelf, Use

TRAVEL: tuple[Bay, ...] = (
    Bay(
        "예약",
        (
            Shelf(
                "예약 확인",
                (
                    Script(
                        "예약 확정",
                        Use.SINGLE,
                        "[샘플여행] ##여행지## 예약 ##예약번호##이 확정되었습니다.",
                        share=14,
                    ),
                    Script(
                        "예약 변경 완료",
                        Use.DONE,
                        "[샘플여행] ##고객명##님의 예약이 변경되었습니다. 예약번호 ##예약번호##",
                        share=14,
                    ),
                ),
            ),
            Shelf(
                "결제",
                (
                    Script(
                        "잔금 안내",
                        Use.SINGLE,
                        "[샘플여행] 잔금 ##금액##을 ##날짜##까지 결제해 주세요.",
                        share=9,
                        editable=False,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "출발 안내",
        (
            Shelf(
                "집결",
                (
                    Script(
                        "공항 집결 안내",
                        Use.GROUP,
                        "출발이 가까워졌습니다.\n\n집결: 인천공항 제1터미널 3층 A 카운터 앞\n"
                        "시간: 출발 2시간 30분 전\n"
                        "준비물: 여권(만료 6개월 이상), 전자항공권\n\n"
                        "약도와 탑승권 견본을 함께 보내 드립니다.\n"
                        "당일 연락처: 1600-5501",
                        share=12,
                        subject="[샘플여행] 공항 집결 안내",
                        pictures=("map", "pass"),
                        sender=SHORT,
                    ),
                    Script(
                        "버스 탑승 위치",
                        Use.SINGLE,
                        "버스 타시는 곳을 약도로 보내 드립니다.\n\n장소: 시청역 3번 출구 앞\n시간: ##시간##\n"
                        "기사님은 10분까지 기다립니다.",
                        share=7,
                        subject="[샘플여행] 버스 타는 곳",
                        pictures=("map",),
                    ),
                ),
            ),
            Shelf(
                "항공",
                (
                    Script(
                        "항공편 지연",
                        Use.GROUP,
                        "[샘플여행] 항공사 사정으로 출발이 늦어집니다. 공항 안내를 확인해 주세요.",
                        share=6,
                        sender=SHORT,
                    ),
                    Script(
                        "결항 전액 환불",
                        Use.NEVER,
                        "[샘플여행] 결항으로 전액 환불됩니다. 따로 신청하지 않으셔도 됩니다.",
                        sender=SHORT,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "취소·환불",
        (
            Shelf(
                "환불",
                (
                    Script(
                        "환불 예정일",
                        Use.DONE,
                        "[샘플여행] 환불 ##금액##은 카드사에 따라 3~7일 걸립니다.",
                        share=11,
                    ),
                    Script(
                        "취소 수수료 안내",
                        Use.SINGLE,
                        "[샘플여행] 지금 취소하시면 수수료 ##금액##이 듭니다.",
                        share=8,
                    ),
                ),
            ),
        ),
    ),
    Bay(
        "현지 지원",
        (
            Shelf(
                "긴급",
                (
                    Script(
                        "픽업 재배정",
                        Use.SINGLE,
                        "[샘플여행] 픽업 기사를 다시 배정했습니다. ##시간##에 도착합니다.",
                        share=4,
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
                        "[샘플여행] 상담 전화를 드렸으나 연결되지 않아 다시 연락드리겠습니다.",
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
                        "견적 안내",
                        Use.DONE,
                        "[샘플여행] ##여행지## 견적을 메일로 보내 드렸습니다. 확인해 주세요.",
                        share=9,
                    ),
                ),
            ),
        ),
    ),
)
