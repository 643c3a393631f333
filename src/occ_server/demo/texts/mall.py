"""샘플몰: the catalogue of the sample mail-order house. Nothing in it advertises anything."""

from occ_server.demo.texts.scripts import SHORT, Bay, Script, Shelf, Use

_ORDER = Bay(
    "주문·결제",
    (
        Shelf(
            "주문 확인",
            (
                Script(
                    "주문 내역 안내",
                    Use.SINGLE,
                    "[샘플몰] ##고객명##님, 주문번호 ##주문번호## 결제가 확인되었습니다.",
                    share=14,
                    description="결제는 됐는데 주문이 안 보인다는 문의에",
                ),
                Script(
                    "수량 변경 완료",
                    Use.SINGLE,
                    "[샘플몰] 요청하신 주문 ##주문번호##의 수량을 변경했습니다.",
                    share=5,
                ),
            ),
        ),
        Shelf(
            "입금 안내",
            (
                Script(
                    "무통장 입금 안내",
                    Use.SINGLE,
                    "##고객명##님, 주문하신 ##상품명##의 입금을 기다리고 있습니다.\n\n"
                    "입금액: ##금액##\n계좌: 샘플은행 100-200-300400 (주)샘플몰\n기한: ##날짜## 자정까지\n\n"
                    "기한이 지나면 주문이 자동으로 취소됩니다.\n문의: 1600-5501",
                    share=6,
                    subject="[샘플몰] 입금 안내",
                    editable=False,
                    description="금액과 기한을 확인하고 보내세요",
                ),
            ),
        ),
    ),
)

_DELIVERY = Bay(
    "배송",
    (
        Shelf(
            "출고·도착",
            (
                Script(
                    "도착 예정일",
                    Use.SINGLE,
                    "[샘플몰] ##고객명##님의 ##상품명##은 ##날짜## 도착할 예정입니다.",
                    share=18,
                ),
                Script(
                    "송장 번호 안내",
                    Use.SINGLE,
                    "[샘플몰] 송장번호는 ##송장번호##입니다. 배송 조회에 이용해 주세요.",
                    share=12,
                ),
            ),
        ),
        Shelf(
            "배송 지연",
            (
                Script(
                    "택배사 물량 지연",
                    Use.GROUP,
                    "안녕하세요, 샘플몰입니다.\n\n택배사 물량이 늘어 배송이 하루에서 이틀 늦어지고 있습니다. "
                    "기다리시게 해 드려 죄송합니다. "
                    "출고가 끝난 주문은 배송 조회에서 위치를 보실 수 있습니다.\n\n"
                    "문의: 1600-5501",
                    share=14,
                    subject="[샘플몰] 배송 지연 안내",
                    pictures=("parcel",),
                    sender=SHORT,
                ),
                Script(
                    "기상 악화 지연",
                    Use.GROUP,
                    "[샘플몰] 폭설로 배송이 늦어지고 있습니다. 안전하게 보내 드리겠습니다.",
                    share=8,
                    sender=SHORT,
                    before="[샘플몰] 태풍으로 배송이 늦어지고 있습니다. 안전하게 보내 드리겠습니다.",
                ),
            ),
        ),
        Shelf(
            "재배송",
            (
                Script(
                    "부재로 재배송",
                    Use.SINGLE,
                    "[샘플몰] 부재중이셔서 ##날짜##에 다시 방문합니다. 받으실 곳을 알려 주세요.",
                    share=8,
                ),
                Script(
                    "분실 재발송",
                    Use.SINGLE,
                    "[샘플몰] 분실이 확인되어 같은 상품을 다시 보내 드립니다. 죄송합니다.",
                    share=4,
                    editable=False,
                ),
            ),
        ),
    ),
)

