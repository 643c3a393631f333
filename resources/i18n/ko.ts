<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
    <context>
        <name>AboutBody</name>
        <message>
            <source>Check this computer</source>
            <translation>이 컴퓨터 점검</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>점검하는 중…</translation>
        </message>
        <message>
            <source>Copy the report</source>
            <translation>점검 결과 복사</translation>
        </message>
        <message>
            <source>All keys (F1)</source>
            <translation>모든 단축키 (F1)</translation>
        </message>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
        <message>
            <source>Free software under the MIT licence.</source>
            <translation>MIT 라이선스를 따르는 자유 소프트웨어입니다.</translation>
        </message>
    </context>
    <context>
        <name>AgentCounts</name>
        <message>
            <source>Open callbacks per agent</source>
            <translation>상담원별 미완료</translation>
        </message>
        <message>
            <source>Agents with open callbacks</source>
            <translation>미완료 콜백이 있는 상담원</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>Left or no right</source>
            <translation>퇴사·권한 없음</translation>
        </message>
    </context>
    <context>
        <name>AgentsPanel</name>
        <message>
            <source>Logged in to CTI only</source>
            <translation>CTI 로그인만</translation>
        </message>
        <message>
            <source>Agents</source>
            <translation>상담원</translation>
        </message>
        <message>
            <source>Agents who may take callbacks</source>
            <translation>콜백을 맡을 수 있는 상담원</translation>
        </message>
        <message numerus="yes">
            <source>%n with telephone rights</source>
            <translation>
                <numerusform>전화 권한 %n명</numerusform>
            </translation>
        </message>
        <message>
            <source>Show all agents</source>
            <translation>상담원 모두 보기</translation>
        </message>
        <message>
            <source>Nobody's telephone is logged in right now.</source>
            <translation>지금 전화에 로그인한 상담원이 없습니다.</translation>
        </message>
        <message>
            <source>No agent is logged in to CTI</source>
            <translation>CTI에 로그인한 상담원이 없습니다</translation>
        </message>
        <message>
            <source>Give agents the telephone right, then they appear here.</source>
            <translation>상담원에게 전화 권한을 주면 여기에 나타납니다.</translation>
        </message>
        <message>
            <source>No agent may take callbacks</source>
            <translation>콜백을 맡을 수 있는 상담원이 없습니다</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>The agents could not be read</source>
            <translation>상담원 목록을 읽지 못했습니다</translation>
        </message>
    </context>
    <context>
        <name>Ages</name>
        <message>
            <source>just now</source>
            <translation>방금</translation>
        </message>
        <message numerus="yes">
            <source>%n second(s) ago</source>
            <translation>
                <numerusform>%n초 전</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s) ago</source>
            <translation>
                <numerusform>%n분 전</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s) ago</source>
            <translation>
                <numerusform>%n시간 전</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n일 전</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Arrivals</name>
        <message>
            <source>0 callbacks</source>
            <translation>0건</translation>
        </message>
        <message>
            <source>{first}–{last} of {total}</source>
            <translation>{total}건 중 {first}–{last}</translation>
        </message>
    </context>
    <context>
        <name>AssignmentColumns</name>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Wished for</source>
            <translation>희망 시각</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>이름</translation>
        </message>
        <message>
            <source>CTI</source>
            <translation>CTI</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>미완료</translation>
        </message>
        <message>
            <source>Can</source>
            <translation>가능</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>지금</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>추가</translation>
        </message>
        <message>
            <source>After</source>
            <translation>결과</translation>
        </message>
        <message>
            <source>The last state known; whether it still holds is not known.</source>
            <translation>마지막으로 확인된 상태입니다. 지금도 같은지는 알 수 없습니다.</translation>
        </message>
        <message>
            <source>No right</source>
            <translation>권한 없음</translation>
        </message>
        <message>
            <source>May take {suitable} of the {asked} chosen callbacks</source>
            <translation>선택한 콜백 {asked}건 중 {suitable}건을 맡을 수 있음</translation>
        </message>
        <message>
            <source>No telephone right in the services of the chosen callbacks.</source>
            <translation>선택한 콜백의 서비스에 전화 권한이 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>AssignmentRoom</name>
        <message numerus="yes">
            <source>{first}–{last} of %n unassigned</source>
            <translation>
                <numerusform>미할당 %n건 중 {first}–{last}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AssignmentWords</name>
        <message>
            <source>Manually</source>
            <translation>수동할당하면</translation>
        </message>
        <message>
            <source>Equally</source>
            <translation>균등할당하면</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) to {name}</source>
            <translation>
                <numerusform>%n건을 {name} 님에게</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) among {agents} agents</source>
            <translation>
                <numerusform>%n건을 {agents}명에게</numerusform>
            </translation>
        </message>
        <message>
            <source>All go to {name}. A callback in a call now is left alone.</source>
            <translation>모두 {name} 님에게 할당합니다. 지금 통화 중인 콜백은 그대로 둡니다.</translation>
        </message>
        <message>
            <source>In the order received, one by one in turn, to each only what they may take. The largest share is as small as that allows.</source>
            <translation>접수 순서대로, 각자 맡을 수 있는 콜백만 한 건씩 돌아갑니다. 가장 많이 맡는 건수를 될 수 있는 대로 줄였습니다.</translation>
        </message>
        <message>
            <source>In the order received, one by one in turn, beginning with {name}, who has the fewest open ones. No two get numbers that differ by more than one.</source>
            <translation>접수 순서대로, 미완료가 적은 {name} 님부터 한 건씩 돌아갑니다. 나누는 건수의 차이는 최대 1건입니다.</translation>
        </message>
        <message numerus="yes">
            <source>No chosen agent may take %n callback(s): {names}</source>
            <translation>
                <numerusform>%n건은 선택한 상담원 중 맡을 수 있는 사람이 없어 남습니다: {names}</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose callbacks on the left and agents above.</source>
            <translation>왼쪽에서 콜백을, 위에서 상담원을 선택하세요.</translation>
        </message>
        <message>
            <source>Choose the callbacks to be assigned on the left.</source>
            <translation>왼쪽에서 할당할 콜백을 선택하세요.</translation>
        </message>
        <message>
            <source>Choose the agents who take them above.</source>
            <translation>위에서 콜백을 맡을 상담원을 선택하세요.</translation>
        </message>
        <message>
            <source>Nothing was assigned: no chosen agent may take these callbacks.</source>
            <translation>할당하지 못했습니다. 선택한 상담원 중 이 콜백을 맡을 수 있는 사람이 없습니다.</translation>
        </message>
        <message>
            <source>Nothing was assigned: others were quicker.</source>
            <translation>할당하지 못했습니다. 다른 사람이 모두 먼저 가져갔습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) assigned to {name}</source>
            <translation>
                <numerusform>%n건을 {name} 님에게 할당했습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) assigned to {agents} agents</source>
            <translation>
                <numerusform>%n건을 {agents}명에게 할당했습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing could be undone: every callback was worked on since.</source>
            <translation>되돌리지 못했습니다. 그사이 모든 콜백을 다른 사람이 처리했습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) as they were before</source>
            <translation>
                <numerusform>%n건을 할당 전으로 되돌렸습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Skipped: {names}</source>
            <translation>건너뜀: {names}</translation>
        </message>
        <message>
            <source>{name}: {reason}</source>
            <translation>{name}: {reason}</translation>
        </message>
        <message>
            <source>Customer without a name</source>
            <translation>이름 없는 고객</translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} 외 %n건</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Assign manually (%n)</source>
            <translation>
                <numerusform>수동할당 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Assign manually</source>
            <translation>수동할당</translation>
        </message>
        <message numerus="yes">
            <source>Assign equally (%n)</source>
            <translation>
                <numerusform>균등할당 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Assign equally</source>
            <translation>균등할당</translation>
        </message>
    </context>
    <context>
        <name>Badges</name>
        <message numerus="yes">
            <source>%n callback(s) waiting for you</source>
            <translation>
                <numerusform>내 콜백 %n건이 기다리고 있습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) to be assigned</source>
            <translation>
                <numerusform>할당할 콜백 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) not sent yet</source>
            <translation>
                <numerusform>아직 보내지 않은 일 %n건</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Bell</name>
        <message numerus="yes">
            <source>%n unread notice(s)</source>
            <translation>
                <numerusform>읽지 않은 알림 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>알림</translation>
        </message>
        <message>
            <source>{notices}, do not disturb is on</source>
            <translation>{notices}, 방해 금지 중</translation>
        </message>
    </context>
    <context>
        <name>ByteMeter</name>
        <message>
            <source>Send as MMS</source>
            <translation>MMS로 바꾸기</translation>
        </message>
        <message>
            <source>{bytes} / {limit} bytes</source>
            <translation>{bytes} / {limit}바이트</translation>
        </message>
        <message>
            <source>{bytes} / {limit} bytes · {kind}</source>
            <translation>{bytes} / {limit}바이트 · {kind}</translation>
        </message>
        <message>
            <source>{count} bytes too many for “{name}”, whose text is the longest.</source>
            <translation>내용이 가장 긴 수신자 “{name}” 기준으로 {count}바이트 넘었습니다.</translation>
        </message>
        <message>
            <source>{count} bytes too many. Shorten the text.</source>
            <translation>{count}바이트 넘었습니다. 내용을 줄이세요.</translation>
        </message>
        <message>
            <source>Counted for “{name}”, whose text is the longest. {count} bytes are left.</source>
            <translation>내용이 가장 긴 수신자 “{name}” 기준입니다. {count}바이트 남았습니다.</translation>
        </message>
        <message>
            <source>{count} bytes are left.</source>
            <translation>{count}바이트 남았습니다.</translation>
        </message>
    </context>
    <context>
        <name>CallbackCells</name>
        <message>
            <source>Could not be sent</source>
            <translation>보내지 못했습니다</translation>
        </message>
        <message>
            <source>The server refused this. Your text is kept; decide in the panel.</source>
            <translation>서버가 받아들이지 않았습니다. 입력한 내용은 남아 있습니다. 고객 패널에서 처리하세요.</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>연결하는 중…</translation>
        </message>
        <message>
            <source>Me</source>
            <translation>나</translation>
        </message>
        <message>
            <source>A colleague</source>
            <translation>동료</translation>
        </message>
        <message>
            <source>{name} · {state}</source>
            <translation>{name} {state}</translation>
        </message>
        <message>
            <source>{time} completed</source>
            <translation>{time} 완료</translation>
        </message>
        <message>
            <source>Completed here; it is sent as soon as the server can be reached.</source>
            <translation>이 컴퓨터에서 완료했습니다. 서버에 연결되면 바로 보냅니다.</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>연결</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Register history</source>
            <translation>이력등록</translation>
        </message>
        <message>
            <source>Send the customer a text</source>
            <translation>고객에게 문자를 보냅니다</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>문자</translation>
        </message>
    </context>
    <context>
        <name>CallbackColumns</name>
        <message>
            <source>Received</source>
            <translation>접수</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>IVR route</source>
            <translation>IVR 경로</translation>
        </message>
        <message>
            <source>Customer</source>
            <translation>고객</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>전화번호</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>메시지</translation>
        </message>
        <message>
            <source>Wish</source>
            <translation>희망</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Assigner</source>
            <translation>할당자</translation>
        </message>
        <message>
            <source>Assignee</source>
            <translation>담당자</translation>
        </message>
        <message>
            <source>Tries</source>
            <translation>시도</translation>
        </message>
        <message>
            <source>Completed at</source>
            <translation>완료 시각</translation>
        </message>
        <message>
            <source>Handling</source>
            <translation>처리</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>메모</translation>
        </message>
    </context>
    <context>
        <name>CallbackDownload</name>
        <message>
            <source>Callbacks</source>
            <translation>콜백</translation>
        </message>
        <message>
            <source>All {count} callbacks of this search are saved, not only those in view.</source>
            <translation>화면에 보이는 것만이 아니라 검색한 콜백 {count}건을 모두 저장합니다.</translation>
        </message>
        <message>
            <source>callbacks-{moment}.xlsx</source>
            <translation>콜백-{moment}.xlsx</translation>
        </message>
    </context>
    <context>
        <name>CallbackKeys</name>
        <message>
            <source>{action} · {name}</source>
            <translation>{action} · {name}</translation>
        </message>
    </context>
    <context>
        <name>CallbackReasons</name>
        <message>
            <source>Connecting needs the server. Completing and history are kept here and sent later.</source>
            <translation>연결은 서버가 있어야 합니다. 완료와 이력등록은 지금 하면 보관했다가 보냅니다.</translation>
        </message>
        <message>
            <source>Log in to CTI with your extension at the top, then you can connect.</source>
            <translation>위쪽에서 내선번호로 CTI에 로그인하면 연결할 수 있습니다.</translation>
        </message>
        <message>
            <source>Your line is in use. End the present call, then you can connect.</source>
            <translation>내 회선이 통화 중입니다. 지금 통화를 끝내면 연결할 수 있습니다.</translation>
        </message>
        <message>
            <source>The telephone system is not connected. You can connect once it is back.</source>
            <translation>전화 시스템이 끊겨 있습니다. 다시 연결되면 걸 수 있습니다.</translation>
        </message>
        <message>
            <source>Somebody is calling this customer right now. Wait until the call has ended.</source>
            <translation>다른 상담원이 이 고객에게 전화하고 있습니다. 통화가 끝날 때까지 기다려 주세요.</translation>
        </message>
    </context>
    <context>
        <name>CallbacksRoom</name>
        <message>
            <source>Callback list</source>
            <translation>콜백 리스트</translation>
        </message>
        <message>
            <source>No other callback is waiting for you.</source>
            <translation>다음 차례로 기다리는 내 콜백이 없습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) are no longer yours.</source>
            <translation>
                <numerusform>%n건이 더 이상 내 담당이 아닙니다.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CancellationColumns</name>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당 시각</translation>
        </message>
        <message>
            <source>Assignee</source>
            <translation>담당자</translation>
        </message>
        <message>
            <source>Tries</source>
            <translation>시도</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>미완료</translation>
        </message>
        <message>
            <source>Left, or may take no callbacks of these services any more</source>
            <translation>퇴사했거나 이 서비스의 콜백을 맡을 권한이 없어졌습니다</translation>
        </message>
    </context>
    <context>
        <name>CancellationRoom</name>
        <message numerus="yes">
            <source>{first}–{last} of %n open</source>
            <translation>
                <numerusform>미완료 %n건 중 {first}–{last}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CancellationView</name>
        <message>
            <source>Assign again</source>
            <translation>다시 할당하기</translation>
        </message>
    </context>
    <context>
        <name>CancellationWords</name>
        <message numerus="yes">
            <source>Cancel assignment (%n)</source>
            <translation>
                <numerusform>할당 취소 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel assignment</source>
            <translation>할당 취소</translation>
        </message>
        <message numerus="yes">
            <source>Take all back (%n)</source>
            <translation>
                <numerusform>모두 회수 %n건</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take %n callback(s) back from {name}?</source>
            <translation>
                <numerusform>{name} 님의 콜백 %n건을 할당 취소할까요?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cancel the assignment of %n callback(s)?</source>
            <translation>
                <numerusform>콜백 %n건의 할당을 취소할까요?</numerusform>
            </translation>
        </message>
        <message>
            <source>Leave as it is</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>They become “Cancelled” and can be assigned again. Callbacks in a call now are left alone.</source>
            <translation>‘취소’ 상태가 되며 콜백 할당에서 다시 할당할 수 있습니다. 지금 통화 중인 콜백은 그대로 둡니다.</translation>
        </message>
        <message>
            <source>No assignment was cancelled.</source>
            <translation>취소한 할당이 없습니다.</translation>
        </message>
        <message numerus="yes">
            <source>Assignment of %n callback(s) cancelled</source>
            <translation>
                <numerusform>콜백 %n건의 할당을 취소했습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Skipped: {names} and %n more</source>
            <translation>
                <numerusform>건너뜀: {names} 외 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Skipped: {names}</source>
            <translation>건너뜀: {names}</translation>
        </message>
        <message>
            <source>{name}: {reason}</source>
            <translation>{name}: {reason}</translation>
        </message>
        <message>
            <source>Customer without a name</source>
            <translation>이름 없는 고객</translation>
        </message>
    </context>
    <context>
        <name>CategoryPage</name>
        <message>
            <source>Name of the category</source>
            <translation>분류 명</translation>
        </message>
        <message>
            <source>Stands below</source>
            <translation>상위 분류</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>사용</translation>
        </message>
        <message>
            <source>Undo the changes</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>Delete the category…</source>
            <translation>분류 삭제…</translation>
        </message>
        <message>
            <source>New category of the first level</source>
            <translation>새 1단계 분류</translation>
        </message>
        <message>
            <source>New category of the second level</source>
            <translation>새 2단계 분류</translation>
        </message>
        <message>
            <source>Make the category</source>
            <translation>분류 추가</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>저장하는 중…</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>저장</translation>
        </message>
        <message>
            <source>New category below</source>
            <translation>하위 분류 추가</translation>
        </message>
        <message>
            <source>New template here</source>
            <translation>템플릿 추가</translation>
        </message>
        <message>
            <source>In use. Senders are offered what is switched on below.</source>
            <translation>사용. 하위 템플릿은 각자의 사용 여부를 따릅니다.</translation>
        </message>
        <message>
            <source>Not in use. Senders see nothing of what stands below, whatever is switched on there.</source>
            <translation>미사용. 하위 템플릿은 사용으로 설정되어 있어도 발송 화면에 표시되지 않습니다.</translation>
        </message>
    </context>
    <context>
        <name>Characters</name>
        <message>
            <source>space</source>
            <translation>빈칸</translation>
        </message>
        <message>
            <source>tab</source>
            <translation>탭</translation>
        </message>
        <message>
            <source>no-break space</source>
            <translation>줄 바꿈 없는 빈칸</translation>
        </message>
        <message>
            <source>invisible space</source>
            <translation>보이지 않는 빈칸</translation>
        </message>
        <message>
            <source>invisible joiner</source>
            <translation>보이지 않는 연결 문자</translation>
        </message>
        <message>
            <source>emoji mark</source>
            <translation>이모지 표시 문자</translation>
        </message>
        <message>
            <source>byte-order mark</source>
            <translation>바이트 순서 표시</translation>
        </message>
    </context>
    <context>
        <name>ChartLegend</name>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>미처리</translation>
        </message>
        <message>
            <source>Above the bar: completion rate (▼ below 90%)</source>
            <translation>막대 위: 처리율 (▼ 90% 미만)</translation>
        </message>
    </context>
    <context>
        <name>ChoiceChip</name>
        <message>
            <source>%1 +%2</source>
            <translation>%1 외 %2</translation>
        </message>
    </context>
    <context>
        <name>ChoiceList</name>
        <message>
            <source>Find</source>
            <translation>찾기</translation>
        </message>
        <message>
            <source>All</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>적용</translation>
        </message>
    </context>
    <context>
        <name>Client</name>
        <message>
            <source>Something went wrong in the program</source>
            <translation>프로그램에 문제가 생겼습니다</translation>
        </message>
        <message>
            <source>Your work is kept. If it happens again, tell your administrator number {number}.</source>
            <translation>하던 일은 그대로 있습니다. 다시 생기면 관리자에게 오류 번호 {number}을(를) 알려 주세요.</translation>
        </message>
    </context>
    <context>
        <name>ClockNotice</name>
        <message>
            <source>The clock of this computer is {span} ahead of the server's.</source>
            <translation>이 컴퓨터의 시계가 서버보다 {span} 빠릅니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {span} behind the server's.</source>
            <translation>이 컴퓨터의 시계가 서버보다 {span} 느립니다.</translation>
        </message>
        <message>
            <source>Everything here goes by the server's time. Have the clock of this computer set.</source>
            <translation>이 프로그램의 시각은 모두 서버 기준입니다. 컴퓨터 시계를 맞춰 주세요.</translation>
        </message>
        <message>
            <source>OK</source>
            <translation>확인</translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n분</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s)</source>
            <translation>
                <numerusform>%n시간</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Confirmation</name>
        <message>
            <source>{bytes} of {limit} bytes</source>
            <translation>{limit}바이트 중 {bytes}바이트</translation>
        </message>
        <message numerus="yes">
            <source>%Ln left out</source>
            <translation>
                <numerusform>%Ln건 제외</numerusform>
            </translation>
        </message>
        <message>
            <source>at once</source>
            <translation>바로</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>수신자</translation>
        </message>
        <message>
            <source>Sender number</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>보내는 때</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>그림</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n장</numerusform>
            </translation>
        </message>
        <message>
            <source>{phone} ({bytes} bytes)</source>
            <translation>{phone} ({bytes}바이트)</translation>
        </message>
        <message>
            <source>Longest text</source>
            <translation>가장 긴 내용</translation>
        </message>
        <message>
            <source>Until {time} it can be cancelled in the sending history.</source>
            <translation>{time} 전까지는 발송 내역에서 취소할 수 있습니다.</translation>
        </message>
        <message>
            <source>For 10 seconds after sending it can be taken back.</source>
            <translation>보낸 뒤 10초 동안 되돌릴 수 있습니다.</translation>
        </message>
        <message>
            <source>What is not handed over yet can be stopped in the sending history.</source>
            <translation>아직 통신사에 넘기지 않은 문자는 발송 내역에서 멈출 수 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>CtiBar</name>
        <message>
            <source>Telephony</source>
            <translation>전화</translation>
        </message>
        <message>
            <source>Log in to CTI</source>
            <translation>CTI 로그인</translation>
        </message>
        <message>
            <source>Telephone state</source>
            <translation>전화 상태</translation>
        </message>
        <message>
            <source>Ext. {number}</source>
            <translation>내선 {number}</translation>
        </message>
        <message>
            <source>After: {state}</source>
            <translation>통화 뒤 {state}</translation>
        </message>
        <message>
            <source>Simulated calls</source>
            <translation>모의 전화</translation>
        </message>
        <message>
            <source>Nobody is dialled: calls, and how they end, are invented</source>
            <translation>실제로 전화를 걸지 않습니다. 통화와 그 결과는 모두 가상입니다.</translation>
        </message>
        <message>
            <source>automatic</source>
            <translation>자동</translation>
        </message>
        <message>
            <source>Extension</source>
            <translation>내선</translation>
        </message>
        <message>
            <source>Log out of CTI</source>
            <translation>CTI 로그아웃</translation>
        </message>
    </context>
    <context>
        <name>CtiPresenter</name>
        <message>
            <source>The server cannot be reached, so calls are not known</source>
            <translation>서버에 연결할 수 없어 통화 상태를 알 수 없습니다</translation>
        </message>
        <message>
            <source>The telephone system does not answer</source>
            <translation>전화 시스템이 응답하지 않습니다</translation>
        </message>
        <message>
            <source>The telephone system is away since {time}</source>
            <translation>{time}부터 전화 시스템이 응답하지 않습니다</translation>
        </message>
        <message>
            <source>Not during a call</source>
            <translation>통화 중에는 바꿀 수 없습니다</translation>
        </message>
    </context>
    <context>
        <name>DateField</name>
        <message>
            <source>MMMM yyyy</source>
            <comment>head of a calendar page, a Qt date format</comment>
            <translation>yyyy년 M월</translation>
        </message>
    </context>
    <context>
        <name>Demo</name>
        <message>
            <source>Open a second window as an agent</source>
            <translation>상담원으로 두 번째 창 열기</translation>
        </message>
        <message>
            <source>Show a customer's phone</source>
            <translation>고객 휴대전화 보기</translation>
        </message>
    </context>
    <context>
        <name>DemoWindow</name>
        <message>
            <source>Online Contact Center demo</source>
            <translation>온라인 컨택센터 체험판</translation>
        </message>
        <message>
            <source>Preparing a sample centre</source>
            <translation>샘플 센터를 준비하고 있습니다</translation>
        </message>
        <message>
            <source>Three services, forty agents, ninety days of callbacks and texts. This takes a few seconds.</source>
            <translation>서비스 3개, 상담원 40명, 90일 동안의 콜백과 문자를 만듭니다. 몇 초 걸립니다.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>The sample centre could not be started</source>
            <translation>샘플 센터를 시작하지 못했습니다</translation>
        </message>
        <message>
            <source>Close other programs that use much memory or disk and run the demo again.</source>
            <translation>메모리나 디스크를 많이 쓰는 프로그램을 닫고 다시 실행하세요.</translation>
        </message>
    </context>
    <context>
        <name>DetailDialog</name>
        <message>
            <source>Text in detail</source>
            <translation>문자 상세</translation>
        </message>
    </context>
    <context>
        <name>DetailView</name>
        <message>
            <source>Text above</source>
            <translation>위 문자</translation>
        </message>
        <message>
            <source>Text below</source>
            <translation>아래 문자</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>진행</translation>
        </message>
        <message>
            <source>Recall ({seconds} s)</source>
            <translation>발송 회수 ({seconds}초)</translation>
        </message>
        <message>
            <source>Cancel this recipient alone</source>
            <translation>이 수신자만 취소</translation>
        </message>
        <message>
            <source>Cancel the text</source>
            <translation>문자 취소</translation>
        </message>
        <message>
            <source>Stop the rest ({count})</source>
            <translation>나머지 중지 ({count}명)</translation>
        </message>
        <message>
            <source>Cancel the whole request ({count})</source>
            <translation>요청 전체 취소 ({count}명)</translation>
        </message>
        <message>
            <source>Send after all ({count})</source>
            <translation>그래도 보내기 ({count}명)</translation>
        </message>
    </context>
    <context>
        <name>DetailWords</name>
        <message>
            <source>Offline: this needs the server.</source>
            <translation>오프라인입니다. 서버에 연결되어야 취소할 수 있습니다.</translation>
        </message>
        <message>
            <source>Nothing of it is sent unless you say so.</source>
            <translation>결정하기 전에는 보내지 않습니다.</translation>
        </message>
        <message>
            <source>It is not handed over before the time is up.</source>
            <translation>시간이 다 되기 전에는 통신사에 넘기지 않습니다.</translation>
        </message>
        <message>
            <source>What was handed over goes out; the rest can be stopped.</source>
            <translation>이미 넘긴 문자는 발송되고, 나머지는 중지할 수 있습니다.</translation>
        </message>
        <message>
            <source>What is cancelled stays so; it would have to be sent anew.</source>
            <translation>취소하면 되살릴 수 없고, 새로 보내야 합니다.</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>발송 유형</translation>
        </message>
        <message>
            <source>Sender</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Reserved for</source>
            <translation>예약 시각</translation>
        </message>
        <message>
            <source>Attached</source>
            <translation>첨부</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>상담원</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>요청</translation>
        </message>
        <message>
            <source>written by hand</source>
            <translation>직접 작성</translation>
        </message>
        <message>
            <source>{name} (deleted template)</source>
            <translation>{name} (삭제된 템플릿)</translation>
        </message>
        <message numerus="yes">
            <source>%Ln byte(s)</source>
            <translation>
                <numerusform>%Ln바이트</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>in %n minute(s)</source>
            <translation>
                <numerusform>%n분 남음</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>그림 %n장</numerusform>
            </translation>
        </message>
        <message>
            <source>none</source>
            <translation>없음</translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>수신자 %Ln명</numerusform>
            </translation>
        </message>
        <message>
            <source>{count} handed over</source>
            <translation>{count}명 전달</translation>
        </message>
        <message>
            <source>{count} waiting</source>
            <translation>{count}명 대기</translation>
        </message>
        <message>
            <source>{count} being checked</source>
            <translation>{count}명 결과 확인 중</translation>
        </message>
        <message>
            <source>{count} cancelled</source>
            <translation>{count}명 취소</translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
    </context>
    <context>
        <name>DownloadDialog</name>
        <message>
            <source>Download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>The download was stopped. No file is left.</source>
            <translation>다운로드를 중지했습니다. 남은 파일은 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>DownloadView</name>
        <message>
            <source>Download as a spreadsheet</source>
            <translation>엑셀 파일로 다운로드</translation>
        </message>
        <message>
            <source>For example: weekly report to the service owner</source>
            <translation>예: 서비스 담당자에게 보낼 주간 보고</translation>
        </message>
        <message>
            <source>Purpose</source>
            <translation>다운로드 목적</translation>
        </message>
        <message>
            <source>The file holds names and numbers of customers. Purpose and count are recorded.</source>
            <translation>고객 이름과 전화번호가 들어 있는 파일입니다. 목적과 건수가 기록됩니다.</translation>
        </message>
        <message>
            <source>Purpose and count are recorded.</source>
            <translation>목적과 건수가 기록됩니다.</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>진행</translation>
        </message>
        <message>
            <source>Choose where to save…</source>
            <translation>저장 위치 고르기…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>중지</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>폴더 열기</translation>
        </message>
        <message>
            <source>Work report</source>
            <translation>업무 보고</translation>
        </message>
        <message>
            <source>Quality check</source>
            <translation>품질 점검</translation>
        </message>
        <message>
            <source>Handing over to another team</source>
            <translation>다른 부서 전달</translation>
        </message>
        <message>
            <source>Preparing…</source>
            <translation>준비하는 중…</translation>
        </message>
        <message>
            <source>{done} of {total} rows</source>
            <translation>{total}건 중 {done}건</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) are saved.</source>
            <translation>
                <numerusform>%n건을 저장했습니다.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EntryWords</name>
        <message>
            <source>Complete the callback of {customer}</source>
            <translation>{customer} 님 콜백 완료</translation>
        </message>
        <message>
            <source>Keep a call note for {customer}</source>
            <translation>{customer} 님 통화 메모 저장</translation>
        </message>
        <message numerus="yes">
            <source>Record a download of %n row(s)</source>
            <translation>
                <numerusform>다운로드 %n건의 기록 남기기</numerusform>
            </translation>
        </message>
        <message>
            <source>Register a history for {customer}</source>
            <translation>{customer} 님 이력등록</translation>
        </message>
        <message>
            <source>Register a history for the number {phone}</source>
            <translation>{phone} 이력등록</translation>
        </message>
        <message>
            <source>Register a history</source>
            <translation>이력등록</translation>
        </message>
        <message>
            <source>Made with a newer version of this program, which will send it</source>
            <translation>새 버전에서 만든 일입니다. 새 버전이 다시 실행되면 보냅니다.</translation>
        </message>
    </context>
    <context>
        <name>EraseChoice</name>
        <message>
            <source>Erase what this computer keeps of this account</source>
            <translation>이 컴퓨터에 저장된 이 계정의 자료 지우기</translation>
        </message>
        <message numerus="yes">
            <source>%n unsent item(s) will be lost with it.</source>
            <translation>
                <numerusform>아직 보내지 않은 일 %n건도 함께 지워집니다.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unsent item(s) kept and sent when you log in again.</source>
            <translation>
                <numerusform>아직 보내지 않은 일 %n건은 보관했다가 다시 로그인하면 보냅니다.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExtensionForm</name>
        <message>
            <source>Log in to CTI</source>
            <translation>CTI 로그인</translation>
        </message>
        <message>
            <source>Log in</source>
            <translation>로그인</translation>
        </message>
        <message>
            <source>Logging in…</source>
            <translation>로그인하는 중…</translation>
        </message>
        <message>
            <source>Extension of your phone</source>
            <translation>내 전화의 내선 번호</translation>
        </message>
    </context>
    <context>
        <name>FindButton</name>
        <message>
            <source>Find customer, number, callback</source>
            <translation>고객·번호·콜백 찾기</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>찾기</translation>
        </message>
    </context>
    <context>
        <name>FindPanel</name>
        <message numerus="yes">
            <source>Show all %n in the list</source>
            <translation>
                <numerusform>목록에서 %n건 모두 보기</numerusform>
            </translation>
        </message>
        <message>
            <source>Find customer, number, callback</source>
            <translation>고객·번호·콜백 찾기</translation>
        </message>
        <message>
            <source>Name, part of a number, or words of the message</source>
            <translation>이름, 번호 일부, 메시지의 낱말</translation>
        </message>
        <message>
            <source>Hits</source>
            <translation>찾은 콜백</translation>
        </message>
        <message>
            <source>Everything this computer keeps is searched, also without the server.</source>
            <translation>이 컴퓨터에 있는 모든 콜백에서 찾습니다. 서버에 연결되지 않아도 됩니다.</translation>
        </message>
        <message>
            <source>Go to {room}</source>
            <translation>{room}(으)로 가기</translation>
        </message>
        <message>
            <source>Send a text to {number}</source>
            <translation>{number}(으)로 문자 보내기</translation>
        </message>
        <message>
            <source>Send a text to {name}</source>
            <translation>{name} 고객에게 문자 보내기</translation>
        </message>
    </context>
    <context>
        <name>FindPresenter</name>
        <message>
            <source>Type at least three digits, or a word.</source>
            <translation>숫자 세 자리 이상이나 낱말을 입력하세요.</translation>
        </message>
        <message>
            <source>Nothing of “{entry}” is kept here.</source>
            <translation>‘{entry}’에 맞는 콜백이 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>Findings</name>
        <message>
            <source>Folders</source>
            <translation>폴더</translation>
        </message>
        <message>
            <source>Keyring</source>
            <translation>키링</translation>
        </message>
        <message>
            <source>Encryption</source>
            <translation>암호화</translation>
        </message>
        <message>
            <source>Settings of this computer</source>
            <translation>컴퓨터 설정</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>서버</translation>
        </message>
        <message>
            <source>Clock</source>
            <translation>시계</translation>
        </message>
        <message>
            <source>Tray</source>
            <translation>트레이</translation>
        </message>
        <message>
            <source>Fonts</source>
            <translation>글꼴</translation>
        </message>
        <message>
            <source>Settings and local copy can be written.</source>
            <translation>설정과 자료를 저장할 수 있습니다.</translation>
        </message>
        <message>
            <source>The system's keyring keeps your session.</source>
            <translation>시스템 키링이 로그인 정보를 보관합니다.</translation>
        </message>
        <message>
            <source>What this computer keeps is encrypted.</source>
            <translation>이 컴퓨터의 자료는 암호화되어 있습니다.</translation>
        </message>
        <message>
            <source>No proxy or certificate setting is in the way.</source>
            <translation>프록시와 인증서 설정에 걸리는 것이 없습니다.</translation>
        </message>
        <message>
            <source>Version {version} at {url} answered in {round_trip_ms} ms.</source>
            <translation>{url} (버전 {version})이 {round_trip_ms} ms 만에 응답했습니다.</translation>
        </message>
        <message>
            <source>The clock agrees with the server's.</source>
            <translation>시계가 서버와 맞습니다.</translation>
        </message>
        <message>
            <source>The desktop shows the tray icon.</source>
            <translation>트레이 아이콘이 보입니다.</translation>
        </message>
        <message>
            <source>A font with Korean letters is installed.</source>
            <translation>한글 글꼴이 설치되어 있습니다.</translation>
        </message>
        <message>
            <source>{folder} cannot be written ({error}). Give your account the right to write there.</source>
            <translation>{folder}에 쓸 수 없습니다({error}). 이 폴더에 쓰기 권한을 주세요.</translation>
        </message>
        <message>
            <source>The system's keyring does not answer. Unlock it; till then you log in each time.</source>
            <translation>시스템 키링이 응답하지 않습니다. 잠금을 푸세요. 그때까지는 매번 로그인해야 합니다.</translation>
        </message>
        <message>
            <source>The system's keyring is locked. Unlock it; till then you log in each time.</source>
            <translation>시스템 키링이 잠겨 있습니다. 잠금을 푸세요. 그때까지는 매번 로그인해야 합니다.</translation>
        </message>
        <message>
            <source>This computer has no keyring, so you log in each time.</source>
            <translation>이 컴퓨터에는 키링이 없어 매번 로그인해야 합니다.</translation>
        </message>
        <message>
            <source>The keyring does not keep what it is given, so you log in each time.</source>
            <translation>키링이 로그인 정보를 보관하지 못해 매번 로그인해야 합니다.</translation>
        </message>
        <message>
            <source>The database library does not encrypt. Install the program again.</source>
            <translation>자료가 암호화되지 않습니다. 프로그램을 다시 설치하세요.</translation>
        </message>
        <message>
            <source>No server has been used yet.</source>
            <translation>아직 사용한 서버가 없습니다.</translation>
        </message>
        <message>
            <source>The clock of this computer is {seconds} seconds away from the server's. Set it automatically.</source>
            <translation>이 컴퓨터의 시계가 서버와 {seconds}초 다릅니다. 시각을 자동으로 맞추세요.</translation>
        </message>
        <message>
            <source>This desktop has no tray, so notices appear inside the window and closing ends the program.</source>
            <translation>트레이가 없어 알림은 창 안에 나타나고, 창을 닫으면 프로그램이 끝납니다.</translation>
        </message>
        <message>
            <source>No font with Korean letters is installed. Install Noto Sans CJK KR.</source>
            <translation>한글 글꼴이 없습니다. Noto Sans CJK KR을 설치하세요.</translation>
        </message>
        <message>
            <source>This could not be looked at: {error}. Tell your administrator.</source>
            <translation>이 항목을 살펴볼 수 없었습니다: {error}. 관리자에게 알려 주세요.</translation>
        </message>
    </context>
    <context>
        <name>HistoryBar</name>
        <message>
            <source>All</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>등록</translation>
        </message>
        <message>
            <source>Form</source>
            <translation>전송 형태</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>요청 상태</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>상담원</translation>
        </message>
        <message>
            <source>Sender</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>수신번호</translation>
        </message>
        <message>
            <source>Part of it</source>
            <translation>일부만 입력</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Only</source>
            <translation>보기</translation>
        </message>
        <message>
            <source>one request</source>
            <translation>요청 한 건</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>초기화</translation>
        </message>
        <message>
            <source>Reset conditions</source>
            <translation>조건 초기화</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>검색</translation>
        </message>
        <message>
            <source>You see the texts you sent.</source>
            <translation>직접 보낸 문자만 볼 수 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>HistoryColumns</name>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Registered</source>
            <translation>등록</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Form</source>
            <translation>형태</translation>
        </message>
        <message>
            <source>Reserved for</source>
            <translation>예약</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>Sender</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Recipient</source>
            <translation>수신번호</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>결과</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>상담원</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>전송</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>제목</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Carrier's code</source>
            <translation>통신사 코드</translation>
        </message>
        <message>
            <source>Result at</source>
            <translation>결과 시각</translation>
        </message>
    </context>
    <context>
        <name>HistoryDialog</name>
        <message>
            <source>Register history</source>
            <translation>이력등록</translation>
        </message>
    </context>
    <context>
        <name>HistoryDownload</name>
        <message>
            <source>Texts</source>
            <translation>문자</translation>
        </message>
        <message>
            <source>All {count} texts of this search are saved, not only those in view.</source>
            <translation>화면에 보이는 것만이 아니라 이 검색의 문자 {count}건을 모두 저장합니다.</translation>
        </message>
        <message>
            <source>texts-{moment}.xlsx</source>
            <translation>문자발송내역-{moment}.xlsx</translation>
        </message>
    </context>
    <context>
        <name>HistoryRegistration</name>
        <message>
            <source>The history is kept and sent once the server is back.</source>
            <translation>이력을 보관했습니다. 서버에 연결되면 보냅니다.</translation>
        </message>
        <message>
            <source>The history is registered.</source>
            <translation>이력을 등록했습니다.</translation>
        </message>
    </context>
    <context>
        <name>HistoryStates</name>
        <message>
            <source>{done} of {total} rows are here.</source>
            <translation>{total}건 중 {done}건을 받았습니다.</translation>
        </message>
        <message>
            <source>The first rows come in a moment.</source>
            <translation>곧 첫 내역이 표시됩니다.</translation>
        </message>
        <message>
            <source>Fetching the history of texts for the first time</source>
            <translation>발송 내역을 처음 받아오는 중입니다</translation>
        </message>
        <message>
            <source>You have not sent a text yet</source>
            <translation>아직 보낸 문자가 없습니다</translation>
        </message>
        <message>
            <source>No text has been sent yet</source>
            <translation>아직 발송된 문자가 없습니다</translation>
        </message>
        <message>
            <source>What is sent or reserved appears here, with what became of it.</source>
            <translation>보내거나 예약한 문자와 그 결과가 여기에 표시됩니다.</translation>
        </message>
        <message>
            <source>No text matches the conditions</source>
            <translation>조건에 맞는 문자가 없습니다</translation>
        </message>
        <message>
            <source>Send a text</source>
            <translation>문자 보내기</translation>
        </message>
    </context>
    <context>
        <name>HistorySummary</name>
        <message numerus="yes">
            <source>%n text(s)</source>
            <translation>
                <numerusform>%n건</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Show %n new text(s)</source>
            <translation>
                <numerusform>새 문자 %n건 보기</numerusform>
            </translation>
        </message>
        <message>
            <source>One line for each recipient</source>
            <translation>한 줄에 수신자 한 명</translation>
        </message>
        <message>
            <source>Offline: as of {time}. Cancelling needs the server.</source>
            <translation>오프라인 · {time} 기준입니다. 취소는 서버에 연결되어야 합니다.</translation>
        </message>
        <message>
            <source>Offline: cancelling needs the server.</source>
            <translation>오프라인 · 취소는 서버에 연결되어야 합니다.</translation>
        </message>
    </context>
    <context>
        <name>HistoryView</name>
        <message>
            <source>Priority</source>
            <translation>우선순위</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Kind of contact</source>
            <translation>접수유형</translation>
        </message>
        <message>
            <source>Customer name</source>
            <translation>고객 이름</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>전화번호</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>제목</translation>
        </message>
        <message>
            <source>Content</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Register history</source>
            <translation>이력등록</translation>
        </message>
        <message>
            <source>A separate record. The callback itself does not change.</source>
            <translation>콜백과 따로 남기는 기록입니다. 콜백의 상태는 바뀌지 않습니다.</translation>
        </message>
        <message>
            <source>Registering…</source>
            <translation>등록 중…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Customer, kind, priority…</source>
            <translation>고객·유형·우선순위…</translation>
        </message>
        <message>
            <source>This is what you were typing before.</source>
            <translation>지난번에 쓰던 내용입니다.</translation>
        </message>
        <message>
            <source>Begin anew</source>
            <translation>새로 쓰기</translation>
        </message>
        <message>
            <source>Take over the call note ({keys})</source>
            <translation>통화 메모 가져오기 ({keys})</translation>
        </message>
    </context>
    <context>
        <name>HistoryWords</name>
        <message>
            <source>{name} (deleted template)</source>
            <translation>{name} (삭제된 템플릿)</translation>
        </message>
        <message>
            <source>Can be recalled for {seconds} s</source>
            <translation>{seconds}초 동안 회수 가능</translation>
        </message>
        <message>
            <source>Cancelled {time}</source>
            <translation>{time} 취소</translation>
        </message>
        <message>
            <source>Cancelled {time} by {name}</source>
            <translation>{time} {name} 취소</translation>
        </message>
        <message>
            <source>since {time}</source>
            <translation>{time}부터</translation>
        </message>
        <message>
            <source>one request</source>
            <translation>요청 한 건</translation>
        </message>
        <message>
            <source>recipient with “{part}”</source>
            <translation>수신번호에 “{part}”</translation>
        </message>
        <message>
            <source>(typed) {text}</source>
            <translation>(직접 작성) {text}</translation>
        </message>
    </context>
    <context>
        <name>KeyField</name>
        <message>
            <source>Press the keys…</source>
            <translation>키를 누르세요…</translation>
        </message>
    </context>
    <context>
        <name>KeyRows</name>
        <message>
            <source>All as at first</source>
            <translation>모두 처음대로</translation>
        </message>
        <message>
            <source>Keys that clash with the softphone</source>
            <translation>소프트폰과 겹치는 키</translation>
        </message>
        <message>
            <source>Press a key above, then the new one. Status line and help show it at once.</source>
            <translation>위의 키를 누른 다음 새 키를 누르세요. 상태 줄과 단축키 도움말에 바로 나타납니다.</translation>
        </message>
        <message>
            <source>Back to {keys}</source>
            <translation>{keys}(으)로 되돌리기</translation>
        </message>
        <message>
            <source>Choose a function key, or one together with Ctrl or Alt.</source>
            <translation>기능 키(F1–F12) 또는 Ctrl이나 Alt와 함께 누르는 키를 고르세요.</translation>
        </message>
        <message>
            <source>{keys} does “{name}” already. Give that one other keys first.</source>
            <translation>{keys} 키는 ‘{name}’에 쓰고 있습니다. 먼저 그쪽 키를 바꾸세요.</translation>
        </message>
        <message>
            <source>{keys} is taken by the program itself. Choose other keys.</source>
            <translation>{keys} 키는 프로그램이 쓰고 있습니다. 다른 키를 고르세요.</translation>
        </message>
    </context>
    <context>
        <name>KeySheet</name>
        <message>
            <source>Keys</source>
            <translation>단축키</translation>
        </message>
    </context>
    <context>
        <name>Keys</name>
        <message>
            <source>Callbacks</source>
            <translation>콜백</translation>
        </message>
        <message>
            <source>Search and tables</source>
            <translation>검색과 목록</translation>
        </message>
        <message>
            <source>Assigning</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Texts</source>
            <translation>문자</translation>
        </message>
        <message>
            <source>Everywhere</source>
            <translation>어디서나</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>연결</translation>
        </message>
        <message>
            <source>Hang up</source>
            <translation>끊기</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Take a completion back</source>
            <translation>완료 되돌리기</translation>
        </message>
        <message>
            <source>To the call note</source>
            <translation>통화 메모로</translation>
        </message>
        <message>
            <source>To the note</source>
            <translation>메모</translation>
        </message>
        <message>
            <source>Next callback in line</source>
            <translation>다음 차례 콜백</translation>
        </message>
        <message>
            <source>Next in line</source>
            <translation>다음 차례</translation>
        </message>
        <message>
            <source>Register history</source>
            <translation>이력등록</translation>
        </message>
        <message>
            <source>Take in new rows</source>
            <translation>새 콜백 보기</translation>
        </message>
        <message>
            <source>Customer panel on and off</source>
            <translation>고객 패널 켜고 끄기</translation>
        </message>
        <message>
            <source>To the first condition</source>
            <translation>첫 검색 조건으로</translation>
        </message>
        <message>
            <source>find</source>
            <translation>찾기</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>검색</translation>
        </message>
        <message>
            <source>Search again</source>
            <translation>다시 검색</translation>
        </message>
        <message>
            <source>Row up and down</source>
            <translation>위아래 줄</translation>
        </message>
        <message>
            <source>Cell left and right, also to the buttons of a row</source>
            <translation>왼쪽·오른쪽 칸 (줄의 단추까지)</translation>
        </message>
        <message>
            <source>A page up and down</source>
            <translation>한 화면 위아래</translation>
        </message>
        <message>
            <source>First and last row</source>
            <translation>첫 줄·마지막 줄</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>count again</source>
            <translation>다시 집계</translation>
        </message>
        <message>
            <source>Check a row</source>
            <translation>줄 선택</translation>
        </message>
        <message>
            <source>select</source>
            <translation>선택</translation>
        </message>
        <message>
            <source>Check a range</source>
            <translation>범위 선택</translation>
        </message>
        <message>
            <source>Check all that match</source>
            <translation>검색 결과 모두 선택</translation>
        </message>
        <message>
            <source>Equal assignment</source>
            <translation>균등할당</translation>
        </message>
        <message>
            <source>equal</source>
            <translation>균등</translation>
        </message>
        <message>
            <source>Manual assignment</source>
            <translation>수동할당</translation>
        </message>
        <message>
            <source>manual</source>
            <translation>수동</translation>
        </message>
        <message>
            <source>Do it</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>do it</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Cancel the assignment</source>
            <translation>할당 취소</translation>
        </message>
        <message>
            <source>cancel assignment</source>
            <translation>할당 취소</translation>
        </message>
        <message>
            <source>search again</source>
            <translation>다시 검색</translation>
        </message>
        <message>
            <source>Undo the last assignment</source>
            <translation>마지막 할당 되돌리기</translation>
        </message>
        <message>
            <source>undo</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>send now</source>
            <translation>지금 보내기</translation>
        </message>
        <message>
            <source>Back to the callback</source>
            <translation>콜백으로 돌아가기</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>버리기</translation>
        </message>
        <message>
            <source>discard</source>
            <translation>버리기</translation>
        </message>
        <message>
            <source>delete</source>
            <translation>삭제</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>템플릿 추가</translation>
        </message>
        <message>
            <source>new template</source>
            <translation>템플릿 추가</translation>
        </message>
        <message>
            <source>Save the template</source>
            <translation>템플릿 저장</translation>
        </message>
        <message>
            <source>save</source>
            <translation>저장</translation>
        </message>
        <message>
            <source>Move a template or category up and down</source>
            <translation>템플릿·분류 순서 바꾸기</translation>
        </message>
        <message>
            <source>move</source>
            <translation>순서</translation>
        </message>
        <message>
            <source>Next tab</source>
            <translation>다음 탭</translation>
        </message>
        <message>
            <source>Find customer, number, callback</source>
            <translation>고객·번호·콜백 찾기</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>알림</translation>
        </message>
        <message>
            <source>Phone: ready</source>
            <translation>전화 상태: 대기</translation>
        </message>
        <message>
            <source>Phone: work</source>
            <translation>전화 상태: 업무</translation>
        </message>
        <message>
            <source>Phone: break</source>
            <translation>전화 상태: 휴식</translation>
        </message>
        <message>
            <source>Phone: ready, work, break</source>
            <translation>전화 상태: 대기 · 업무 · 휴식</translation>
        </message>
        <message>
            <source>Next part of the screen</source>
            <translation>화면의 다음 부분으로</translation>
        </message>
        <message>
            <source>Next control</source>
            <translation>다음 항목</translation>
        </message>
        <message>
            <source>Close what is on top; nothing typed is lost</source>
            <translation>맨 위의 것 닫기 (입력한 내용은 남습니다)</translation>
        </message>
        <message>
            <source>This sheet</source>
            <translation>이 도움말</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>단축키</translation>
        </message>
        <message>
            <source>Detail of a text</source>
            <translation>문자 상세</translation>
        </message>
        <message>
            <source>detail</source>
            <translation>상세</translation>
        </message>
        <message>
            <source>Cancel a text</source>
            <translation>문자 취소</translation>
        </message>
        <message>
            <source>cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Send the customer a text</source>
            <translation>고객에게 문자 보내기</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>문자</translation>
        </message>
        <message>
            <source>Send the text, after a question</source>
            <translation>문자 보내기 (확인 창이 나옵니다)</translation>
        </message>
        <message>
            <source>send</source>
            <translation>보내기</translation>
        </message>
        <message>
            <source>Find a template</source>
            <translation>템플릿 찾기</translation>
        </message>
        <message>
            <source>templates</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>To the text</source>
            <translation>문자 내용으로</translation>
        </message>
        <message>
            <source>Recipients from a spreadsheet</source>
            <translation>엑셀에서 수신자 가져오기</translation>
        </message>
        <message>
            <source>spreadsheet</source>
            <translation>엑셀</translation>
        </message>
    </context>
    <context>
        <name>LastWords</name>
        <message>
            <source>The program could not start.</source>
            <translation>프로그램을 시작하지 못했습니다</translation>
        </message>
        <message>
            <source>Nothing was changed. Try again; if it stays, tell your administrator: {error}</source>
            <translation>바뀐 것은 없습니다. 다시 시도하고, 계속되면 관리자에게 다음 내용을 알려 주세요: {error}</translation>
        </message>
    </context>
    <context>
        <name>LineSection</name>
        <message>
            <source>Less</source>
            <translation>접기</translation>
        </message>
        <message numerus="yes">
            <source>Show all %n</source>
            <translation>
                <numerusform>%n건 모두 보기</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ListPanel</name>
        <message>
            <source>Select all</source>
            <translation>전체 선택</translation>
        </message>
        <message>
            <source>Select all that match</source>
            <translation>조건에 맞는 콜백 모두 선택</translation>
        </message>
        <message>
            <source>They stay in view, greyed, until the list is read anew.</source>
            <translation>목록을 새로 읽을 때까지 흐리게 남아 있습니다.</translation>
        </message>
        <message>
            <source>Read anew</source>
            <translation>새로 읽기</translation>
        </message>
    </context>
    <context>
        <name>ListPresenter</name>
        <message>
            <source>What you typed is kept.</source>
            <translation>입력하던 내용은 남아 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>ListStates</name>
        <message>
            <source>Searched: {conditions}.</source>
            <translation>찾은 조건: {conditions}</translation>
        </message>
        <message>
            <source>Clear conditions</source>
            <translation>조건 지우기</translation>
        </message>
        <message>
            <source>Over “{period}” there are {count}.</source>
            <translation>기간을 ‘{period}’(으)로 넓히면 {count}건이 있습니다.</translation>
        </message>
        <message>
            <source>Search over {period}</source>
            <translation>‘{period}’ 기간으로 찾기</translation>
        </message>
        <message>
            <source>A longer period finds none either.</source>
            <translation>기간을 넓혀도 맞는 콜백이 없습니다.</translation>
        </message>
        <message>
            <source>No callback matches the conditions</source>
            <translation>조건에 맞는 콜백이 없습니다</translation>
        </message>
        <message>
            <source>You completed {count} today. You will be told when one is assigned to you.</source>
            <translation>오늘 {count}건을 완료했습니다. 새로 할당되면 알려 드립니다.</translation>
        </message>
        <message>
            <source>You will be told when one is assigned to you.</source>
            <translation>새로 할당되면 알려 드립니다.</translation>
        </message>
        <message>
            <source>{count} received callbacks wait to be assigned.</source>
            <translation>접수된 콜백 {count}건이 할당을 기다립니다.</translation>
        </message>
        <message>
            <source>Show received callbacks</source>
            <translation>접수된 콜백 보기</translation>
        </message>
        <message>
            <source>All your callbacks are done</source>
            <translation>내 콜백을 모두 처리했습니다</translation>
        </message>
        <message>
            <source>No callback has come in today</source>
            <translation>오늘 들어온 콜백이 없습니다</translation>
        </message>
        <message>
            <source>New ones appear here by themselves.</source>
            <translation>새 콜백이 들어오면 여기에 저절로 나타납니다.</translation>
        </message>
        <message>
            <source>Search the last 7 days</source>
            <translation>최근 7일 찾기</translation>
        </message>
        <message>
            <source>{done} of {total} callbacks are here.</source>
            <translation>{total}건 가운데 {done}건을 받았습니다.</translation>
        </message>
        <message>
            <source>The first rows come in a moment.</source>
            <translation>곧 첫 콜백이 나타납니다.</translation>
        </message>
        <message>
            <source>Fetching your callbacks for the first time</source>
            <translation>콜백을 처음 받는 중입니다</translation>
        </message>
        <message>
            <source>You can work with what has come.</source>
            <translation>먼저 온 것부터 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>The list could not be read</source>
            <translation>목록을 읽지 못했습니다</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
    </context>
    <context>
        <name>ListWords</name>
        <message>
            <source>phone with “{part}”</source>
            <translation>전화번호에 ‘{part}’이(가) 들어간 것</translation>
        </message>
        <message>
            <source>“{text}”</source>
            <translation>‘{text}’</translation>
        </message>
        <message>
            <source>assigned by {name}</source>
            <translation>할당자 {name}</translation>
        </message>
        <message>
            <source>assigned to {name}</source>
            <translation>담당자 {name}</translation>
        </message>
    </context>
    <context>
        <name>LiveCall</name>
        <message>
            <source>Hang up</source>
            <translation>끊기</translation>
        </message>
        <message>
            <source>Hanging up…</source>
            <translation>끊는 중…</translation>
        </message>
        <message>
            <source>Show this callback</source>
            <translation>이 콜백 보기</translation>
        </message>
    </context>
    <context>
        <name>LoginPresenter</name>
        <message>
            <source>Version {version}</source>
            <translation>버전 {version}</translation>
        </message>
        <message>
            <source>Something went wrong in the program. Try again; if it stays, tell your administrator number {number}.</source>
            <translation>프로그램에 문제가 생겼습니다. 다시 시도하고, 계속되면 관리자에게 오류 번호 {number}을(를) 알려 주세요.</translation>
        </message>
        <message>
            <source>Asking the server…</source>
            <translation>서버에 확인하는 중…</translation>
        </message>
        <message>
            <source>Server not connected</source>
            <translation>서버에 연결되지 않음</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>연결됨</translation>
        </message>
        <message>
            <source>{host}, answered in {milliseconds} ms</source>
            <translation>{host} · 응답 {milliseconds} ms</translation>
        </message>
        <message>
            <source>Server connected</source>
            <translation>서버 연결됨</translation>
        </message>
        <message>
            <source>Fits this server (version {version})</source>
            <translation>이 서버(버전 {version})에서 쓸 수 있습니다</translation>
        </message>
        <message>
            <source>The clock of this computer differs from the server's by {minutes} minutes.</source>
            <translation>이 컴퓨터의 시계가 서버와 {minutes}분 다릅니다.</translation>
        </message>
        <message>
            <source>Server not checked yet</source>
            <translation>서버를 아직 확인하지 않았습니다</translation>
        </message>
    </context>
    <context>
        <name>LoginView</name>
        <message>
            <source>Caps Lock is on</source>
            <translation>Caps Lock이 켜져 있습니다</translation>
        </message>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
        <message>
            <source>Callbacks in one window</source>
            <translation>콜백 업무를 한 창에서</translation>
        </message>
        <message>
            <source>What this computer keeps is encrypted</source>
            <translation>이 컴퓨터의 자료는 암호화되어 있습니다</translation>
        </message>
        <message>
            <source>It can be erased when you log out</source>
            <translation>로그아웃할 때 지울 수 있습니다</translation>
        </message>
        <message>
            <source>Log in</source>
            <translation>로그인</translation>
        </message>
        <message>
            <source>Use the account you got from your company.</source>
            <translation>회사에서 받은 계정으로 로그인하세요.</translation>
        </message>
        <message>
            <source>Server</source>
            <translation>서버</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>계정</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>비밀번호</translation>
        </message>
        <message>
            <source>Stay logged in on this computer</source>
            <translation>이 컴퓨터에서 로그인 유지</translation>
        </message>
        <message>
            <source>I forgot my password</source>
            <translation>비밀번호를 잊었습니다</translation>
        </message>
        <message>
            <source>Your supervisor or administrator can set a new password for you.</source>
            <translation>관리자에게 새 비밀번호를 요청하세요.</translation>
        </message>
        <message>
            <source>Logging in is recorded.</source>
            <translation>로그인하면 접속 기록이 남습니다.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Logging in…</source>
            <translation>로그인하는 중…</translation>
        </message>
        <message>
            <source>Log in for this session only</source>
            <translation>이번 한 번만 로그인</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>언어</translation>
        </message>
    </context>
    <context>
        <name>LoginWindow</name>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
    </context>
    <context>
        <name>Logout</name>
        <message>
            <source>Log out?</source>
            <translation>로그아웃할까요?</translation>
        </message>
        <message>
            <source>Your session ends here and on the server.</source>
            <translation>이 컴퓨터와 서버에서 로그인이 끝납니다.</translation>
        </message>
        <message>
            <source>Log out</source>
            <translation>로그아웃</translation>
        </message>
    </context>
    <context>
        <name>MachinePresenter</name>
        <message>
            <source>The local copy was damaged and is fetched again.</source>
            <translation>받아 둔 자료가 손상되어 다시 받고 있습니다.</translation>
        </message>
        <message>
            <source>I have read it</source>
            <translation>확인</translation>
        </message>
        <message>
            <source>A setting of this computer was left out.</source>
            <translation>이 컴퓨터의 설정 하나를 빼고 연결했습니다.</translation>
        </message>
        <message>
            <source>This computer does not know the time zone {zone} of your organisation. Days begin and end in UTC here, too. Have its time zones brought up to date, or the organisation's zone corrected.</source>
            <translation>이 컴퓨터가 우리 조직의 시간대 {zone}을(를) 알지 못합니다. 하루가 바뀌는 때도 UTC를 따릅니다. 관리자에게 이 컴퓨터의 시간대 정보 업데이트나 조직 시간대 수정을 요청하세요.</translation>
        </message>
        <message>
            <source>All times are shown in UTC.</source>
            <translation>모든 시각을 UTC로 표시합니다.</translation>
        </message>
        <message>
            <source>It was another account's, so nothing of it was taken over.</source>
            <translation>다른 계정의 자료여서 가져온 것이 없습니다.</translation>
        </message>
        <message>
            <source>The damaged file stays as {file}.</source>
            <translation>손상된 파일은 {file}(으)로 남겨 두었습니다.</translation>
        </message>
        <message>
            <source>Unsent work: {kept} rescued; whether there was more is not known.</source>
            <translation>아직 보내지 않은 일은 {kept}건을 건졌고, 더 있었는지는 알 수 없습니다.</translation>
        </message>
        <message>
            <source>Unsent work: {kept} rescued, {lost} lost. Please do the lost ones again.</source>
            <translation>아직 보내지 않은 일은 {kept}건을 건지고 {lost}건을 잃었습니다. 잃은 것은 다시 해 주세요.</translation>
        </message>
        <message>
            <source>Unsent work: all {kept} rescued.</source>
            <translation>아직 보내지 않은 일 {kept}건은 모두 건졌습니다.</translation>
        </message>
        <message>
            <source>Unfinished notes: {kept} rescued; whether there were more is not known.</source>
            <translation>작성 중인 메모는 {kept}건을 건졌고, 더 있었는지는 알 수 없습니다.</translation>
        </message>
        <message>
            <source>Unfinished notes: {kept} rescued, {lost} lost.</source>
            <translation>작성 중인 메모는 {kept}건을 건지고 {lost}건을 잃었습니다.</translation>
        </message>
        <message>
            <source>Unfinished notes: all {kept} rescued.</source>
            <translation>작성 중인 메모 {kept}건은 모두 건졌습니다.</translation>
        </message>
        <message>
            <source>Your settings were rescued.</source>
            <translation>설정은 그대로입니다.</translation>
        </message>
        <message>
            <source>Some of your settings may be lost.</source>
            <translation>설정 일부를 잃었을 수 있습니다.</translation>
        </message>
        <message>
            <source>Notices you had read stay read.</source>
            <translation>읽은 알림은 읽은 그대로입니다.</translation>
        </message>
        <message>
            <source>Some notices you had read may show as new again.</source>
            <translation>이미 읽은 알림 일부가 새 알림으로 다시 보일 수 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>Moments</name>
        <message>
            <source>Mon</source>
            <translation>월</translation>
        </message>
        <message>
            <source>Tue</source>
            <translation>화</translation>
        </message>
        <message>
            <source>Wed</source>
            <translation>수</translation>
        </message>
        <message>
            <source>Thu</source>
            <translation>목</translation>
        </message>
        <message>
            <source>Fri</source>
            <translation>금</translation>
        </message>
        <message>
            <source>Sat</source>
            <translation>토</translation>
        </message>
        <message>
            <source>Sun</source>
            <translation>일</translation>
        </message>
    </context>
    <context>
        <name>NoteChoices</name>
        <message>
            <source>Now there ({name})</source>
            <translation>지금 있는 메모 ({name})</translation>
        </message>
        <message>
            <source>Mine</source>
            <translation>내 메모</translation>
        </message>
        <message>
            <source>Theirs</source>
            <translation>동료 메모</translation>
        </message>
        <message>
            <source>Both</source>
            <translation>둘 다</translation>
        </message>
        <message>
            <source>My note</source>
            <translation>내가 쓴 메모</translation>
        </message>
        <message>
            <source>a colleague</source>
            <translation>동료</translation>
        </message>
    </context>
    <context>
        <name>NoteKeeper</name>
        <message>
            <source>Kept at {time}</source>
            <translation>자동 저장됨 {time}</translation>
        </message>
    </context>
    <context>
        <name>NoticeCentre</name>
        <message>
            <source>Mark all as read</source>
            <translation>모두 읽음</translation>
        </message>
        <message>
            <source>Notification settings</source>
            <translation>알림 설정</translation>
        </message>
        <message>
            <source>Do not disturb</source>
            <translation>방해 금지</translation>
        </message>
        <message numerus="yes">
            <source>%n unread notice(s)</source>
            <translation>
                <numerusform>읽지 않은 알림 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>New</source>
            <translation>새 알림</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>이전</translation>
        </message>
        <message>
            <source>Nothing has happened yet. New callbacks and assignments appear here.</source>
            <translation>아직 알림이 없습니다. 새 콜백과 할당 소식이 여기에 나타납니다.</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>끔</translation>
        </message>
        <message>
            <source>30 min</source>
            <translation>30분</translation>
        </message>
        <message>
            <source>On a call</source>
            <translation>통화 중</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>내일까지</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>알림</translation>
        </message>
    </context>
    <context>
        <name>NoticePresenter</name>
        <message>
            <source>Nothing pops up until {time}; everything is kept here.</source>
            <translation>{time}까지 알림을 띄우지 않고 여기에만 모아 둡니다.</translation>
        </message>
    </context>
    <context>
        <name>NoticeTeller</name>
        <message>
            <source>In 10 minutes</source>
            <translation>10분 뒤에</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
        <message numerus="yes">
            <source>No longer yours: %n callback(s)</source>
            <translation>
                <numerusform>콜백 %n건이 더 이상 내 담당이 아닙니다</numerusform>
            </translation>
        </message>
        <message>
            <source>They were withdrawn or given to somebody else.</source>
            <translation>할당이 취소되었거나 다른 사람에게 할당되었습니다.</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>Your work cannot be opened right now.</source>
            <translation>지금은 작업을 열 수 없습니다</translation>
        </message>
        <message>
            <source>Something went wrong in the program while it started. Your work is kept. Try again; if it stays, tell your administrator number {number}.</source>
            <translation>시작하는 중에 프로그램에 문제가 생겼습니다. 하던 일은 그대로 있습니다. 다시 시도하고, 계속되면 관리자에게 오류 번호 {number}을(를) 알려 주세요.</translation>
        </message>
        <message>
            <source>The program could not start.</source>
            <translation>프로그램을 시작하지 못했습니다</translation>
        </message>
    </context>
    <context>
        <name>OpeningWindow</name>
        <message>
            <source>Online Contact Center</source>
            <translation>온라인 컨택센터</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Go to the log-in</source>
            <translation>로그인 화면으로</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Opening</source>
            <translation>여는 중</translation>
        </message>
        <message>
            <source>The keyring is asked and the local copy is opened.</source>
            <translation>키링을 확인하고 받아 둔 자료를 열고 있습니다.</translation>
        </message>
        <message>
            <source>Mending the local copy</source>
            <translation>받아 둔 자료를 고치는 중</translation>
        </message>
        <message>
            <source>Part of it cannot be read. Your unsent work is being rescued, nothing is deleted.</source>
            <translation>일부를 읽을 수 없습니다. 아직 보내지 않은 일을 건지고 있으며, 지우는 것은 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>OutboxColumns</name>
        <message>
            <source>Discard</source>
            <translation>버리기</translation>
        </message>
        <message>
            <source>Done at</source>
            <translation>한 시각</translation>
        </message>
        <message>
            <source>What</source>
            <translation>할 일</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>My text</source>
            <translation>내가 쓴 글</translation>
        </message>
        <message>
            <source>State</source>
            <translation>상태</translation>
        </message>
    </context>
    <context>
        <name>OutboxView</name>
        <message>
            <source>To be sent</source>
            <translation>보낼 일</translation>
        </message>
        <message>
            <source>Send now</source>
            <translation>지금 보내기</translation>
        </message>
        <message>
            <source>Waiting to be sent</source>
            <translation>전송 대기</translation>
        </message>
        <message>
            <source>Needs your decision</source>
            <translation>결정이 필요한 일</translation>
        </message>
        <message numerus="yes">
            <source>%n need(s) your decision</source>
            <translation>
                <numerusform>결정이 필요한 일 %n건</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>전송 대기 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>The server cannot be reached. Everything here is kept and sent as soon as it can.</source>
            <translation>서버에 연결할 수 없습니다. 여기 있는 일은 그대로 남아 있다가 연결되는 대로 전송됩니다.</translation>
        </message>
        <message>
            <source>The server cannot be reached. Everything here is kept; the next try is at {time}.</source>
            <translation>서버에 연결할 수 없습니다. 여기 있는 일은 그대로 남아 있고, {time}에 다시 시도합니다.</translation>
        </message>
        <message>
            <source>Each entry is sent once, in the order you made it.</source>
            <translation>한 순서대로, 한 번씩만 전송합니다.</translation>
        </message>
        <message>
            <source>What you do while the server is away waits here and is sent by itself, once.</source>
            <translation>서버에 연결되지 않은 동안 한 일은 여기에서 기다렸다가 한 번만 전송됩니다.</translation>
        </message>
        <message>
            <source>Everything is sent</source>
            <translation>모두 전송했습니다</translation>
        </message>
    </context>
    <context>
        <name>Outcome</name>
        <message>
            <source>Undo</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Not undone</source>
            <translation>되돌리지 못했습니다</translation>
        </message>
        <message>
            <source>Undoing…</source>
            <translation>되돌리는 중…</translation>
        </message>
    </context>
    <context>
        <name>OutcomeLine</name>
        <message>
            <source>Take it back</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>Taking it back…</source>
            <translation>되돌리는 중…</translation>
        </message>
        <message>
            <source>Back to the callback</source>
            <translation>콜백으로 돌아가기</translation>
        </message>
        <message>
            <source>Show in the history</source>
            <translation>발송 내역 보기</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message numerus="yes">
            <source>%n s left</source>
            <translation>
                <numerusform>%n초 남음</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutstandingPanel</name>
        <message>
            <source>open</source>
            <translation>미완료</translation>
        </message>
        <message>
            <source>Open callbacks</source>
            <translation>미완료 콜백</translation>
        </message>
        <message numerus="yes">
            <source>Of {chosen} selected, %n is no longer open or went to somebody else</source>
            <translation>
                <numerusform>{chosen}개 선택 중 %n건은 이미 처리되었거나 다른 상담원에게 넘어갔습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>취소하는 중…</translation>
        </message>
        <message>
            <source>Check the callbacks to be taken back.</source>
            <translation>취소할 콜백을 선택하세요.</translation>
        </message>
        <message>
            <source>Clear the conditions</source>
            <translation>조건 지우기</translation>
        </message>
        <message>
            <source>No open callback matches</source>
            <translation>조건에 맞는 미완료 콜백이 없습니다</translation>
        </message>
        <message>
            <source>{name} has no open callback</source>
            <translation>{name} 님에게 미완료 콜백이 없습니다</translation>
        </message>
        <message>
            <source>No callback is open</source>
            <translation>미완료 콜백이 없습니다</translation>
        </message>
        <message>
            <source>Everything assigned is completed.</source>
            <translation>할당된 콜백을 모두 완료했습니다.</translation>
        </message>
    </context>
    <context>
        <name>PanelFacts</name>
        <message>
            <source>No name</source>
            <translation>이름 없음</translation>
        </message>
        <message>
            <source>wish {time}</source>
            <translation>희망 {time}</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>접수</translation>
        </message>
        <message>
            <source>Extension</source>
            <translation>내선 등</translation>
        </message>
        <message>
            <source>In charge</source>
            <translation>담당</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>{time} · {minutes} min ago</source>
            <translation>{time} · {minutes}분 전</translation>
        </message>
        <message>
            <source>Wish</source>
            <translation>희망 시각</translation>
        </message>
        <message>
            <source>{name} (me)</source>
            <translation>{name} (나)</translation>
        </message>
        <message>
            <source>{name} · taken at {time}</source>
            <translation>{name} · {time} 직접 맡음</translation>
        </message>
        <message>
            <source>{name} · assigned by {assigner} at {time}</source>
            <translation>{name} · {assigner} {time} 할당</translation>
        </message>
        <message>
            <source>{time} · just now</source>
            <translation>{time} · 방금</translation>
        </message>
        <message>
            <source>{time} · {hours} h ago</source>
            <translation>{time} · {hours}시간 전</translation>
        </message>
        <message>
            <source>talk {time}</source>
            <translation>통화 {time}</translation>
        </message>
        <message>
            <source>call {time}</source>
            <translation>발신부터 {time}</translation>
        </message>
        <message>
            <source>rang {seconds} s</source>
            <translation>벨 {seconds}초</translation>
        </message>
        <message>
            <source>not known now</source>
            <translation>지금은 알 수 없음</translation>
        </message>
        <message>
            <source>not known since {time}</source>
            <translation>{time} 이후 알 수 없음</translation>
        </message>
        <message>
            <source>{title} · {status}</source>
            <translation>{title} · {status}</translation>
        </message>
        <message>
            <source>Callback</source>
            <translation>콜백</translation>
        </message>
        <message>
            <source>Text · {status} · {title}</source>
            <translation>문자 · {status} · {title}</translation>
        </message>
        <message>
            <source>Text · {status}</source>
            <translation>문자 · {status}</translation>
        </message>
    </context>
    <context>
        <name>PanelFoot</name>
        <message>
            <source>Call note</source>
            <translation>통화 메모</translation>
        </message>
        <message>
            <source>What was agreed with the customer</source>
            <translation>고객과 정한 내용을 적어 두세요</translation>
        </message>
        <message>
            <source>Connect</source>
            <translation>연결</translation>
        </message>
        <message>
            <source>Connecting…</source>
            <translation>연결 중…</translation>
        </message>
        <message>
            <source>Complete</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Completing…</source>
            <translation>완료 중…</translation>
        </message>
        <message>
            <source>History</source>
            <translation>이력등록</translation>
        </message>
        <message>
            <source>Register history</source>
            <translation>이력등록</translation>
        </message>
    </context>
    <context>
        <name>PanelHistory</name>
        <message>
            <source>There is no call note yet.</source>
            <translation>아직 통화 메모가 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>PanelPresenter</name>
        <message>
            <source>This callback is not yours to connect now.</source>
            <translation>지금 이 콜백은 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>This callback is not yours to complete now.</source>
            <translation>지금 이 콜백은 완료할 수 없습니다.</translation>
        </message>
        <message>
            <source>The note is too long. Shorten it, then complete.</source>
            <translation>메모가 너무 깁니다. 줄인 뒤 완료하세요.</translation>
        </message>
        <message>
            <source>Nobody has called yet. Press again to complete all the same.</source>
            <translation>아직 한 번도 통화를 시도하지 않았습니다. 그래도 완료하려면 한 번 더 누르세요.</translation>
        </message>
        <message>
            <source>This callback is completed already.</source>
            <translation>이미 완료된 콜백입니다.</translation>
        </message>
        <message>
            <source>Your note on the callback of {customer} waits for you under “To be sent”.</source>
            <translation>{customer} 님의 콜백에 쓰던 메모를 ‘보낼 일’에 남겨 두었습니다. 어떻게 할지 정해 주세요.</translation>
        </message>
    </context>
    <context>
        <name>PanelView</name>
        <message>
            <source>Call attempts</source>
            <translation>통화 시도</translation>
        </message>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n회</numerusform>
            </translation>
        </message>
        <message>
            <source>Nobody has called yet.</source>
            <translation>아직 전화하지 않았습니다.</translation>
        </message>
        <message>
            <source>as known here</source>
            <translation>이 컴퓨터에 있는 기록</translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n건</numerusform>
            </translation>
        </message>
        <message>
            <source>This customer</source>
            <translation>이 고객의 기록</translation>
        </message>
        <message>
            <source>Nothing else from this number.</source>
            <translation>이 번호의 다른 기록이 없습니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n of mine beside this one</source>
            <translation>
                <numerusform>이 콜백 외 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Next in line</source>
            <translation>다음 차례</translation>
        </message>
        <message numerus="yes">
            <source>%n of mine</source>
            <translation>
                <numerusform>내 콜백 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>Close the panel ({keys})</source>
            <translation>패널 닫기 ({keys})</translation>
        </message>
        <message>
            <source>Customer</source>
            <translation>고객</translation>
        </message>
        <message>
            <source>Copy the number</source>
            <translation>전화번호 복사</translation>
        </message>
        <message>
            <source>No callback is chosen</source>
            <translation>선택한 콜백이 없습니다</translation>
        </message>
        <message>
            <source>Choose a row and the customer, earlier contacts and your note stand here.</source>
            <translation>목록에서 콜백을 고르면 고객 정보와 지난 기록, 메모가 여기에 나옵니다.</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>확인 중…</translation>
        </message>
        <message>
            <source>Nothing else is known here of this number.</source>
            <translation>이 번호의 다른 기록은 이 컴퓨터에 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>PasswordField</name>
        <message>
            <source>Show the password</source>
            <translation>비밀번호 보기</translation>
        </message>
        <message>
            <source>Hide the password</source>
            <translation>비밀번호 숨기기</translation>
        </message>
    </context>
    <context>
        <name>PeriodPanel</name>
        <message>
            <source>From</source>
            <translation>시작일</translation>
        </message>
        <message>
            <source>To</source>
            <translation>종료일</translation>
        </message>
        <message>
            <source>The first day must not be after the last.</source>
            <translation>시작일이 종료일보다 늦을 수 없습니다.</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>적용</translation>
        </message>
    </context>
    <context>
        <name>Periods</name>
        <message>
            <source>Open + today</source>
            <translation>미완료 + 오늘</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>오늘</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>어제</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7일</translation>
        </message>
        <message>
            <source>14 days</source>
            <translation>14일</translation>
        </message>
        <message>
            <source>30 days</source>
            <translation>30일</translation>
        </message>
        <message>
            <source>This month</source>
            <translation>이번 달</translation>
        </message>
        <message>
            <source>90 days</source>
            <translation>90일</translation>
        </message>
        <message>
            <source>All time</source>
            <translation>전체 기간</translation>
        </message>
        <message>
            <source>Chosen days</source>
            <translation>직접 선택</translation>
        </message>
    </context>
    <context>
        <name>PersonMenu</name>
        <message>
            <source>Language</source>
            <translation>언어</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>시스템 설정에 따름</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>화면 모드</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>밝게</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>어둡게</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>설정</translation>
        </message>
        <message>
            <source>All keys (F1)</source>
            <translation>모든 단축키 (F1)</translation>
        </message>
        <message>
            <source>About this program</source>
            <translation>프로그램 정보</translation>
        </message>
        <message>
            <source>Log out…</source>
            <translation>로그아웃…</translation>
        </message>
        <message>
            <source>Open {room} in its own window</source>
            <translation>{room} 새 창으로 열기</translation>
        </message>
    </context>
    <context>
        <name>PersonPresenter</name>
        <message>
            <source>{organisation}, account {username}</source>
            <translation>{organisation} · 계정 {username}</translation>
        </message>
    </context>
    <context>
        <name>PhonePreview</name>
        <message>
            <source>No sender number yet</source>
            <translation>발신번호 없음</translation>
        </message>
        <message>
            <source>The text will stand here</source>
            <translation>여기에 문자가 보입니다</translation>
        </message>
        <message>
            <source>The text as it arrives</source>
            <translation>받는 사람에게 보이는 문자</translation>
        </message>
    </context>
    <context>
        <name>PhoneWindow</name>
        <message>
            <source>A customer's phone</source>
            <translation>고객 휴대전화</translation>
        </message>
        <message>
            <source>Nothing was sent yet</source>
            <translation>아직 보낸 문자가 없습니다</translation>
        </message>
        <message>
            <source>The sandbox keeps what it takes. No text leaves this machine.</source>
            <translation>체험용 통신사가 받아 두는 문자입니다. 이 컴퓨터 밖으로 나가지 않습니다.</translation>
        </message>
    </context>
    <context>
        <name>PictureStrip</name>
        <message>
            <source>Pictures ({files})</source>
            <translation>그림 ({files})</translation>
        </message>
        <message>
            <source>Add a picture</source>
            <translation>그림 넣기</translation>
        </message>
        <message>
            <source>or drop it here, or paste it into the text</source>
            <translation>여기에 끌어다 놓거나 내용에 붙여 넣어도 됩니다</translation>
        </message>
        <message numerus="yes">
            <source>A text takes %n picture(s); the others were left out.</source>
            <translation>
                <numerusform>그림은 %n장까지 넣을 수 있어 나머지는 뺐습니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose pictures</source>
            <translation>그림 고르기</translation>
        </message>
    </context>
    <context>
        <name>PictureTile</name>
        <message>
            <source>Move to the left</source>
            <translation>왼쪽으로 옮기기</translation>
        </message>
        <message>
            <source>Move to the right</source>
            <translation>오른쪽으로 옮기기</translation>
        </message>
        <message>
            <source>Remove the picture</source>
            <translation>그림 빼기</translation>
        </message>
    </context>
    <context>
        <name>PictureWords</name>
        <message>
            <source>Picture</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>pasted picture</source>
            <translation>붙여 넣은 그림</translation>
        </message>
        <message>
            <source>Being prepared</source>
            <translation>준비하는 중</translation>
        </message>
        <message>
            <source>On its way to the server</source>
            <translation>서버로 보내는 중</translation>
        </message>
        <message>
            <source>Not shown. {why}</source>
            <translation>표시하지 못했습니다. {why}</translation>
        </message>
        <message>
            <source>made a JPEG</source>
            <translation>JPEG로 바꿈</translation>
        </message>
        <message>
            <source>made smaller, from {size}</source>
            <translation>{size}에서 줄임</translation>
        </message>
        <message>
            <source>compressed, from {size}</source>
            <translation>{size}에서 압축</translation>
        </message>
        <message>
            <source>place and camera taken out</source>
            <translation>위치·카메라 정보 삭제</translation>
        </message>
    </context>
    <context>
        <name>Places</name>
        <message>
            <source>Callback list</source>
            <translation>콜백 리스트</translation>
        </message>
        <message>
            <source>Assignment</source>
            <translation>콜백 할당</translation>
        </message>
        <message>
            <source>Cancel assignment</source>
            <translation>할당 취소</translation>
        </message>
        <message>
            <source>Statistics</source>
            <translation>처리현황</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>템플릿 관리</translation>
        </message>
        <message>
            <source>To send</source>
            <translation>보낼 일</translation>
        </message>
        <message>
            <source>Texts</source>
            <translation>문자</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>설정</translation>
        </message>
        <message>
            <source>Calls</source>
            <translation>콜백</translation>
        </message>
        <message>
            <source>Sending history</source>
            <translation>발송 내역</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>발송</translation>
        </message>
    </context>
    <context>
        <name>PlanCard</name>
        <message>
            <source>Rows others take meanwhile are skipped and named. You can undo for 10 minutes.</source>
            <translation>그사이 다른 사람이 가져간 건은 건너뛰고 이름을 알려 드립니다. 10분 안에 되돌릴 수 있습니다.</translation>
        </message>
        <message>
            <source>Assigning…</source>
            <translation>할당하는 중…</translation>
        </message>
        <message>
            <source>Others took all of these meanwhile. Choose again.</source>
            <translation>그사이 다른 사람이 모두 가져갔습니다. 다시 선택하세요.</translation>
        </message>
    </context>
    <context>
        <name>PromiseCell</name>
        <message>
            <source>The customer wished a call at {time}; that time has passed.</source>
            <translation>고객이 {time}에 전화를 원했습니다. 이미 지난 시각입니다.</translation>
        </message>
        <message>
            <source>The customer wishes a call in {minutes} minutes ({time}).</source>
            <translation>고객이 원하는 통화 시각({time})까지 {minutes}분 남았습니다.</translation>
        </message>
    </context>
    <context>
        <name>RecipientsEditor</name>
        <message>
            <source>There is no row in this file.</source>
            <translation>이 파일에는 행이 없습니다.</translation>
        </message>
        <message numerus="yes">
            <source>Only {name} was read: one file at a time. %n other(s) were left out.</source>
            <translation>
                <numerusform>{name} 파일만 읽었습니다. 파일은 한 번에 하나씩 읽습니다. 나머지 %n개는 읽지 않았습니다.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln명</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln given twice and left out</source>
            <translation>
                <numerusform>중복 %Ln건을 뺐습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln cannot be sent to</source>
            <translation>
                <numerusform>보낼 수 없는 번호 %Ln건</numerusform>
            </translation>
        </message>
        <message>
            <source>From a file</source>
            <translation>파일에서 가져온 명단</translation>
        </message>
        <message>
            <source>{taken} of {rows} rows</source>
            <translation>{rows}행 중 {taken}명</translation>
        </message>
        <message numerus="yes">
            <source>%n hidden in the sheet, taken too</source>
            <translation>
                <numerusform>시트에서 숨긴 %n행 포함</numerusform>
            </translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>수신번호</translation>
        </message>
        <message>
            <source>Type or paste numbers, separated by commas</source>
            <translation>번호를 입력하거나 붙여 넣으세요. 쉼표로 나눕니다.</translation>
        </message>
        <message>
            <source>From a spreadsheet…</source>
            <translation>엑셀에서 가져오기…</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>읽는 중…</translation>
        </message>
        <message>
            <source>Numbers in</source>
            <translation>번호 열</translation>
        </message>
        <message>
            <source>Column of the numbers</source>
            <translation>번호가 있는 열</translation>
        </message>
        <message>
            <source>Take the recipients of the file out</source>
            <translation>파일에서 가져온 수신자 빼기</translation>
        </message>
    </context>
    <context>
        <name>RefusalWords</name>
        <message>
            <source>The completion for {customer} could not be sent</source>
            <translation>{customer} 님 콜백의 완료를 보내지 못했습니다</translation>
        </message>
        <message>
            <source>The call note for {customer} could not be sent</source>
            <translation>{customer} 님 콜백의 통화 메모를 보내지 못했습니다</translation>
        </message>
        <message>
            <source>The history could not be registered</source>
            <translation>이력을 등록하지 못했습니다</translation>
        </message>
        <message>
            <source>{reason} You did this at {time}.</source>
            <translation>{reason} ({time}에 하신 일입니다.)</translation>
        </message>
        <message>
            <source>Note of the callback of {customer} ({time})</source>
            <translation>{customer} 님 콜백 메모 ({time})</translation>
        </message>
        <message>
            <source>Keep as history</source>
            <translation>기록으로 남기기</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>복사</translation>
        </message>
        <message>
            <source>Send again</source>
            <translation>다시 보내기</translation>
        </message>
        <message>
            <source>Open the callback</source>
            <translation>콜백 열기</translation>
        </message>
        <message>
            <source>The record of a download could not be sent</source>
            <translation>다운로드 기록을 보내지 못했습니다</translation>
        </message>
        <message>
            <source>Two notes on this callback</source>
            <translation>메모가 두 개입니다</translation>
        </message>
        <message>
            <source>The callback of {customer} is no longer yours</source>
            <translation>{customer} 님의 콜백이 더 이상 내 담당이 아닙니다</translation>
        </message>
        <message>
            <source>a customer without a name</source>
            <translation>이름 없는 고객</translation>
        </message>
        <message>
            <source>Discard</source>
            <translation>버리기</translation>
        </message>
        <message>
            <source>Give this up?</source>
            <translation>이 일을 버릴까요?</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>It is not sent, and the text is lost.</source>
            <translation>보내지 않으며, 적어 둔 글도 사라집니다.</translation>
        </message>
    </context>
    <context>
        <name>RejectRow</name>
        <message>
            <source>(empty)</source>
            <translation>(비어 있음)</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>번호</translation>
        </message>
        <message>
            <source>Correct</source>
            <translation>고치기</translation>
        </message>
        <message>
            <source>No. {row}</source>
            <translation>{row}번째</translation>
        </message>
        <message>
            <source>Row {row}</source>
            <translation>{row}행</translation>
        </message>
        <message>
            <source>zero lost: {number}?</source>
            <translation>앞자리 0 빠짐: {number}?</translation>
        </message>
        <message>
            <source>no number</source>
            <translation>번호 없음</translation>
        </message>
        <message>
            <source>{digits} digits, not {fewest} to {most}</source>
            <translation>{digits}자리 ({fewest}–{most}자리여야 합니다)</translation>
        </message>
        <message>
            <source>digits only, no “{character}”</source>
            <translation>숫자만 쓸 수 있습니다: “{character}”</translation>
        </message>
        <message>
            <source>Take it</source>
            <translation>넣기</translation>
        </message>
    </context>
    <context>
        <name>RejectsList</name>
        <message numerus="yes">
            <source>%Ln number(s) lost their zero in a spreadsheet.</source>
            <translation>
                <numerusform>엑셀에서 앞자리 0이 빠진 번호 %Ln건</numerusform>
            </translation>
        </message>
        <message>
            <source>Put the zeros back</source>
            <translation>0을 되살리기</translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>외 %Ln건</numerusform>
            </translation>
        </message>
        <message>
            <source>Numbers that cannot be sent to</source>
            <translation>보낼 수 없는 번호</translation>
        </message>
    </context>
    <context>
        <name>RequestCells</name>
        <message>
            <source>{name} completed it</source>
            <translation>{name} 님이 완료함</translation>
        </message>
        <message>
            <source>Completed by somebody else</source>
            <translation>다른 상담원이 완료함</translation>
        </message>
        <message>
            <source>{name} has it</source>
            <translation>{name} 님이 가져감</translation>
        </message>
        <message>
            <source>Assigned by somebody else</source>
            <translation>다른 상담원이 가져감</translation>
        </message>
        <message>
            <source>No longer in this list</source>
            <translation>목록에서 빠짐</translation>
        </message>
    </context>
    <context>
        <name>RequestColumns</name>
        <message>
            <source>Received</source>
            <translation>접수</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>IVR route</source>
            <translation>IVR 경로</translation>
        </message>
        <message>
            <source>Customer</source>
            <translation>고객</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>전화번호</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>메시지</translation>
        </message>
    </context>
    <context>
        <name>ReservationField</name>
        <message>
            <source>Day of sending</source>
            <translation>보내는 날</translation>
        </message>
        <message>
            <source>Time of sending</source>
            <translation>보내는 때</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>바로</translation>
        </message>
        <message>
            <source>Reserved</source>
            <translation>예약</translation>
        </message>
        <message>
            <source>in 30 min</source>
            <translation>30분 뒤</translation>
        </message>
        <message>
            <source>in 1 hour</source>
            <translation>1시간 뒤</translation>
        </message>
        <message>
            <source>tomorrow 9:00</source>
            <translation>내일 9:00</translation>
        </message>
        <message>
            <source>Between {earliest} and {latest} · server time {now}</source>
            <translation>{earliest} – {latest} 사이 · 서버 시각 {now}</translation>
        </message>
    </context>
    <context>
        <name>ResultEntry</name>
        <message>
            <source>How did the call end?</source>
            <translation>통화 결과를 입력하세요</translation>
        </message>
        <message>
            <source>You are calling with your own phone. Enter the result when it is over.</source>
            <translation>이 컴퓨터의 전화로 걸고 있습니다. 통화가 끝나면 결과를 눌러 주세요.</translation>
        </message>
    </context>
    <context>
        <name>RowsPanel</name>
        <message>
            <source>in all</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>assigned</source>
            <translation>할당됨</translation>
        </message>
        <message>
            <source>unassigned</source>
            <translation>미할당</translation>
        </message>
        <message>
            <source>Clear selection</source>
            <translation>선택 해제</translation>
        </message>
        <message>
            <source>Callbacks to be assigned</source>
            <translation>할당할 콜백</translation>
        </message>
        <message numerus="yes">
            <source>Of {chosen} selected, %n was taken by others</source>
            <translation>
                <numerusform>{chosen}개 선택 중 %n건은 다른 상담원이 가져갔습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n건 선택</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>With the period “{period}” there are %n.</source>
            <translation>
                <numerusform>기간을 ‘{period}’(으)로 넓히면 %n건이 있습니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>Search {period}</source>
            <translation>{period} 찾기</translation>
        </message>
        <message>
            <source>Clear the conditions</source>
            <translation>조건 지우기</translation>
        </message>
        <message>
            <source>Searched for: {conditions}</source>
            <translation>찾은 조건: {conditions}</translation>
        </message>
        <message>
            <source>No callback waits here</source>
            <translation>이 기간에는 할당할 콜백이 없습니다</translation>
        </message>
        <message>
            <source>No callback to be assigned matches</source>
            <translation>조건에 맞는 할당 대상이 없습니다</translation>
        </message>
        <message>
            <source>Every callback is assigned</source>
            <translation>콜백을 모두 할당했습니다</translation>
        </message>
        <message>
            <source>New ones appear here by themselves.</source>
            <translation>새 콜백이 접수되면 여기에 나타납니다.</translation>
        </message>
    </context>
    <context>
        <name>SearchBar</name>
        <message>
            <source>Period</source>
            <translation>기간</translation>
        </message>
        <message>
            <source>All</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>IVR route</source>
            <translation>IVR 경로</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>전화번호</translation>
        </message>
        <message>
            <source>Part of it</source>
            <translation>일부만 입력</translation>
        </message>
        <message>
            <source>Assigner</source>
            <translation>할당자</translation>
        </message>
        <message>
            <source>Assignee</source>
            <translation>담당자</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>찾기</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>초기화</translation>
        </message>
        <message>
            <source>Reset conditions</source>
            <translation>조건 초기화</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>검색</translation>
        </message>
        <message>
            <source>You see the callbacks that are assigned to you.</source>
            <translation>나에게 할당된 콜백만 볼 수 있습니다.</translation>
        </message>
        <message numerus="yes">
            <source>Show %n new callback(s)</source>
            <translation>
                <numerusform>새 콜백 %n건 보기</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchChip</name>
        <message>
            <source>Locked</source>
            <translation>잠김</translation>
        </message>
    </context>
    <context>
        <name>SearchLine</name>
        <message>
            <source>Period</source>
            <translation>기간</translation>
        </message>
        <message>
            <source>IVR route</source>
            <translation>IVR 경로</translation>
        </message>
        <message>
            <source>All</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>Phone</source>
            <translation>전화번호</translation>
        </message>
        <message>
            <source>any part</source>
            <translation>일부만 입력</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>초기화</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>검색</translation>
        </message>
        <message numerus="yes">
            <source>Show %n new callback(s)</source>
            <translation>
                <numerusform>새 콜백 %n건 보기</numerusform>
            </translation>
        </message>
        <message>
            <source>The list has changed: show</source>
            <translation>목록이 바뀌었습니다: 보기</translation>
        </message>
    </context>
    <context>
        <name>SecondStart</name>
        <message>
            <source>The program already runs (process {number}) and has no window yet. Wait a moment and try again.</source>
            <translation>프로그램이 이미 실행 중이지만(프로세스 {number}) 아직 창이 없습니다. 잠시 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>The program already runs (process {number}) and does not answer. End that process and try again; what was typed there is kept.</source>
            <translation>프로그램이 이미 실행 중이지만(프로세스 {number}) 응답하지 않습니다. 그 프로세스를 끝내고 다시 시도하세요. 거기에 적은 것은 남아 있습니다.</translation>
        </message>
        <message>
            <source>The program already runs</source>
            <translation>프로그램이 이미 실행 중입니다</translation>
        </message>
    </context>
    <context>
        <name>SendingForm</name>
        <message>
            <source>Type</source>
            <translation>발송 유형</translation>
        </message>
        <message>
            <source>2,000 bytes, with a subject and up to 2 pictures</source>
            <translation>본문 2,000바이트까지, 제목과 그림 2장까지</translation>
        </message>
        <message>
            <source>90 bytes</source>
            <translation>본문 90바이트까지, 그림 없음</translation>
        </message>
        <message>
            <source>{number} (not usable)</source>
            <translation>{number} (쓸 수 없음)</translation>
        </message>
        <message>
            <source>No number can be sent from</source>
            <translation>보낼 수 있는 번호가 없습니다</translation>
        </message>
        <message>
            <source>Checking…</source>
            <translation>확인 중…</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>고르세요</translation>
        </message>
        <message>
            <source>Sender number</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Fill in</source>
            <translation>채울 값</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>수신번호</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>보내는 때</translation>
        </message>
        <message>
            <source>Do not send it if the callback is completed by then</source>
            <translation>그 전에 콜백이 완료되면 보내지 않기</translation>
        </message>
    </context>
    <context>
        <name>SendingSide</name>
        <message>
            <source>Reserving…</source>
            <translation>예약하는 중…</translation>
        </message>
        <message>
            <source>Sending…</source>
            <translation>보내는 중…</translation>
        </message>
        <message>
            <source>{place} / {count}</source>
            <translation>{place} / {count}</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>미리보기</translation>
        </message>
        <message>
            <source>Recipient before</source>
            <translation>앞 수신자</translation>
        </message>
        <message>
            <source>Next recipient</source>
            <translation>다음 수신자</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>유형</translation>
        </message>
        <message>
            <source>Recipients</source>
            <translation>수신자</translation>
        </message>
        <message>
            <source>Sender number</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>보내는 때</translation>
        </message>
        <message>
            <source>You are asked once more</source>
            <translation>확인 창이 한 번 더 나옵니다</translation>
        </message>
    </context>
    <context>
        <name>SendingView</name>
        <message>
            <source>A text to {customer}</source>
            <translation>{customer} 고객에게 보내는 문자</translation>
        </message>
        <message>
            <source>{key} goes back to the callback</source>
            <translation>{key} 콜백으로 돌아가기</translation>
        </message>
        <message>
            <source>Write another text</source>
            <translation>다른 문자 쓰기</translation>
        </message>
        <message>
            <source>Checking the outcome</source>
            <translation>결과 확인 중</translation>
        </message>
        <message numerus="yes">
            <source>Whether the server took this text to %Ln recipient(s) is not known. It is not sent twice: asking sends it only if it never arrived.</source>
            <translation>
                <numerusform>%Ln명에게 보낸 이 문자가 서버에 닿았는지 아직 모릅니다. 두 번 보내지 않습니다. 확인했을 때 닿지 않았으면 그때 한 번 보냅니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>Ask now</source>
            <translation>지금 확인</translation>
        </message>
        <message>
            <source>The outcome of another text is not known yet.</source>
            <translation>다른 문자의 결과를 아직 모릅니다.</translation>
        </message>
        <message>
            <source>Go there</source>
            <translation>그 문자 보기</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
    </context>
    <context>
        <name>SendingWords</name>
        <message>
            <source>{why} What you wrote stays here.</source>
            <translation>{why} 쓰던 내용은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>The text of this template is fixed</source>
            <translation>내용을 고칠 수 없는 템플릿입니다</translation>
        </message>
        <message>
            <source>The sender numbers are still being fetched.</source>
            <translation>발신번호를 받는 중입니다.</translation>
        </message>
        <message>
            <source>A picture is not there yet. Wait for it, or take it out.</source>
            <translation>아직 올라가지 않은 그림이 있습니다. 기다리거나 빼 주세요.</translation>
        </message>
        <message>
            <source>A text goes to at most {limit}; {count} are entered. Send it in parts.</source>
            <translation>한 번에 {limit}명까지 보낼 수 있습니다. 지금 {count}명입니다. 나누어 보내 주세요.</translation>
        </message>
        <message>
            <source>{phone}: {sentence}</source>
            <translation>{phone}: {sentence}</translation>
        </message>
        <message>
            <source>Choose a sender number.</source>
            <translation>발신번호를 고르세요.</translation>
        </message>
        <message>
            <source>An MMS needs a subject.</source>
            <translation>MMS에는 제목이 있어야 합니다.</translation>
        </message>
        <message>
            <source>Write the text.</source>
            <translation>내용을 쓰세요.</translation>
        </message>
        <message>
            <source>Enter a recipient.</source>
            <translation>수신번호를 넣으세요.</translation>
        </message>
        <message>
            <source>{why} Nothing was sent; what you wrote stays here.</source>
            <translation>{why} 보내지 않았고, 쓰던 내용은 그대로 남습니다.</translation>
        </message>
        <message>
            <source>at once</source>
            <translation>바로</translation>
        </message>
        <message numerus="yes">
            <source>{time} (in %n min)</source>
            <translation>
                <numerusform>{time} (%n분 뒤)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{time} (in %n h)</source>
            <translation>
                <numerusform>{time} (%n시간 뒤)</numerusform>
            </translation>
        </message>
        <message>
            <source>long text</source>
            <translation>장문</translation>
        </message>
        <message>
            <source>short text</source>
            <translation>단문</translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln명</numerusform>
            </translation>
        </message>
        <message>
            <source>Reserve…</source>
            <translation>예약하기…</translation>
        </message>
        <message>
            <source>Send…</source>
            <translation>보내기…</translation>
        </message>
        <message numerus="yes">
            <source>Reserve for %Ln…</source>
            <translation>
                <numerusform>%Ln명에게 예약하기…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send to %Ln…</source>
            <translation>
                <numerusform>%Ln명에게 보내기…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserve a text to %Ln recipient(s)?</source>
            <translation>
                <numerusform>%Ln명에게 문자를 예약할까요?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send a text to %Ln recipient(s)?</source>
            <translation>
                <numerusform>%Ln명에게 문자를 보낼까요?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserve for %Ln</source>
            <translation>
                <numerusform>%Ln명에게 예약</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send to %Ln</source>
            <translation>
                <numerusform>%Ln명에게 보내기</numerusform>
            </translation>
        </message>
        <message>
            <source>Back to the text</source>
            <translation>돌아가서 고치기</translation>
        </message>
        <message>
            <source>Pressed twice, it is sent once.</source>
            <translation>두 번 눌러도 한 번만 보냅니다</translation>
        </message>
    </context>
    <context>
        <name>SentLine</name>
        <message>
            <source>handed to the server</source>
            <translation>서버에 넘겼습니다</translation>
        </message>
        <message>
            <source>Taken back</source>
            <translation>되돌렸습니다</translation>
        </message>
        <message>
            <source>The text was not sent.</source>
            <translation>문자를 보내지 않았습니다.</translation>
        </message>
        <message numerus="yes">
            <source>Sent to %Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln명에게 보냈습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserved for %Ln recipient(s) at {time}</source>
            <translation>
                <numerusform>{time}에 %Ln명에게 예약했습니다</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Sentences</name>
        <message>
            <source>Some entries need correcting. They are marked.</source>
            <translation>고쳐야 할 항목이 있습니다. 표시된 곳을 확인하세요.</translation>
        </message>
        <message>
            <source>The server could not read what this program sent. Update the program and try again.</source>
            <translation>서버가 이 프로그램이 보낸 내용을 읽지 못했습니다. 프로그램을 업데이트한 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>The server could not read this program's text: it must be UTF-8. Update the program.</source>
            <translation>서버가 이 프로그램이 보낸 글자를 읽지 못했습니다(UTF-8이어야 합니다). 프로그램을 업데이트하세요.</translation>
        </message>
        <message>
            <source>That is too much at once. Choose fewer rows or shorten the text.</source>
            <translation>한 번에 보내기에 너무 많습니다. 건수를 줄이거나 글을 줄이세요.</translation>
        </message>
        <message>
            <source>The connection is too slow: the request did not arrive completely. Try again in a moment.</source>
            <translation>연결이 너무 느려 요청이 끝까지 도착하지 않았습니다. 잠시 후 다시 시도하세요.</translation>
        </message>
        <message>
            <source>This no longer exists, or is no longer yours to see.</source>
            <translation>더 이상 없거나 볼 수 없게 된 항목입니다.</translation>
        </message>
        <message>
            <source>The server does not offer this. Update the program.</source>
            <translation>서버가 지원하지 않는 기능입니다. 프로그램을 업데이트하세요.</translation>
        </message>
        <message>
            <source>Too many requests. Try again in {retry_after} seconds.</source>
            <translation>요청이 너무 많습니다. {retry_after}초 뒤에 다시 시도하세요.</translation>
        </message>
        <message>
            <source>The server had a fault. Try again; if it stays, tell your administrator number {number}.</source>
            <translation>서버에 오류가 났습니다. 다시 시도하고, 계속되면 관리자에게 오류 번호 {number}을(를) 알려 주세요.</translation>
        </message>
        <message>
            <source>The server is not ready right now. Try again in a moment.</source>
            <translation>서버가 아직 준비되지 않았습니다. 잠시 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>This program (version {present}) is too old. Update it to {minimum} or later.</source>
            <translation>이 프로그램(버전 {present})은 너무 오래되었습니다. {minimum} 이상으로 업데이트하세요.</translation>
        </message>
        <message>
            <source>Please log in.</source>
            <translation>로그인하세요.</translation>
        </message>
        <message>
            <source>Your login has run out. Please log in again.</source>
            <translation>로그인 시간이 끝났습니다. 다시 로그인하세요.</translation>
        </message>
        <message>
            <source>Your login was ended, here or elsewhere. Please log in again.</source>
            <translation>이곳 또는 다른 곳에서 로그아웃되었습니다. 다시 로그인하세요.</translation>
        </message>
        <message>
            <source>The account or password is not right. After {remaining} more wrong tries you will have to wait.</source>
            <translation>계정이나 비밀번호가 맞지 않습니다. {remaining}번 더 틀리면 잠시 기다립니다.</translation>
        </message>
        <message>
            <source>Too many wrong passwords from this place. Try again in {minutes} min.</source>
            <translation>이곳에서 비밀번호를 여러 번 틀렸습니다. {minutes}분 뒤에 다시 시도하세요.</translation>
        </message>
        <message>
            <source>This account has been disabled. Ask your administrator if this is a mistake.</source>
            <translation>사용이 중지된 계정입니다. 잘못된 것이라면 관리자에게 문의하세요.</translation>
        </message>
        <message>
            <source>Your account does not have the permission for this. Ask your supervisor.</source>
            <translation>이 작업을 할 권한이 없습니다. 관리자에게 문의하세요.</translation>
        </message>
        <message>
            <source>This feature is switched off for the service.</source>
            <translation>이 서비스에서 사용하지 않는 기능입니다.</translation>
        </message>
        <message>
            <source>This callback is already in the state “{status_name}” ({by_name}).</source>
            <translation>이미 ‘{status_name}’ 상태인 콜백입니다 ({by_name}).</translation>
        </message>
        <message>
            <source>{by_name} has been calling this customer for {seconds} seconds.</source>
            <translation>{by_name} 님이 {seconds}초 전부터 이 고객과 통화하고 있습니다.</translation>
        </message>
        <message>
            <source>{by_name} has been on the phone with this number for {seconds} seconds.</source>
            <translation>{by_name} 님이 {seconds}초 전부터 이 번호와 통화하고 있습니다.</translation>
        </message>
        <message>
            <source>{by_name} took this callback first.</source>
            <translation>{by_name} 님이 먼저 가져간 콜백입니다.</translation>
        </message>
        <message>
            <source>This callback is assigned to {by_name}.</source>
            <translation>{by_name} 님이 담당하는 콜백입니다.</translation>
        </message>
        <message>
            <source>Log in to CTI with your extension first.</source>
            <translation>먼저 내선 번호로 CTI에 로그인하세요.</translation>
        </message>
        <message>
            <source>Your line is in use. End the present call first.</source>
            <translation>통화 중입니다. 지금 통화를 먼저 끝내세요.</translation>
        </message>
        <message>
            <source>The telephone system is not connected. Try again in a moment.</source>
            <translation>전화 시스템에 연결되어 있지 않습니다. 잠시 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>{by_name} is logged in with this extension.</source>
            <translation>{by_name} 님이 이 내선으로 로그인해 있습니다.</translation>
        </message>
        <message>
            <source>Manual assignment goes to exactly one agent. {count} are chosen now.</source>
            <translation>수동할당은 상담원 한 명을 선택했을 때 씁니다. 지금 {count}명입니다.</translation>
        </message>
        <message>
            <source>An assignment can be undone for 10 minutes. That time is over.</source>
            <translation>할당은 10분 동안만 되돌릴 수 있습니다. 시간이 지났습니다.</translation>
        </message>
        <message>
            <source>This call has already ended.</source>
            <translation>이미 끝난 통화입니다.</translation>
        </message>
        <message>
            <source>The server was restored; the local copy is being rebuilt.</source>
            <translation>서버가 복원되어 이 컴퓨터의 자료를 다시 받고 있습니다.</translation>
        </message>
        <message>
            <source>The program sent an invalid command key. Update the program.</source>
            <translation>프로그램이 잘못된 명령 번호를 보냈습니다. 프로그램을 업데이트하세요.</translation>
        </message>
        <message>
            <source>This command was sent before with other content. Nothing was done; check the present state.</source>
            <translation>같은 명령이 다른 내용으로 이미 보내졌습니다. 아무것도 바뀌지 않았으니 지금 상태를 확인하세요.</translation>
        </message>
        <message>
            <source>Please fill this in.</source>
            <translation>필수 항목입니다.</translation>
        </message>
        <message>
            <source>At most {limit} characters; it has {length} now.</source>
            <translation>{limit}자까지 쓸 수 있습니다. 지금 {length}자입니다.</translation>
        </message>
        <message>
            <source>At most {limit} at once; {count} are chosen.</source>
            <translation>한 번에 {limit}건까지 할 수 있습니다. 지금 {count}건입니다.</translation>
        </message>
        <message>
            <source>A character here cannot be used. Remove it.</source>
            <translation>쓸 수 없는 문자가 있습니다. 지워 주세요.</translation>
        </message>
        <message>
            <source>This choice does not exist. Choose another.</source>
            <translation>없는 선택지입니다. 다른 것을 고르세요.</translation>
        </message>
        <message>
            <source>This is not a valid time.</source>
            <translation>올바른 시각이 아닙니다.</translation>
        </message>
        <message>
            <source>This time lies in the future. Check the clock of this computer.</source>
            <translation>미래의 시각입니다. 이 컴퓨터의 시계를 확인하세요.</translation>
        </message>
        <message>
            <source>This time has passed. Choose a later one.</source>
            <translation>지난 시각입니다. 더 늦은 시각을 고르세요.</translation>
        </message>
        <message>
            <source>The period must begin before it ends and cover at most {limit} days.</source>
            <translation>시작일이 종료일보다 앞서야 하고 {limit}일을 넘을 수 없습니다.</translation>
        </message>
        <message>
            <source>An extension has 2 to 10 digits.</source>
            <translation>내선 번호는 숫자 2–10자리입니다.</translation>
        </message>
        <message>
            <source>Enter a telephone number.</source>
            <translation>전화번호를 입력하세요.</translation>
        </message>
        <message>
            <source>“{character}” does not belong in a telephone number. Use digits and hyphens.</source>
            <translation>전화번호에 ‘{character}’ 문자는 쓸 수 없습니다. 숫자와 하이픈만 쓰세요.</translation>
        </message>
        <message>
            <source>The number is too short ({digits} digits). Check it.</source>
            <translation>전화번호가 짧습니다 ({digits}자리). 확인해 주세요.</translation>
        </message>
        <message>
            <source>The number is too long ({digits} digits). Check it.</source>
            <translation>전화번호가 깁니다 ({digits}자리). 확인해 주세요.</translation>
        </message>
        <message>
            <source>The number lacks its area code. Add it, for example 02.</source>
            <translation>지역번호가 없습니다. 02처럼 지역번호까지 넣어 주세요.</translation>
        </message>
        <message>
            <source>There is no such number. Check it, the area code above all.</source>
            <translation>없는 번호입니다. 번호, 특히 지역번호를 확인하세요.</translation>
        </message>
        <message>
            <source>Two numbers can be meant. Enter one, with area code or + and country code; an extension after #.</source>
            <translation>어느 번호인지 확실하지 않습니다. 지역번호나 +국가번호를 넣어 번호 하나만 적고, 내선은 # 뒤에 적어 주세요.</translation>
        </message>
        <message>
            <source>The server answered something this version does not know. Update the program.</source>
            <translation>이 버전이 모르는 응답을 서버가 보냈습니다. 프로그램을 업데이트하세요.</translation>
        </message>
        <message>
            <source>This server address does not exist. Check its spelling, for example https://center.example.kr.</source>
            <translation>없는 서버 주소입니다. 철자를 확인하세요. 예: https://center.example.kr</translation>
        </message>
        <message>
            <source>The server cannot be reached. Check the network and the address.</source>
            <translation>서버에 연결할 수 없습니다. 네트워크와 주소를 확인하세요.</translation>
        </message>
        <message>
            <source>The server's certificate is not trusted, so nothing was sent. Ask your administrator.</source>
            <translation>서버 인증서를 믿을 수 없어 아무것도 보내지 않았습니다. 관리자에게 문의하세요.</translation>
        </message>
        <message>
            <source>The server did not answer in time. Try again in a moment.</source>
            <translation>서버가 제때 응답하지 않았습니다. 잠시 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>Something answered at this address, but it is not the contact centre's server.</source>
            <translation>이 주소에서 응답한 것은 컨택센터 서버가 아닙니다. 주소를 확인하세요.</translation>
        </message>
        <message>
            <source>This needs the server, and it cannot be reached right now.</source>
            <translation>서버가 있어야 할 수 있는 일인데 지금은 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>This address would send everything unencrypted. Use one that begins with https://.</source>
            <translation>이 주소로는 모든 내용이 암호화되지 않은 채 전송됩니다. https://로 시작하는 주소를 쓰세요.</translation>
        </message>
        <message>
            <source>The server cannot be reached through the proxy that this computer's setting {setting} names. Check the network and the setting.</source>
            <translation>이 컴퓨터의 설정 {setting}에 적힌 프록시를 거쳐서는 서버에 연결할 수 없습니다. 네트워크와 설정을 확인하세요.</translation>
        </message>
        <message>
            <source>This computer's setting {setting} names a proxy this program cannot use (the address is wrong), so nothing was sent. Set it to a proxy that begins with http://, or remove it, and start the program again.</source>
            <translation>이 컴퓨터의 설정 {setting}에 이 프로그램이 쓸 수 없는 프록시(잘못된 주소)가 적혀 있어 아무것도 보내지 않았습니다. http://로 시작하는 프록시로 바꾸거나 설정을 지우고 프로그램을 다시 시작하세요.</translation>
        </message>
        <message>
            <source>This computer's setting {setting} names a SOCKS proxy. SOCKS is not supported, so nothing was sent. Set it to a proxy that begins with http://, or remove it, and start the program again.</source>
            <translation>이 컴퓨터의 설정 {setting}에 SOCKS 프록시가 적혀 있습니다. SOCKS는 지원하지 않아 아무것도 보내지 않았습니다. http://로 시작하는 프록시로 바꾸거나 설정을 지우고 프로그램을 다시 시작하세요.</translation>
        </message>
        <message>
            <source>This computer's setting {setting} names certificates that cannot be read, so nothing was sent. Remove or correct it and start the program again.</source>
            <translation>이 컴퓨터의 설정 {setting}에 적힌 인증서를 읽을 수 없어 아무것도 보내지 않았습니다. 설정을 지우거나 고치고 프로그램을 다시 시작하세요.</translation>
        </message>
        <message>
            <source>This computer's setting {setting} names a file that cannot be written, so it was left out. Remove or correct it.</source>
            <translation>이 컴퓨터의 설정 {setting}에 적힌 파일에 쓸 수 없어 이 설정은 빼고 연결했습니다. 설정을 지우거나 고치세요.</translation>
        </message>
        <message>
            <source>Nothing can be written to {place}. Give your account the right to write there and try again.</source>
            <translation>{place}에 쓸 수 없습니다. 이 계정에 쓰기 권한을 준 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>This computer has too many files open. Close other programs and try again.</source>
            <translation>이 컴퓨터에 열린 파일이 너무 많습니다. 다른 프로그램을 닫고 다시 시도하세요.</translation>
        </message>
        <message>
            <source>The system does not let the local copy be opened ({place}). Nothing was changed. Try again; if it stays, tell your administrator.</source>
            <translation>시스템이 받아 둔 자료를 열지 못하게 합니다({place}). 바뀐 것은 없습니다. 다시 시도하고, 계속되면 관리자에게 알리세요.</translation>
        </message>
        <message>
            <source>This file cannot be read. Choose another one, or save it anew in its program.</source>
            <translation>이 파일을 읽을 수 없습니다. 다른 파일을 고르거나 원래 프로그램에서 다시 저장하세요.</translation>
        </message>
        <message>
            <source>There is not enough room for the file. Free some or choose another place.</source>
            <translation>파일을 저장할 공간이 부족합니다. 공간을 비우거나 다른 위치를 고르세요.</translation>
        </message>
        <message>
            <source>You may not write to this folder. Choose another place.</source>
            <translation>이 폴더에는 저장할 권한이 없습니다. 다른 위치를 고르세요.</translation>
        </message>
        <message>
            <source>This folder does not exist any more. Choose another place.</source>
            <translation>이 폴더가 더 이상 없습니다. 다른 위치를 고르세요.</translation>
        </message>
        <message>
            <source>This file name is too long. Choose a shorter one.</source>
            <translation>파일 이름이 너무 깁니다. 더 짧은 이름을 고르세요.</translation>
        </message>
        <message>
            <source>The file is open in another program. Close it there or choose another name.</source>
            <translation>파일이 다른 프로그램에서 열려 있습니다. 그 프로그램에서 닫거나 다른 이름을 고르세요.</translation>
        </message>
        <message>
            <source>The file could not be written. Try again or choose another place.</source>
            <translation>파일을 저장하지 못했습니다. 다시 시도하거나 다른 위치를 고르세요.</translation>
        </message>
        <message>
            <source>The disk of this computer is full, so nothing new can be stored. Free at least 1 GB and try again.</source>
            <translation>이 컴퓨터의 저장 공간이 가득 차서 새 내용을 적을 수 없습니다. 공간을 1 GB 이상 비운 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>These people are no longer agents here: {names}. Choose others.</source>
            <translation>더는 여기 상담원이 아닙니다: {names}. 다른 사람을 선택하세요.</translation>
        </message>
        <message>
            <source>None of the chosen agents may take callbacks of its service.</source>
            <translation>선택한 상담원 중 이 서비스의 콜백을 맡을 수 있는 사람이 없습니다.</translation>
        </message>
        <message>
            <source>The local copy cannot be read. It is fetched from the server again.</source>
            <translation>이 컴퓨터의 자료를 읽을 수 없어 서버에서 다시 받습니다.</translation>
        </message>
        <message>
            <source>Another program holds the local copy. Close it and try again.</source>
            <translation>다른 프로그램이 이 컴퓨터의 자료를 쓰고 있습니다. 닫은 뒤 다시 시도하세요.</translation>
        </message>
        <message>
            <source>The system's keyring does not answer. Unlock it and try again; till then you log in each time.</source>
            <translation>시스템 키링이 응답하지 않습니다. 잠금을 풀고 다시 시도하세요. 키링이 없으면 이번에만 로그인됩니다.</translation>
        </message>
        <message>
            <source>The system's keyring is locked. Unlock it and try again; till then you log in each time.</source>
            <translation>시스템 키링이 잠겨 있습니다. 잠금을 풀고 다시 시도하세요. 키링이 없으면 이번에만 로그인됩니다.</translation>
        </message>
        <message>
            <source>This computer has no keyring, so you stay logged in for this session only.</source>
            <translation>이 컴퓨터에 키링이 없어 이번에만 로그인됩니다.</translation>
        </message>
        <message>
            <source>{by_name} wrote another note meanwhile. Nothing was overwritten. Choose what stays.</source>
            <translation>그사이 다른 메모가 적혔습니다({by_name}). 덮어쓰지 않았습니다. 남길 메모를 고르세요.</translation>
        </message>
        <message>
            <source>This text has been handed over to the carrier already; it cannot be taken back.</source>
            <translation>이미 통신사에 전달된 문자라 취소할 수 없습니다.</translation>
        </message>
        <message>
            <source>{by_name} has changed this template meanwhile. Look at the new one and decide which texts to keep.</source>
            <translation>그 사이 {by_name} 님이 이 템플릿을 바꿨습니다. 바뀐 내용을 확인하고 어느 쪽을 남길지 정해 주세요.</translation>
        </message>
        <message>
            <source>No carrier is set up for this service, so nothing can be sent. Ask your administrator.</source>
            <translation>이 서비스에 연결된 통신사가 없어 문자를 보낼 수 없습니다. 담당자에게 문의하세요.</translation>
        </message>
        <message>
            <source>Categories have two levels, and templates stand under the second. Choose another place.</source>
            <translation>분류는 두 단계까지이고 템플릿은 2단계 분류 아래에만 둘 수 있습니다. 다른 위치를 고르세요.</translation>
        </message>
        <message>
            <source>Some recipients cannot be sent to. They are listed; nothing has been sent.</source>
            <translation>보낼 수 없는 수신번호가 있습니다. 목록을 확인하세요. 아직 아무것도 보내지 않았습니다.</translation>
        </message>
        <message>
            <source>A recipient has digits only; “{character}” is none. Separate numbers with commas.</source>
            <translation>수신번호에는 숫자만 쓸 수 있습니다(“{character}”). 여러 번호는 콤마로 나누세요.</translation>
        </message>
        <message>
            <source>A recipient has {fewest} to {most} digits; this one has {digits}.</source>
            <translation>수신번호는 {fewest}~{most}자리입니다. 입력한 번호는 {digits}자리입니다.</translation>
        </message>
        <message>
            <source>Some characters cannot be sent in a text. They are marked, with what to write instead.</source>
            <translation>문자로 보낼 수 없는 글자가 있습니다. 표시된 글자를 제안된 글자로 바꾸세요.</translation>
        </message>
        <message>
            <source>The text has {bytes} bytes; {limit} are possible. Shorten it or send it as a long text.</source>
            <translation>내용이 {bytes}바이트입니다. {limit}바이트까지 보낼 수 있으니 줄이거나 MMS로 바꾸세요.</translation>
        </message>
        <message>
            <source>The value for “{name}” is missing for a recipient. Add it or take the recipient out.</source>
            <translation>“{name}” 값이 없는 수신자가 있습니다. 값을 채우거나 그 수신자를 빼세요.</translation>
        </message>
        <message>
            <source>This sender number is not registered with the carrier, or is blocked. Choose another one.</source>
            <translation>이 발신번호는 통신사에 등록되지 않았거나 차단되었습니다. 다른 번호를 고르세요.</translation>
        </message>
        <message>
            <source>This template has been withdrawn or switched off. Choose another one.</source>
            <translation>이 템플릿은 삭제되었거나 미사용으로 바뀌었습니다. 다른 템플릿을 고르세요.</translation>
        </message>
        <message>
            <source>The text of this template must not be changed. Send it as it is or choose another one.</source>
            <translation>이 템플릿은 내용을 바꿀 수 없습니다. 그대로 보내거나 다른 템플릿을 고르세요.</translation>
        </message>
        <message>
            <source>This is no readable JPEG picture. Choose another file.</source>
            <translation>읽을 수 있는 JPEG 그림이 아닙니다. 다른 파일을 고르세요.</translation>
        </message>
        <message>
            <source>A picture may have 300 KB at most. Let it be shrunk, or choose another one.</source>
            <translation>그림은 300KB까지 보낼 수 있습니다. 줄여서 넣거나 다른 그림을 고르세요.</translation>
        </message>
        <message>
            <source>A picture may have {limit} × {limit} pixels at most; this one has {width} × {height}.</source>
            <translation>그림은 {limit}×{limit} 픽셀까지 보낼 수 있습니다. 이 그림은 {width}×{height}입니다.</translation>
        </message>
        <message>
            <source>A picture is no longer there. Add it again.</source>
            <translation>그림을 찾을 수 없습니다. 다시 넣어 주세요.</translation>
        </message>
        <message>
            <source>The server's time is {now}. The earliest possible reservation is {earliest}.</source>
            <translation>서버 시각은 {now}입니다. 가장 이른 예약은 {earliest}입니다.</translation>
        </message>
        <message>
            <source>The server's time is {now}. The latest possible reservation is {latest}.</source>
            <translation>서버 시각은 {now}입니다. 가장 늦은 예약은 {latest}입니다.</translation>
        </message>
    </context>
    <context>
        <name>SettingsPresenter</name>
        <message>
            <source>Version {version}</source>
            <translation>버전 {version}</translation>
        </message>
        <message>
            <source>Until {time}</source>
            <translation>{time}까지</translation>
        </message>
        <message>
            <source>An encrypted copy of what {name} may see on {server}. Its key lies in the system's keyring.</source>
            <translation>{server}에서 {name} 님이 볼 수 있는 자료가 암호화되어 저장되어 있습니다. 열쇠는 시스템 키링에 있습니다.</translation>
        </message>
        <message>
            <source>The system refused ({reason}). Set it in the system's own settings.</source>
            <translation>시스템이 거부했습니다({reason}). 시스템 설정에서 직접 바꾸세요.</translation>
        </message>
        <message numerus="yes">
            <source>%n thing(s) to look at</source>
            <translation>
                <numerusform>확인할 것 %n가지</numerusform>
            </translation>
        </message>
        <message>
            <source>This computer has everything it needs.</source>
            <translation>이 컴퓨터에 문제가 없습니다.</translation>
        </message>
        <message>
            <source>You are logged out, and the local copy and your drafts are erased from this computer.</source>
            <translation>로그아웃하고, 이 컴퓨터에 받아 둔 자료와 작성 중인 메모를 지웁니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n unsent item(s) will be lost with it.</source>
            <translation>
                <numerusform>아직 보내지 않은 일 %n건도 함께 지워집니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>Erase what this computer keeps?</source>
            <translation>이 컴퓨터의 자료를 지울까요?</translation>
        </message>
        <message>
            <source>Erase and log out</source>
            <translation>지우고 로그아웃</translation>
        </message>
    </context>
    <context>
        <name>SettingsView</name>
        <message>
            <source>Language</source>
            <translation>언어</translation>
        </message>
        <message>
            <source>Appearance</source>
            <translation>화면 모드</translation>
        </message>
        <message>
            <source>Height of rows</source>
            <translation>줄 높이</translation>
        </message>
        <message>
            <source>New callbacks</source>
            <translation>새 콜백</translation>
        </message>
        <message>
            <source>Assignments to me</source>
            <translation>나에게 할당</translation>
        </message>
        <message>
            <source>Sound</source>
            <translation>소리</translation>
        </message>
        <message>
            <source>Play it</source>
            <translation>들어 보기</translation>
        </message>
        <message>
            <source>Do not disturb</source>
            <translation>방해 금지</translation>
        </message>
        <message>
            <source>Start with the system</source>
            <translation>컴퓨터를 켜면 자동 시작</translation>
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation>창을 닫아도 트레이에서 계속 실행</translation>
        </message>
        <message>
            <source>Erase and log out…</source>
            <translation>지우고 로그아웃…</translation>
        </message>
        <message>
            <source>Closing the window keeps notices coming; quit from the tray menu.</source>
            <translation>창을 닫아도 알림을 받습니다. 끝내려면 트레이 메뉴에서 종료하세요.</translation>
        </message>
        <message>
            <source>This desktop has no tray, so closing the window ends the program.</source>
            <translation>트레이가 없어 창을 닫으면 프로그램이 끝납니다.</translation>
        </message>
        <message>
            <source>Sections of the settings</source>
            <translation>설정 항목</translation>
        </message>
        <message>
            <source>Display</source>
            <translation>화면</translation>
        </message>
        <message>
            <source>Compact shows more rows at once.</source>
            <translation>좁게 하면 한 번에 더 많은 줄이 보입니다.</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>단축키</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>프로그램</translation>
        </message>
        <message>
            <source>Data on this computer</source>
            <translation>이 컴퓨터의 자료</translation>
        </message>
        <message>
            <source>Erase what this computer keeps</source>
            <translation>이 컴퓨터의 자료 지우기</translation>
        </message>
        <message>
            <source>The local copy, drafts and what is not sent yet go; nothing changes on the server.</source>
            <translation>받아 둔 자료, 작성 중인 메모, 아직 보내지 않은 일이 지워집니다. 서버의 자료는 그대로입니다.</translation>
        </message>
        <message>
            <source>About this program</source>
            <translation>프로그램 정보</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>알림</translation>
        </message>
        <message>
            <source>Several at once come as one notice.</source>
            <translation>한꺼번에 들어온 것은 한 번에 알립니다.</translation>
        </message>
        <message>
            <source>Also when one is taken from you.</source>
            <translation>내 담당에서 빠질 때도 알립니다.</translation>
        </message>
        <message>
            <source>Volume</source>
            <translation>소리 크기</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>시스템 설정에 따름</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>밝게</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>어둡게</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>좁게</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>보통</translation>
        </message>
        <message>
            <source>Roomy</source>
            <translation>넓게</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>끔</translation>
        </message>
        <message>
            <source>30 min</source>
            <translation>30분</translation>
        </message>
        <message>
            <source>On a call</source>
            <translation>통화 중</translation>
        </message>
        <message>
            <source>Tomorrow</source>
            <translation>내일까지</translation>
        </message>
    </context>
    <context>
        <name>ShellView</name>
        <message>
            <source>Parts of the program</source>
            <translation>메뉴</translation>
        </message>
        <message>
            <source>Tabs</source>
            <translation>탭</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
    </context>
    <context>
        <name>ShellWindow</name>
        <message>
            <source>{name} – Online Contact Center</source>
            <translation>{name} – 온라인 컨택센터</translation>
        </message>
        <message>
            <source>This account may not work on callbacks.</source>
            <translation>이 계정에는 콜백 업무 권한이 없습니다.</translation>
        </message>
        <message>
            <source>Ask your administrator for the telephone right. What you did before is still sent.</source>
            <translation>관리자에게 전화 권한을 요청하세요. 그 전에 처리한 일은 그대로 전송됩니다.</translation>
        </message>
    </context>
    <context>
        <name>SimilarBox</name>
        <message>
            <source>{time} {names}</source>
            <translation>{time} {names}</translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them got a text in the last 24 hours</source>
            <translation>
                <numerusform>%Ln명은 지난 24시간 안에 문자를 받았습니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them the very same</source>
            <translation>
                <numerusform>%Ln명은 같은 내용</numerusform>
            </translation>
        </message>
        <message>
            <source>Show the list</source>
            <translation>명단 보기</translation>
        </message>
        <message>
            <source>the same text</source>
            <translation>같은 내용</translation>
        </message>
        <message>
            <source>another text</source>
            <translation>다른 내용</translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>외 %Ln명</numerusform>
            </translation>
        </message>
        <message>
            <source>Hide the list</source>
            <translation>명단 닫기</translation>
        </message>
    </context>
    <context>
        <name>SmsHistoryRoom</name>
        <message>
            <source>Sending history</source>
            <translation>발송 내역</translation>
        </message>
    </context>
    <context>
        <name>SmsSendingRoom</name>
        <message>
            <source>Take the template “{name}”?</source>
            <translation>템플릿 “{name}”을(를) 쓸까요?</translation>
        </message>
        <message>
            <source>It takes the place of the text you have written. Recipients and time stay.</source>
            <translation>지금 쓴 내용이 템플릿 내용으로 바뀝니다. 수신번호와 보내는 때는 남습니다.</translation>
        </message>
        <message>
            <source>Take the template</source>
            <translation>템플릿 쓰기</translation>
        </message>
        <message>
            <source>Keep my text</source>
            <translation>쓰던 내용 두기</translation>
        </message>
        <message>
            <source>Recipients from a spreadsheet</source>
            <translation>엑셀에서 수신자 가져오기</translation>
        </message>
        <message>
            <source>Spreadsheets ({files})</source>
            <translation>엑셀·CSV 파일 ({files})</translation>
        </message>
    </context>
    <context>
        <name>SmsTemplatesRoom</name>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>템플릿 %n개</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Standing</name>
        <message>
            <source>0 texts</source>
            <translation>0건</translation>
        </message>
        <message>
            <source>{first}–{last} of {total}</source>
            <translation>{total}건 중 {first}–{last}</translation>
        </message>
    </context>
    <context>
        <name>StateOverlay</name>
        <message>
            <source>Copy</source>
            <translation>복사</translation>
        </message>
    </context>
    <context>
        <name>StatsColumns</name>
        <message>
            <source>{period}  this month</source>
            <translation>{period}  이번 달</translation>
        </message>
        <message>
            <source>{period}  today</source>
            <translation>{period}  오늘</translation>
        </message>
        <message>
            <source>{day} ({weekday})</source>
            <translation>{day} ({weekday})</translation>
        </message>
        <message>
            <source>this month</source>
            <translation>이번 달</translation>
        </message>
        <message>
            <source>today</source>
            <translation>오늘</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>기간</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>미처리</translation>
        </message>
        <message>
            <source>Completion rate</source>
            <translation>처리율</translation>
        </message>
    </context>
    <context>
        <name>StatsConditionsBar</name>
        <message>
            <source>All</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>Period</source>
            <translation>기간</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>일</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>월</translation>
        </message>
        <message>
            <source>Rows per day or month</source>
            <translation>일별 또는 월별</translation>
        </message>
        <message>
            <source>IVR route</source>
            <translation>IVR 경로</translation>
        </message>
        <message>
            <source>Assignee</source>
            <translation>담당자</translation>
        </message>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>초기화</translation>
        </message>
        <message>
            <source>Download</source>
            <translation>다운로드</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>검색</translation>
        </message>
    </context>
    <context>
        <name>StatsRoom</name>
        <message>
            <source>Counted {time} · time zone {zone}</source>
            <translation>집계 시각 {time} · 기준 시간대 {zone}</translation>
        </message>
    </context>
    <context>
        <name>StatsView</name>
        <message>
            <source>Assigned and completed by day</source>
            <translation>일별 할당과 처리</translation>
        </message>
        <message>
            <source>Assigned and completed by month</source>
            <translation>월별 할당과 처리</translation>
        </message>
        <message>
            <source>Statistics by period</source>
            <translation>기간별 처리현황</translation>
        </message>
        <message>
            <source>Chart of the table below</source>
            <translation>아래 표의 그래프</translation>
        </message>
        <message numerus="yes">
            <source>Total · %n day(s)</source>
            <translation>
                <numerusform>합계 · %n일</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Total · %n month(s)</source>
            <translation>
                <numerusform>합계 · %n개월</numerusform>
            </translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>The statistics could not be counted</source>
            <translation>처리현황을 집계하지 못했습니다</translation>
        </message>
        <message>
            <source>Clear the conditions</source>
            <translation>조건 지우기</translation>
        </message>
        <message>
            <source>Rows are counted by the day of their present assignment.</source>
            <translation>현재 할당일을 기준으로 집계합니다.</translation>
        </message>
        <message>
            <source>Nothing was assigned in this period</source>
            <translation>이 기간에 할당된 콜백이 없습니다</translation>
        </message>
        <message>
            <source>Month</source>
            <translation>월</translation>
        </message>
        <message>
            <source>Day</source>
            <translation>일</translation>
        </message>
        <message>
            <source>Callback statistics</source>
            <translation>콜백 처리현황</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>미처리</translation>
        </message>
        <message>
            <source>Completion rate (%)</source>
            <translation>처리율(%)</translation>
        </message>
        <message>
            <source>Total</source>
            <translation>합계</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of statistics and their total are saved.</source>
            <translation>
                <numerusform>처리현황 %n개 행과 합계를 저장합니다.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncPresenter</name>
        <message>
            <source>Offline</source>
            <translation>오프라인</translation>
        </message>
        <message>
            <source>No news</source>
            <translation>새 소식 없음</translation>
        </message>
        <message>
            <source>Offline · as of {age}</source>
            <translation>오프라인 · {age} 자료</translation>
        </message>
        <message>
            <source>No news · as of {age}</source>
            <translation>새 소식 없음 · {age} 자료</translation>
        </message>
        <message>
            <source>Fetching from the server…</source>
            <translation>서버에서 받는 중…</translation>
        </message>
        <message>
            <source>Looking for the server · as of {age}</source>
            <translation>서버를 찾는 중 · {age} 자료</translation>
        </message>
        <message>
            <source>The server asks to wait · as of {age}</source>
            <translation>서버가 기다려 달라고 합니다 · {age} 자료</translation>
        </message>
        <message>
            <source>Nothing is heard from the server · asked {age}</source>
            <translation>서버에서 들리는 것이 없음 · {age} 확인</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>연결 정상</translation>
        </message>
        <message>
            <source>Connected · last change {age}</source>
            <translation>연결 정상 · 마지막 변경 {age}</translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) fetched so far</source>
            <translation>
                <numerusform>지금까지 %n건 받음</numerusform>
            </translation>
        </message>
        <message>
            <source>{done} of {total} rows fetched; what is here can be used</source>
            <translation>{total}건 중 {done}건 받음 · 받은 것부터 쓸 수 있습니다</translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for your decision</source>
            <translation>
                <numerusform>결정할 일 %n건</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be sent</source>
            <translation>
                <numerusform>전송 대기 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>No news can be taken in.</source>
            <translation>새 소식을 받을 수 없습니다.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Nothing has been fetched yet. Assigning, connecting and sending need the server.</source>
            <translation>아직 받은 자료가 없습니다. 할당과 연결은 서버에 연결된 뒤에 할 수 있습니다.</translation>
        </message>
        <message>
            <source>You see what came until {time} ({age}). Completing and registering history are kept and sent later; connecting, assigning and cancelling need the server.</source>
            <translation>{time}까지 받은 내용을 보여 줍니다({age}). 완료와 이력등록은 보관했다가 보내고, 연결·할당·할당 취소는 연결된 뒤에 할 수 있습니다.</translation>
        </message>
        <message>
            <source>The server cannot be reached.</source>
            <translation>서버에 연결할 수 없습니다.</translation>
        </message>
        <message>
            <source>Connect again now</source>
            <translation>지금 다시 연결</translation>
        </message>
        <message>
            <source>Trying again…</source>
            <translation>다시 시도하는 중…</translation>
        </message>
        <message numerus="yes">
            <source>Next try in %n second(s)</source>
            <translation>
                <numerusform>%n초 뒤 다시 시도</numerusform>
            </translation>
        </message>
        <message>
            <source>Server time unknown</source>
            <translation>서버 시각 모름</translation>
        </message>
        <message>
            <source>Server {time}</source>
            <translation>서버 {time}</translation>
        </message>
    </context>
    <context>
        <name>TableHeader</name>
        <message>
            <source>Compact rows</source>
            <translation>줄 간격 좁게</translation>
        </message>
        <message>
            <source>Normal rows</source>
            <translation>줄 간격 보통</translation>
        </message>
        <message>
            <source>Roomy rows</source>
            <translation>줄 간격 넓게</translation>
        </message>
        <message>
            <source>Reset columns</source>
            <translation>열 처음대로</translation>
        </message>
    </context>
    <context>
        <name>TakingBack</name>
        <message>
            <source>Completed · {customer}</source>
            <translation>완료 · {customer}</translation>
        </message>
        <message>
            <source>Take back</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>The completion of {customer} was taken back. Nothing was sent.</source>
            <translation>{customer} 콜백의 완료를 되돌렸습니다. 서버로 보낸 것은 없습니다.</translation>
        </message>
        <message>
            <source>The completion of {customer} was discarded before. Nothing was sent.</source>
            <translation>{customer} 콜백의 완료는 그 전에 버렸습니다. 서버로 보낸 것은 없습니다.</translation>
        </message>
        <message>
            <source>The completion of {customer} had been sent already.</source>
            <translation>{customer} 콜백의 완료는 이미 서버로 보냈습니다.</translation>
        </message>
        <message>
            <source>Recalled: the text to {number} is not sent.</source>
            <translation>회수했습니다. {number} 번호로는 발송되지 않습니다.</translation>
        </message>
        <message>
            <source>Cancelled: the text to {number} is not sent.</source>
            <translation>취소했습니다. {number} 번호로는 발송되지 않습니다.</translation>
        </message>
        <message>
            <source>Released: they are sent now, unless something else holds them.</source>
            <translation>보류를 풀었습니다. 다른 사유가 없으면 지금 발송됩니다.</translation>
        </message>
        <message numerus="yes">
            <source>%Ln text(s) cancelled, none was handed over.</source>
            <translation>
                <numerusform>문자 %Ln건을 취소했습니다. 통신사에 넘긴 것은 없습니다.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Too late: %Ln text(s) had been handed over, nothing was left to stop.</source>
            <translation>
                <numerusform>늦었습니다. %Ln건을 이미 넘겨서 중지할 것이 없습니다.</numerusform>
            </translation>
        </message>
        <message>
            <source>{late} handed over, {stopped} stopped.</source>
            <translation>{late}건은 이미 넘겼고, {stopped}건은 중지했습니다.</translation>
        </message>
    </context>
    <context>
        <name>TemplateForm</name>
        <message>
            <source>Category</source>
            <translation>분류</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>발송 유형</translation>
        </message>
        <message>
            <source>Name of the template</source>
            <translation>템플릿 명</translation>
        </message>
        <message>
            <source>Description (only seen here)</source>
            <translation>템플릿 설명 (발송되지 않음)</translation>
        </message>
        <message>
            <source>Sender number</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>그림</translation>
        </message>
        <message>
            <source>In use</source>
            <translation>사용</translation>
        </message>
        <message>
            <source>Senders may change the text</source>
            <translation>편집 가능 여부</translation>
        </message>
        <message>
            <source>Not in use: senders are not offered it</source>
            <translation>미사용: 발송 화면에 표시되지 않습니다</translation>
        </message>
        <message>
            <source>Senders may change subject and text</source>
            <translation>편집 가능: 발송할 때 제목과 내용을 고칠 수 있습니다</translation>
        </message>
        <message>
            <source>Senders cannot change subject and text</source>
            <translation>편집 불가: 발송할 때 제목과 내용을 고칠 수 없습니다</translation>
        </message>
        <message>
            <source>Up to 90 bytes, no pictures</source>
            <translation>90바이트까지, 그림 없음</translation>
        </message>
        <message>
            <source>Up to 2,000 bytes, two pictures</source>
            <translation>2,000바이트까지, 그림 2장까지</translation>
        </message>
        <message>
            <source>Subject and text</source>
            <translation>제목과 내용</translation>
        </message>
        <message>
            <source>None: senders choose one</source>
            <translation>정하지 않음 (발송할 때 고름)</translation>
        </message>
        <message>
            <source>{number} (not usable now)</source>
            <translation>{number} (지금 쓸 수 없음)</translation>
        </message>
        <message>
            <source>Offered after a call nobody answered</source>
            <translation>무응답 통화 뒤에 제안</translation>
        </message>
        <message>
            <source>Offered after a call nobody answered, instead of another one</source>
            <translation>받지 않은 통화 뒤에 이 템플릿을 제안합니다 (서비스에 하나)</translation>
        </message>
        <message>
            <source>Not offered after a call nobody answered</source>
            <translation>받지 않은 통화 뒤에 제안하지 않습니다</translation>
        </message>
    </context>
    <context>
        <name>TemplateHead</name>
        <message>
            <source>New text</source>
            <translation>새 문자</translation>
        </message>
        <message>
            <source>without a template</source>
            <translation>템플릿 없이</translation>
        </message>
        <message>
            <source>Its text is fixed</source>
            <translation>내용을 고칠 수 없습니다</translation>
        </message>
        <message>
            <source>The text may be changed</source>
            <translation>내용을 고칠 수 있습니다</translation>
        </message>
        <message>
            <source>Without a template</source>
            <translation>템플릿 없이 쓰기</translation>
        </message>
    </context>
    <context>
        <name>TemplatePage</name>
        <message>
            <source>On a phone</source>
            <translation>미리보기</translation>
        </message>
        <message>
            <source>Undo the changes</source>
            <translation>되돌리기</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>삭제…</translation>
        </message>
        <message>
            <source>Template</source>
            <translation>템플릿</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>저장</translation>
        </message>
        <message>
            <source>Saving…</source>
            <translation>저장하는 중…</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>새 템플릿</translation>
        </message>
        <message>
            <source>Give up</source>
            <translation>쓰지 않기</translation>
        </message>
    </context>
    <context>
        <name>TemplateTree</name>
        <message>
            <source>Its text cannot be changed</source>
            <translation>내용을 고칠 수 없습니다</translation>
        </message>
        <message>
            <source>There is no template to send from. Write the text yourself.</source>
            <translation>쓸 수 있는 템플릿이 없습니다. 내용을 직접 쓰세요.</translation>
        </message>
        <message>
            <source>The templates are being fetched.</source>
            <translation>템플릿을 받아 오고 있습니다.</translation>
        </message>
        <message>
            <source>No template holds “{words}”.</source>
            <translation>“{words}”이(가) 든 템플릿이 없습니다.</translation>
        </message>
        <message>
            <source>A lock: its text cannot be changed</source>
            <translation>자물쇠: 편집할 수 없는 템플릿</translation>
        </message>
        <message>
            <source>Find a template</source>
            <translation>템플릿 찾기</translation>
        </message>
        <message>
            <source>Templates</source>
            <translation>템플릿</translation>
        </message>
    </context>
    <context>
        <name>TemplateWords</name>
        <message>
            <source>No category yet</source>
            <translation>아직 분류가 없습니다</translation>
        </message>
        <message>
            <source>Whoever keeps the templates of this service makes the first one.</source>
            <translation>이 서비스의 템플릿을 관리하는 사람이 먼저 분류를 추가해야 합니다.</translation>
        </message>
        <message>
            <source>Templates stand in categories of two levels, such as “Delivery” and below it “Dispatch”.</source>
            <translation>템플릿은 2단계 분류 아래에 둡니다. 예: 배송 › 출고 안내</translation>
        </message>
        <message>
            <source>Make a first-level category, then one below it, then its templates.</source>
            <translation>1단계 분류, 그 아래 2단계 분류, 그 아래 템플릿 순서로 추가해 주세요.</translation>
        </message>
        <message>
            <source>Make the first category</source>
            <translation>첫 분류 추가</translation>
        </message>
        <message>
            <source>Choose a template or a category at the left.</source>
            <translation>왼쪽에서 템플릿이나 분류를 고르세요.</translation>
        </message>
        <message>
            <source>Drag a line to another place, or press Alt with an arrow.</source>
            <translation>순서는 끌어서 놓거나 Alt와 화살표로 바꿉니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>템플릿 %n개</numerusform>
            </translation>
        </message>
        <message>
            <source>The templates are on their way</source>
            <translation>템플릿을 받는 중입니다</translation>
        </message>
        <message numerus="yes">
            <source>%n category(ies) below</source>
            <translation>
                <numerusform>하위 분류 %n개</numerusform>
            </translation>
        </message>
        <message>
            <source>hidden, since “{name}” is not in use</source>
            <translation>상위 분류 ‘{name}’이(가) 미사용이라 표시되지 않습니다</translation>
        </message>
        <message>
            <source>You may look at the templates of this service. Changing them takes another right.</source>
            <translation>이 서비스의 템플릿은 볼 수만 있습니다. 고치려면 SMS 템플릿 관리 권한이 필요합니다.</translation>
        </message>
        <message>
            <source>Read only: you may not keep templates here</source>
            <translation>보기 전용: 템플릿 관리 권한이 없습니다</translation>
        </message>
        <message>
            <source>Offline: what you type is kept on this PC. Saving needs the server.</source>
            <translation>오프라인: 쓰는 내용은 이 PC에 보관됩니다. 저장은 서버에 연결되어야 합니다.</translation>
        </message>
        <message>
            <source>Not saved. {why} What you typed is kept on this PC.</source>
            <translation>저장하지 못했습니다. {why} 쓰던 내용은 이 PC에 보관되어 있습니다.</translation>
        </message>
        <message>
            <source>Nothing was changed. {why}</source>
            <translation>바뀐 것이 없습니다. {why}</translation>
        </message>
        <message>
            <source>Clear the search to put lines in order: it hides what stands between them.</source>
            <translation>순서를 바꾸려면 검색어를 지워 주세요. 사이에 있는 줄이 보이지 않습니다.</translation>
        </message>
        <message>
            <source>Not saved yet</source>
            <translation>아직 저장하지 않았습니다</translation>
        </message>
        <message>
            <source>Not saved yet · kept here at {time}</source>
            <translation>아직 저장하지 않았습니다 · {time} 이 PC에 보관됨</translation>
        </message>
        <message>
            <source>Changed by {name}, {time}</source>
            <translation>{name} · {time} 수정</translation>
        </message>
        <message>
            <source>somebody</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>There is a category of this name already. Choose another name.</source>
            <translation>같은 이름의 분류가 이미 있습니다. 다른 이름을 써 주세요.</translation>
        </message>
        <message>
            <source>Senders may not change this template, so it needs its subject here.</source>
            <translation>편집 불가 템플릿은 제목을 여기서 정해야 합니다.</translation>
        </message>
        <message>
            <source>Choose the category it is to stand in.</source>
            <translation>템플릿을 둘 2단계 분류를 골라 주세요.</translation>
        </message>
        <message numerus="yes">
            <source>Delete %n template(s)?</source>
            <translation>
                <numerusform>템플릿 %n개를 삭제할까요?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} 외 %n개</numerusform>
            </translation>
        </message>
        <message>
            <source>What was sent from them stays readable in the history. Reserved texts are held.</source>
            <translation>이미 보낸 문자는 발송 내역에 남습니다. 예약된 문자는 보류됩니다.</translation>
        </message>
        <message numerus="yes">
            <source>Delete (%n)</source>
            <translation>
                <numerusform>삭제 (%n)</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete the category “{name}”?</source>
            <translation>분류 ‘{name}’을(를) 삭제할까요?</translation>
        </message>
        <message>
            <source>With it go {categories} and {templates}.</source>
            <translation>{categories}와 {templates}도 함께 삭제됩니다.</translation>
        </message>
        <message>
            <source>With it go {templates}.</source>
            <translation>{templates}도 함께 삭제됩니다.</translation>
        </message>
        <message numerus="yes">
            <source>Delete all of it (%n)</source>
            <translation>
                <numerusform>모두 삭제 (%n)</numerusform>
            </translation>
        </message>
        <message>
            <source>Delete the category</source>
            <translation>분류 삭제</translation>
        </message>
        <message>
            <source>Templates stand below the second level: make a category there first.</source>
            <translation>템플릿은 2단계 분류 아래에 둡니다. 2단계 분류를 먼저 추가해 주세요.</translation>
        </message>
        <message>
            <source>Templates stand below two levels of categories: make the first one now.</source>
            <translation>템플릿은 2단계 분류 아래에 둡니다. 1단계 분류부터 추가해 주세요.</translation>
        </message>
        <message>
            <source>Give up what you typed?</source>
            <translation>쓰던 내용을 버릴까요?</translation>
        </message>
        <message>
            <source>The new template is not made, and the text is lost.</source>
            <translation>새 템플릿은 추가되지 않고 쓰던 내용은 사라집니다.</translation>
        </message>
        <message>
            <source>The template is shown as it was saved last, and your changes are lost.</source>
            <translation>마지막으로 저장한 내용으로 돌아가고 고친 내용은 사라집니다.</translation>
        </message>
        <message>
            <source>Give it up</source>
            <translation>버리기</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>{name} has changed this template meanwhile</source>
            <translation>그사이 {name}님이 이 템플릿을 바꾸었습니다</translation>
        </message>
        <message>
            <source>Somebody</source>
            <translation>다른 사람</translation>
        </message>
        <message>
            <source>Your text stands below, theirs here. Nothing is saved until you decide.</source>
            <translation>아래가 내가 쓴 내용이고, 여기는 바뀐 내용입니다. 정하기 전에는 저장되지 않습니다.</translation>
        </message>
        <message>
            <source>Save mine</source>
            <translation>내 내용으로 저장</translation>
        </message>
        <message>
            <source>Take theirs, drop mine</source>
            <translation>바뀐 내용 쓰기 (내 내용 버림)</translation>
        </message>
        <message>
            <source>Make a new template</source>
            <translation>새 템플릿으로 추가</translation>
        </message>
        <message>
            <source>This template was deleted meanwhile</source>
            <translation>그사이 이 템플릿이 삭제되었습니다</translation>
        </message>
        <message>
            <source>What you typed stands below. You can make a new template of it.</source>
            <translation>쓰던 내용은 아래에 있습니다. 새 템플릿으로 추가할 수 있습니다.</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>발송 유형</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>템플릿 명</translation>
        </message>
        <message>
            <source>Description</source>
            <translation>템플릿 설명</translation>
        </message>
        <message>
            <source>Sender number</source>
            <translation>발신번호</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>제목</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Pictures</source>
            <translation>그림</translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>그림 %n장</numerusform>
            </translation>
        </message>
        <message>
            <source>(empty)</source>
            <translation>(비어 있음)</translation>
        </message>
        <message>
            <source>A picture is still on its way, or could not be added. Wait, or take it out.</source>
            <translation>아직 올리는 중이거나 올리지 못한 그림이 있습니다. 기다리거나 빼 주세요.</translation>
        </message>
    </context>
    <context>
        <name>TextChip</name>
        <message>
            <source>Clear</source>
            <translation>지우기</translation>
        </message>
    </context>
    <context>
        <name>TextEditor</name>
        <message>
            <source>name</source>
            <translation>이름</translation>
        </message>
        <message>
            <source>Subject</source>
            <translation>제목</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>무엇에 관한 문자인지 쓰세요</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>내용</translation>
        </message>
        <message>
            <source>Write the text here</source>
            <translation>내용을 쓰세요</translation>
        </message>
        <message>
            <source>Insert placeholder</source>
            <translation>받는 사람별 값 넣기</translation>
        </message>
    </context>
    <context>
        <name>TextInHand</name>
        <message>
            <source>This text is not yours to see.</source>
            <translation>볼 수 있는 문자가 아닙니다.</translation>
        </message>
        <message>
            <source>Only what was not handed over can be cancelled.</source>
            <translation>통신사에 넘기지 않은 문자만 취소할 수 있습니다.</translation>
        </message>
        <message>
            <source>Keep it</source>
            <translation>그대로 두기</translation>
        </message>
        <message>
            <source>Stop the rest ({count})</source>
            <translation>나머지 중지 ({count}명)</translation>
        </message>
        <message>
            <source>All of it ({count})</source>
            <translation>요청 전체 ({count}명)</translation>
        </message>
        <message>
            <source>Cancel this recipient</source>
            <translation>이 수신자 취소</translation>
        </message>
        <message>
            <source>Cancel the text to {number}?</source>
            <translation>{number} 문자를 취소할까요?</translation>
        </message>
        <message>
            <source>What is cancelled stays so; it would have to be sent anew.</source>
            <translation>취소하면 되살릴 수 없고, 새로 보내야 합니다.</translation>
        </message>
    </context>
    <context>
        <name>TextOffer</name>
        <message>
            <source>Send a text</source>
            <translation>문자 보내기</translation>
        </message>
        <message>
            <source>Write another text</source>
            <translation>다른 문자 쓰기</translation>
        </message>
        <message>
            <source>No answer at {time}, and no text since.</source>
            <translation>{time} 무응답, 그 뒤에 보낸 문자 없음</translation>
        </message>
        <message>
            <source>Send “{template}”</source>
            <translation>“{template}” 보내기</translation>
        </message>
    </context>
    <context>
        <name>TextTroubles</name>
        <message numerus="yes">
            <source>%Ln more character(s) cannot be sent</source>
            <translation>
                <numerusform>보낼 수 없는 글자가 %Ln개 더 있습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Replace all</source>
            <translation>모두 바꾸기</translation>
        </message>
        <message>
            <source>In the recipients' values, cannot be sent: {change}</source>
            <translation>수신자별 값에 보낼 수 없는 글자가 있습니다: {change}</translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s) have no value for “{name}”</source>
            <translation>
                <numerusform>“{name}” 값이 없는 수신자가 %Ln명 있습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>“{text}” is sent as it stands: a placeholder is written ##name##</source>
            <translation>“{text}”은(는) 그대로 발송됩니다. 수신자별 값은 ##이름##처럼 씁니다</translation>
        </message>
        <message>
            <source>Cannot be sent: {change}</source>
            <translation>보낼 수 없는 글자: {change}</translation>
        </message>
        <message>
            <source>Replace</source>
            <translation>바꾸기</translation>
        </message>
        <message>
            <source>Leave out</source>
            <translation>빼기</translation>
        </message>
    </context>
    <context>
        <name>Texting</name>
        <message>
            <source>Unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>SMS</source>
            <translation>SMS</translation>
        </message>
        <message>
            <source>MMS</source>
            <translation>MMS</translation>
        </message>
        <message>
            <source>At once</source>
            <translation>즉시</translation>
        </message>
        <message>
            <source>Reserved</source>
            <translation>예약</translation>
        </message>
        <message>
            <source>Processing</source>
            <translation>처리중</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Waiting to be handed over</source>
            <translation>전달 대기</translation>
        </message>
        <message>
            <source>Waiting for its time</source>
            <translation>예약 대기</translation>
        </message>
        <message>
            <source>Being handed over</source>
            <translation>전달 중</translation>
        </message>
        <message>
            <source>With the carrier</source>
            <translation>통신사 접수</translation>
        </message>
        <message>
            <source>Checking the outcome, not sent again</source>
            <translation>결과 확인 중, 다시 보내지 않음</translation>
        </message>
        <message>
            <source>Ended</source>
            <translation>종료</translation>
        </message>
        <message>
            <source>The carrier cannot be reached</source>
            <translation>통신사에 연결할 수 없음</translation>
        </message>
        <message>
            <source>The carrier's quota is used up</source>
            <translation>발송 한도 소진</translation>
        </message>
        <message>
            <source>The carrier refuses our account</source>
            <translation>통신사가 계정을 거부함</translation>
        </message>
        <message>
            <source>Held: the carrier cannot be reached</source>
            <translation>보류: 통신사에 연결할 수 없음</translation>
        </message>
        <message>
            <source>Held: the carrier's quota is used up</source>
            <translation>보류: 발송 한도 소진</translation>
        </message>
        <message>
            <source>Held: the template was withdrawn</source>
            <translation>보류: 템플릿이 삭제되었거나 사용 중지됨</translation>
        </message>
        <message>
            <source>Held: the category was switched off</source>
            <translation>보류: 분류가 사용 중지됨</translation>
        </message>
        <message>
            <source>Held: the sender number may not be used</source>
            <translation>보류: 발신번호를 사용할 수 없음</translation>
        </message>
        <message>
            <source>Held: the sender lost the right to send</source>
            <translation>보류: 보낸 사람의 발송 권한이 없어짐</translation>
        </message>
        <message>
            <source>Held: texting was switched off</source>
            <translation>보류: 문자 기능이 꺼짐</translation>
        </message>
        <message>
            <source>Held: the callback was completed</source>
            <translation>보류: 콜백이 이미 완료됨</translation>
        </message>
        <message>
            <source>Held: the carrier did not take this one yet</source>
            <translation>보류: 통신사가 이 건을 아직 받지 않음</translation>
        </message>
        <message>
            <source>Delivered</source>
            <translation>전송 완료</translation>
        </message>
        <message>
            <source>The phone was busy</source>
            <translation>단말기 통화중</translation>
        </message>
        <message>
            <source>The number has a wrong form</source>
            <translation>번호 형식 오류</translation>
        </message>
        <message>
            <source>Not delivered in time</source>
            <translation>전송 유효시간 초과</translation>
        </message>
        <message>
            <source>No result came in time</source>
            <translation>결과 수신 시간 초과</translation>
        </message>
        <message>
            <source>Trouble in the network</source>
            <translation>통신망 오류</translation>
        </message>
        <message>
            <source>The phone was switched off</source>
            <translation>단말기 전원 꺼짐</translation>
        </message>
        <message>
            <source>The phone's memory is full</source>
            <translation>단말기 저장 공간 부족</translation>
        </message>
        <message>
            <source>The phone was out of reach</source>
            <translation>음영 지역</translation>
        </message>
        <message>
            <source>Deleted by the carrier</source>
            <translation>통신사에서 삭제됨</translation>
        </message>
        <message>
            <source>Trouble in the phone</source>
            <translation>단말기 오류</translation>
        </message>
        <message>
            <source>The carrier could not send it</source>
            <translation>전송 불가</translation>
        </message>
        <message>
            <source>Nobody has this number</source>
            <translation>가입자 없음</translation>
        </message>
        <message>
            <source>Wrong number</source>
            <translation>잘못된 번호</translation>
        </message>
        <message>
            <source>The number is suspended</source>
            <translation>이용 정지된 번호</translation>
        </message>
        <message>
            <source>The phone rejected it</source>
            <translation>단말기 착신 거부</translation>
        </message>
        <message>
            <source>The text has a wrong form</source>
            <translation>메시지 형식 오류</translation>
        </message>
        <message>
            <source>The phone cannot receive MMS</source>
            <translation>MMS를 받을 수 없는 단말기</translation>
        </message>
        <message>
            <source>Trouble at the carrier</source>
            <translation>통신사 서버 오류</translation>
        </message>
        <message>
            <source>Blocked as spam</source>
            <translation>스팸 차단</translation>
        </message>
        <message>
            <source>A picture is too large</source>
            <translation>첨부 이미지 크기 초과</translation>
        </message>
        <message>
            <source>A picture is missing</source>
            <translation>첨부 이미지 없음</translation>
        </message>
        <message>
            <source>The sender number has a wrong form</source>
            <translation>발신번호 형식 오류</translation>
        </message>
        <message>
            <source>The sender number is protected</source>
            <translation>발신번호 도용 차단 서비스에 가입된 번호</translation>
        </message>
        <message>
            <source>The sender number is blocked</source>
            <translation>차단된 발신번호</translation>
        </message>
        <message>
            <source>Numbers abroad cannot be sent to</source>
            <translation>해외 번호 발송 불가</translation>
        </message>
        <message>
            <source>No such extension</source>
            <translation>내선 번호 없음</translation>
        </message>
        <message>
            <source>The carrier took it for a duplicate</source>
            <translation>중복 메시지로 처리됨</translation>
        </message>
        <message>
            <source>Not allowed at night</source>
            <translation>야간 발송 제한</translation>
        </message>
        <message>
            <source>The carrier refused the recipient</source>
            <translation>수신번호 거부됨</translation>
        </message>
        <message>
            <source>The carrier refused the text</source>
            <translation>본문 거부됨</translation>
        </message>
        <message>
            <source>The carrier refused a character</source>
            <translation>사용할 수 없는 문자 포함</translation>
        </message>
        <message>
            <source>The carrier refused a picture</source>
            <translation>첨부 이미지 거부됨</translation>
        </message>
        <message>
            <source>The carrier refused the template</source>
            <translation>템플릿 거부됨</translation>
        </message>
        <message>
            <source>The carrier refused the time</source>
            <translation>발송 시각 거부됨</translation>
        </message>
        <message>
            <source>The sender number is not registered</source>
            <translation>등록되지 않은 발신번호</translation>
        </message>
        <message>
            <source>The carrier takes no advertising</source>
            <translation>광고 문자 발송 불가</translation>
        </message>
        <message>
            <source>The marking of advertising is missing</source>
            <translation>광고 표기 누락</translation>
        </message>
        <message>
            <source>The number to opt out is missing</source>
            <translation>수신 거부 번호 누락</translation>
        </message>
        <message>
            <source>The wording of an authentication is missing</source>
            <translation>인증 문구 누락</translation>
        </message>
        <message>
            <source>The quota was used up</source>
            <translation>발송 한도 초과</translation>
        </message>
        <message>
            <source>The carrier refused it</source>
            <translation>통신사에서 거부됨</translation>
        </message>
        <message>
            <source>The carrier never got it</source>
            <translation>통신사에 접수되지 않음</translation>
        </message>
        <message>
            <source>The carrier never told the result</source>
            <translation>통신사가 결과를 알려 주지 않음</translation>
        </message>
        <message>
            <source>Unknown: the carrier account was changed</source>
            <translation>확인 불가: 통신사 계정이 변경됨</translation>
        </message>
        <message>
            <source>Cancelled at the carrier</source>
            <translation>통신사에서 취소됨</translation>
        </message>
    </context>
    <context>
        <name>TextingTrouble</name>
        <message>
            <source>Since {since}. Nothing is sent until your administrator has mended it.</source>
            <translation>{since}부터입니다. 관리자가 고칠 때까지 아무것도 보내지 못합니다.</translation>
        </message>
        <message>
            <source>Since {since}. What you send is kept and goes out when the carrier is back.</source>
            <translation>{since}부터입니다. 보낸 문자는 보관했다가 통신사가 다시 연결되면 나갑니다.</translation>
        </message>
        <message>
            <source>Since {since}. What you send is kept and goes out when there is quota again.</source>
            <translation>{since}부터입니다. 보낸 문자는 보관했다가 발송 한도가 다시 생기면 나갑니다.</translation>
        </message>
        <message>
            <source>No carrier is set up for this service</source>
            <translation>이 서비스에 통신사가 설정되지 않았습니다</translation>
        </message>
        <message>
            <source>Nothing can be sent. Ask your administrator.</source>
            <translation>아무것도 보낼 수 없습니다. 관리자에게 문의하세요.</translation>
        </message>
        <message>
            <source>The carrier is back</source>
            <translation>통신사에 다시 연결되었습니다</translation>
        </message>
        <message>
            <source>What waited goes out now, one after the other.</source>
            <translation>기다리던 문자가 차례로 나가고 있습니다.</translation>
        </message>
        <message>
            <source>{count} waiting, the oldest since {since}</source>
            <translation>{count}건 대기 중, {since}부터</translation>
        </message>
        <message>
            <source>No sender number can be used</source>
            <translation>쓸 수 있는 발신번호가 없습니다</translation>
        </message>
        <message>
            <source>All of this service are blocked or out of use at the carrier.</source>
            <translation>이 서비스의 발신번호가 모두 통신사에서 차단되었거나 쓰이지 않습니다.</translation>
        </message>
        <message>
            <source>None is registered with the carrier yet.</source>
            <translation>통신사에 등록된 발신번호가 아직 없습니다.</translation>
        </message>
        <message>
            <source>The carrier has blocked {phone}</source>
            <translation>통신사가 {phone} 번호를 차단했습니다</translation>
        </message>
        <message>
            <source>Choose another sender number. What is reserved with this one waits.</source>
            <translation>다른 발신번호를 고르세요. 이 번호로 예약한 문자는 기다립니다.</translation>
        </message>
    </context>
    <context>
        <name>Tickets</name>
        <message>
            <source>Inquiry</source>
            <translation>문의</translation>
        </message>
        <message>
            <source>Complaint</source>
            <translation>불만</translation>
        </message>
        <message>
            <source>Request</source>
            <translation>요청</translation>
        </message>
        <message>
            <source>Callback</source>
            <translation>콜백</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>기타</translation>
        </message>
        <message>
            <source>Low</source>
            <translation>낮음</translation>
        </message>
        <message>
            <source>Normal</source>
            <translation>일반</translation>
        </message>
        <message>
            <source>High</source>
            <translation>높음</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>긴급</translation>
        </message>
    </context>
    <context>
        <name>Timeline</name>
        <message>
            <source>Registered</source>
            <translation>등록</translation>
        </message>
        <message>
            <source>Registered · {name}</source>
            <translation>등록 · {name}</translation>
        </message>
        <message>
            <source>One of {count} recipients of this request.</source>
            <translation>{count}명 요청 중 1명</translation>
        </message>
        <message>
            <source>Handed over to the carrier</source>
            <translation>통신사에 전달</translation>
        </message>
        <message>
            <source>Handing over to the carrier begun</source>
            <translation>통신사에 전달 시작</translation>
        </message>
        <message>
            <source>The carrier took it</source>
            <translation>통신사 접수</translation>
        </message>
        <message>
            <source>Sent by the carrier</source>
            <translation>통신사 발송</translation>
        </message>
        <message>
            <source>{result} (carrier's code {code})</source>
            <translation>{result} (통신사 코드 {code})</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Cancelled · {name}</source>
            <translation>취소 · {name}</translation>
        </message>
        <message>
            <source>It was never handed over to the carrier.</source>
            <translation>통신사에 넘기지 않았습니다.</translation>
        </message>
        <message>
            <source>now</source>
            <translation>지금</translation>
        </message>
        <message>
            <source>The carrier's answer was lost. It is asked by our own key until that is known; this text is not sent a second time.</source>
            <translation>통신사의 응답을 받지 못했습니다. 우리 고유 번호로 결과가 확인될 때까지 조회하며, 같은 문자를 다시 보내지 않습니다.</translation>
        </message>
        <message>
            <source>The server keeps it. It has not been handed over to the carrier.</source>
            <translation>서버가 보관하고 있습니다. 아직 통신사에 넘기지 않았습니다.</translation>
        </message>
        <message>
            <source>Waiting for the result</source>
            <translation>결과 대기</translation>
        </message>
        <message>
            <source>Results can take more than a day.</source>
            <translation>결과가 오기까지 하루 넘게 걸릴 수 있습니다.</translation>
        </message>
        <message>
            <source>It can be recalled for {seconds} s.</source>
            <translation>{seconds}초 동안 회수할 수 있습니다.</translation>
        </message>
        <message>
            <source>It is sent by itself once that is over; nothing is lost.</source>
            <translation>해결되면 저절로 발송됩니다. 잃어버리지 않습니다.</translation>
        </message>
        <message>
            <source>It is not sent unless somebody releases it.</source>
            <translation>누군가 보류를 풀기 전에는 보내지 않습니다.</translation>
        </message>
        <message>
            <source>It was due at {time}.</source>
            <translation>{time} 발송 예정이었습니다.</translation>
        </message>
        <message>
            <source>Will be handed over to the carrier</source>
            <translation>통신사에 전달 예정</translation>
        </message>
        <message>
            <source>Until then it can be cancelled.</source>
            <translation>그 전까지 취소할 수 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>Toast</name>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
    </context>
    <context>
        <name>Totals</name>
        <message>
            <source>callbacks</source>
            <comment>unit behind a figure</comment>
            <translation>건</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Not done</source>
            <translation>미처리</translation>
        </message>
        <message>
            <source>Completion rate</source>
            <translation>처리율</translation>
        </message>
        <message>
            <source>by the day of the present assignment</source>
            <translation>현재 할당일 기준</translation>
        </message>
        <message numerus="yes">
            <source>{change} to the %n day(s) before</source>
            <translation>
                <numerusform>지난 %n일보다 {change}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them today</source>
            <translation>
                <numerusform>오늘 %n건 포함</numerusform>
            </translation>
        </message>
        <message>
            <source>completed ÷ assigned × 100</source>
            <translation>완료 ÷ 할당 × 100</translation>
        </message>
    </context>
    <context>
        <name>TrayWiring</name>
        <message>
            <source>Open the window</source>
            <translation>창 열기</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>알림</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>종료</translation>
        </message>
        <message>
            <source>Still running</source>
            <translation>계속 실행 중입니다</translation>
        </message>
        <message>
            <source>The window is closed; notices keep coming. Quit from the tray menu.</source>
            <translation>창을 닫아도 알림을 받습니다. 끝내려면 트레이 메뉴에서 종료하세요.</translation>
        </message>
    </context>
    <context>
        <name>TreeModel</name>
        <message>
            <source>Senders cannot change the text</source>
            <translation>편집 불가</translation>
        </message>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>템플릿 %n개</numerusform>
            </translation>
        </message>
        <message>
            <source>Switched off</source>
            <translation>미사용</translation>
        </message>
        <message>
            <source>Hidden: a category above is switched off</source>
            <translation>표시 안 됨: 상위 분류가 미사용입니다</translation>
        </message>
        <message>
            <source>Changes not saved</source>
            <translation>저장하지 않은 내용이 있습니다</translation>
        </message>
    </context>
    <context>
        <name>TreePanel</name>
        <message>
            <source>Service</source>
            <translation>서비스</translation>
        </message>
        <message>
            <source>Find in names and contents</source>
            <translation>이름·내용으로 찾기</translation>
        </message>
        <message>
            <source>Categories and templates</source>
            <translation>분류와 템플릿</translation>
        </message>
        <message>
            <source>No category and no template has these words.</source>
            <translation>이 검색어가 있는 분류나 템플릿이 없습니다.</translation>
        </message>
        <message>
            <source>Clear the search</source>
            <translation>검색어 지우기</translation>
        </message>
        <message>
            <source>Go on with what you began</source>
            <translation>쓰던 것 이어서 쓰기</translation>
        </message>
        <message>
            <source>New template</source>
            <translation>템플릿 추가</translation>
        </message>
        <message>
            <source>New category</source>
            <translation>분류 추가</translation>
        </message>
        <message>
            <source>Check none</source>
            <translation>선택 해제</translation>
        </message>
        <message numerus="yes">
            <source>Delete (%n)</source>
            <translation>
                <numerusform>삭제 (%n)</numerusform>
            </translation>
        </message>
        <message>
            <source>Deleting…</source>
            <translation>삭제하는 중…</translation>
        </message>
    </context>
    <context>
        <name>UndoLine</name>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
    </context>
    <context>
        <name>ValuesFields</name>
        <message numerus="yes">
            <source>The same for all %Ln typed recipients</source>
            <translation>
                <numerusform>직접 입력한 %Ln명에게 똑같이 들어갑니다</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Vocabulary</name>
        <message>
            <source>Received</source>
            <translation>접수</translation>
        </message>
        <message>
            <source>Assigned</source>
            <translation>할당</translation>
        </message>
        <message>
            <source>Completed</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>연결됨</translation>
        </message>
        <message>
            <source>Busy</source>
            <translation>통화중</translation>
        </message>
        <message>
            <source>No answer</source>
            <translation>무응답</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>Agent's telephone not answered</source>
            <translation>상담원 전화 받지 않음</translation>
        </message>
        <message>
            <source>Agent's telephone not connected</source>
            <translation>상담원 전화 연결 안 됨</translation>
        </message>
        <message>
            <source>Unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>On a call</source>
            <translation>통화 중</translation>
        </message>
        <message>
            <source>Dialling</source>
            <translation>발신 중</translation>
        </message>
        <message>
            <source>Ringing</source>
            <translation>벨 울림</translation>
        </message>
        <message>
            <source>Talking</source>
            <translation>통화 중</translation>
        </message>
        <message>
            <source>Processing</source>
            <translation>처리중</translation>
        </message>
        <message>
            <source>Reserved</source>
            <translation>예약</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>Checking the outcome</source>
            <translation>결과 확인 중</translation>
        </message>
        <message>
            <source>Held</source>
            <translation>보류</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>대기</translation>
        </message>
        <message>
            <source>Call</source>
            <translation>통화</translation>
        </message>
        <message>
            <source>Work</source>
            <translation>업무</translation>
        </message>
        <message>
            <source>Break</source>
            <translation>휴식</translation>
        </message>
        <message>
            <source>Logged out</source>
            <translation>로그아웃</translation>
        </message>
        <message>
            <source>CTI disconnected</source>
            <translation>CTI 연결 끊김</translation>
        </message>
        <message>
            <source>Waiting to send</source>
            <translation>전송 대기</translation>
        </message>
        <message>
            <source>Sending</source>
            <translation>보내는 중</translation>
        </message>
        <message>
            <source>Needs a decision</source>
            <translation>확인 필요</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>보냄</translation>
        </message>
        <message>
            <source>Supervisor</source>
            <translation>관리자</translation>
        </message>
        <message>
            <source>Agent</source>
            <translation>상담원</translation>
        </message>
    </context>
    <context>
        <name>Wording</name>
        <message>
            <source>While you were away</source>
            <translation>자리를 비운 동안 있었던 일</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>{name} assigned them.</source>
            <translation>{name} 님이 할당했습니다.</translation>
        </message>
        <message>
            <source>The most urgent one asked to be called at {time}.</source>
            <translation>가장 급한 것은 {time} 희망입니다.</translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) assigned to you</source>
            <translation>
                <numerusform>콜백 %n건이 할당되었습니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Show my callbacks</source>
            <translation>내 콜백 보기</translation>
        </message>
        <message>
            <source>{services}, {route}</source>
            <translation>{services} · {route}</translation>
        </message>
        <message numerus="yes">
            <source>%n new callback(s)</source>
            <translation>
                <numerusform>새 콜백 %n건</numerusform>
            </translation>
        </message>
        <message>
            <source>{name} withdrew the assignment.</source>
            <translation>{name} 님이 할당을 취소했습니다.</translation>
        </message>
        <message numerus="yes">
            <source>No longer yours: %n callback(s)</source>
            <translation>
                <numerusform>콜백 %n건이 더 이상 내 담당이 아닙니다</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of your texts wait(s) for your decision</source>
            <translation>
                <numerusform>보류된 내 문자 %n건, 확인이 필요합니다</numerusform>
            </translation>
        </message>
        <message>
            <source>Texts wait until it is over; none is lost.</source>
            <translation>복구될 때까지 문자가 대기하며, 없어지지 않습니다.</translation>
        </message>
        <message>
            <source>Trouble with texting: {services}</source>
            <translation>문자 발송 장애: {services}</translation>
        </message>
        <message>
            <source>The carrier does not take a sender number any more</source>
            <translation>통신사가 발신번호 하나를 더 이상 받지 않습니다</translation>
        </message>
        <message>
            <source>Texting works again: {services}</source>
            <translation>문자 발송 정상화: {services}</translation>
        </message>
        <message>
            <source>What waited is being sent.</source>
            <translation>대기하던 문자를 보내고 있습니다.</translation>
        </message>
    </context>
</TS>
