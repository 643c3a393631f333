<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko" sourcelanguage="en">
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
            <source>That is too much at once. Choose fewer rows or shorten the text.</source>
            <translation>한 번에 보내기에 너무 많습니다. 건수를 줄이거나 글을 줄이세요.</translation>
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
            <source>The account or password is not right. After {remaining} more wrong tries the account is locked.</source>
            <translation>계정이나 비밀번호가 맞지 않습니다. {remaining}번 더 틀리면 10분 동안 잠깁니다.</translation>
        </message>
        <message>
            <source>The account is locked after repeated wrong passwords. Try again in {minutes} minutes.</source>
            <translation>비밀번호를 여러 번 틀려 계정이 잠겼습니다. {minutes}분 뒤에 다시 시도하세요.</translation>
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
            <source>These agents cannot take callbacks of this service: {names}.</source>
            <translation>이 서비스의 콜백을 맡을 수 없는 상담원입니다: {names}.</translation>
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
    </context>
    <context>
        <name>TableHeader</name>
        <message>
            <source>Compact rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Normal rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Roomy rows</source>
            <translation type="unfinished" />
        </message>
        <message>
            <source>Reset columns</source>
            <translation type="unfinished" />
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
            <source>Unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>On a call</source>
            <translation>통화 중</translation>
        </message>
        <message>
            <source>Dialling</source>
            <translation>발신</translation>
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
</TS>