_RETURN = Bay(
    "교환·반품",
    (
        Shelf(
            "수거",
            (
                Script(
                    "수거 방문 안내",
                    Use.SINGLE,
                    "##고객명##님, 반품 수거 기사가 ##날짜##에 방문합니다.\n\n"
                    "1. 받으신 상자에 다시 담아 주세요.\n"
                    "2. 그림처럼 송장을 붙일 자리를 비워 주세요.\n3. 안 계시면 문 앞에 두셔도 됩니다.\n\n"
                    "접수번호: ##접수번호##",
                    share=9,
                    subject="[샘플몰] 반품 수거 안내",
                    pictures=("parcel", "label"),
                ),
                Script(
                    "수거 지연 사과",
                    Use.SINGLE,
                    "[샘플몰] 수거가 늦어 죄송합니다. ##날짜##까지 방문하겠습니다.",
                    share=4,
                ),
            ),
        ),
        Shelf(
            "환불",
            (
                Script(
                    "환불 예정일",
                    Use.DONE,
                    "[샘플몰] 환불 ##금액##은 영업일 3일 안에 처리됩니다.",
                    share=12,
                ),
                Script(
                    "반품 배송비 안내",
                    Use.SINGLE,
                    "[샘플몰] 단순 변심 반품은 왕복 배송비 6,000원이 차감됩니다.",
                    share=5,
                    editable=False,
                ),
            ),
        ),
    ),
)

_MEMBER = Bay(
    "회원",
    (
        Shelf(
            "적립금",
            (
                Script(
                    "적립금 소멸 예정",
                    Use.GROUP,
                    "[샘플몰] 적립금 일부가 이달 말 소멸됩니다. 내 정보에서 확인해 주세요.",
                    share=9,
                    sender=SHORT,
                ),
            ),
        ),
        Shelf(
            "본인 확인",
            (
                Script(
                    "연락처 변경 완료",
                    Use.DONE,
                    "[샘플몰] 회원 연락처가 변경되었습니다. 요청하지 않으셨다면 알려 주세요.",
                    share=6,
                    editable=False,
                ),
            ),
        ),
    ),
)

_TALK = Bay(
    "상담",
    (
        Shelf(
            "부재중 안내",
            (
                Script(
                    "콜백 부재 안내",
                    Use.MISSED,
                    "[샘플몰] 전화드렸으나 연결되지 않았습니다. 곧 다시 연락드리겠습니다.",
                    share=24,
                    description="무응답 뒤에 바로 보내는 문자",
                    no_answer=True,
                ),
                Script(
                    "콜백 마지막 시도",
                    Use.MISSED,
                    "[샘플몰] 여러 번 전화드렸습니다. 통화 가능하실 때 1600-5501로 연락 주세요.",
                    share=7,
                ),
            ),
        ),
        Shelf(
            "상담 후",
            (
                Script(
                    "상담 종료 인사",
                    Use.DONE,
                    "[샘플몰] ##고객명##님, 상담해 주셔서 감사합니다. 좋은 하루 보내세요.",
                    share=20,
                ),
            ),
        ),
        Shelf(
            "상담 예약",
            (
                Script(
                    "상담 예약 확인",
                    Use.SINGLE,
                    "[샘플몰] ##날짜## ##시간##에 상담 전화를 드리겠습니다.",
                    share=9,
                ),
            ),
        ),
    ),
)

_NEWS = Bay(
    "공지",
    (
        Shelf(
            "점검·휴무",
            (
                Script(
                    "시스템 점검",
                    Use.GROUP,
                    "[샘플몰] 내일 02~04시 시스템 점검으로 주문 조회가 멈춥니다.",
                    share=6,
                    sender=SHORT,
                ),
                Script(
                    "고객센터 휴무",
                    Use.NEVER,
                    "[샘플몰] 창립기념일로 하루 쉽니다. 급한 문의는 앱에 남겨 주세요.",
                    enabled=False,
                    sender=SHORT,
                ),
            ),
        ),
        Shelf(
            "지난 명절",
            (
                Script(
                    "추석 배송 마감",
                    Use.NEVER,
                    "[샘플몰] 추석 전 배송은 9월 21일 주문까지입니다.",
                    sender=SHORT,
                ),
            ),
            enabled=False,
        ),
    ),
)

MALL: tuple[Bay, ...] = (_ORDER, _DELIVERY, _RETURN, _MEMBER, _TALK, _NEWS)
