<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>AgentsPanel</name>
        <message numerus="yes">
            <source>%n with telephone rights</source>
            <translation>
                <numerusform>%n with telephone rights</numerusform>
                <numerusform>%n with telephone rights</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Ages</name>
        <message numerus="yes">
            <source>%n second(s) ago</source>
            <translation>
                <numerusform>%n second ago</numerusform>
                <numerusform>%n seconds ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minute(s) ago</source>
            <translation>
                <numerusform>%n minute ago</numerusform>
                <numerusform>%n minutes ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s) ago</source>
            <translation>
                <numerusform>%n hour ago</numerusform>
                <numerusform>%n hours ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n day ago</numerusform>
                <numerusform>%n days ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AssignmentRoom</name>
        <message numerus="yes">
            <source>{first}–{last} of %n unassigned</source>
            <translation>
                <numerusform>{first}–{last} of %n unassigned</numerusform>
                <numerusform>{first}–{last} of %n unassigned</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AssignmentWords</name>
        <message numerus="yes">
            <source>%n callback(s) to {name}</source>
            <translation>
                <numerusform>%n callback to {name}</numerusform>
                <numerusform>%n callbacks to {name}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) among {agents} agents</source>
            <translation>
                <numerusform>%n callback among {agents} agents</numerusform>
                <numerusform>%n callbacks among {agents} agents</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>No chosen agent may take %n callback(s): {names}</source>
            <translation>
                <numerusform>No chosen agent may take %n callback: {names}</numerusform>
                <numerusform>No chosen agent may take %n callbacks: {names}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) assigned to {name}</source>
            <translation>
                <numerusform>%n callback assigned to {name}</numerusform>
                <numerusform>%n callbacks assigned to {name}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) assigned to {agents} agents</source>
            <translation>
                <numerusform>%n callback assigned to {agents} agents</numerusform>
                <numerusform>%n callbacks assigned to {agents} agents</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) as they were before</source>
            <translation>
                <numerusform>%n callback as they were before</numerusform>
                <numerusform>%n callbacks as they were before</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} and %n more</numerusform>
                <numerusform>{names} and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Assign manually (%n)</source>
            <translation>
                <numerusform>Assign manually (%n)</numerusform>
                <numerusform>Assign manually (%n)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Assign equally (%n)</source>
            <translation>
                <numerusform>Assign equally (%n)</numerusform>
                <numerusform>Assign equally (%n)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Badges</name>
        <message numerus="yes">
            <source>%n callback(s) waiting for you</source>
            <translation>
                <numerusform>%n callback waiting for you</numerusform>
                <numerusform>%n callbacks waiting for you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n callback(s) to be assigned</source>
            <translation>
                <numerusform>%n callback to be assigned</numerusform>
                <numerusform>%n callbacks to be assigned</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n item(s) not sent yet</source>
            <translation>
                <numerusform>%n item not sent yet</numerusform>
                <numerusform>%n items not sent yet</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Bell</name>
        <message numerus="yes">
            <source>%n unread notice(s)</source>
            <translation>
                <numerusform>%n unread notice</numerusform>
                <numerusform>%n unread notices</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CallbacksRoom</name>
        <message numerus="yes">
            <source>%n callback(s) are no longer yours.</source>
            <translation>
                <numerusform>%n callback are no longer yours.</numerusform>
                <numerusform>%n callbacks are no longer yours.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CancellationRoom</name>
        <message numerus="yes">
            <source>{first}–{last} of %n open</source>
            <translation>
                <numerusform>{first}–{last} of %n open</numerusform>
                <numerusform>{first}–{last} of %n open</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CancellationWords</name>
        <message numerus="yes">
            <source>Cancel assignment (%n)</source>
            <translation>
                <numerusform>Cancel assignment (%n)</numerusform>
                <numerusform>Cancel assignment (%n)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take all back (%n)</source>
            <translation>
                <numerusform>Take all back (%n)</numerusform>
                <numerusform>Take all back (%n)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Take %n callback(s) back from {name}?</source>
            <translation>
                <numerusform>Take %n callback back from {name}?</numerusform>
                <numerusform>Take %n callbacks back from {name}?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cancel the assignment of %n callback(s)?</source>
            <translation>
                <numerusform>Cancel the assignment of %n callback?</numerusform>
                <numerusform>Cancel the assignment of %n callbacks?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Assignment of %n callback(s) cancelled</source>
            <translation>
                <numerusform>Assignment of %n callback cancelled</numerusform>
                <numerusform>Assignment of %n callbacks cancelled</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Skipped: {names} and %n more</source>
            <translation>
                <numerusform>Skipped: {names} and %n more</numerusform>
                <numerusform>Skipped: {names} and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ClockNotice</name>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n minute</numerusform>
                <numerusform>%n minutes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hour(s)</source>
            <translation>
                <numerusform>%n hour</numerusform>
                <numerusform>%n hours</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Confirmation</name>
        <message numerus="yes">
            <source>%Ln left out</source>
            <translation>
                <numerusform>%Ln left out</numerusform>
                <numerusform>%Ln left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DetailWords</name>
        <message numerus="yes">
            <source>%Ln byte(s)</source>
            <translation>
                <numerusform>%Ln byte</numerusform>
                <numerusform>%Ln bytes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>in %n minute(s)</source>
            <translation>
                <numerusform>in %n minute</numerusform>
                <numerusform>in %n minutes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln recipient</numerusform>
                <numerusform>%Ln recipients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DownloadView</name>
        <message numerus="yes">
            <source>%n row(s) are saved.</source>
            <translation>
                <numerusform>%n row are saved.</numerusform>
                <numerusform>%n rows are saved.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EntryWords</name>
        <message numerus="yes">
            <source>Record a download of %n row(s)</source>
            <translation>
                <numerusform>Record a download of %n row</numerusform>
                <numerusform>Record a download of %n rows</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EraseChoice</name>
        <message numerus="yes">
            <source>%n unsent item(s) will be lost with it.</source>
            <translation>
                <numerusform>%n unsent item will be lost with it.</numerusform>
                <numerusform>%n unsent items will be lost with it.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unsent item(s) kept and sent when you log in again.</source>
            <translation>
                <numerusform>%n unsent item kept and sent when you log in again.</numerusform>
                <numerusform>%n unsent items kept and sent when you log in again.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FindPanel</name>
        <message numerus="yes">
            <source>Show all %n in the list</source>
            <translation>
                <numerusform>Show it in the list</numerusform>
                <numerusform>Show all %n in the list</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HistorySummary</name>
        <message numerus="yes">
            <source>%n text(s)</source>
            <translation>
                <numerusform>%n text</numerusform>
                <numerusform>%n texts</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Show %n new text(s)</source>
            <translation>
                <numerusform>Show %n new text</numerusform>
                <numerusform>Show %n new texts</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LineSection</name>
        <message numerus="yes">
            <source>Show all %n</source>
            <translation>
                <numerusform>Show all %n</numerusform>
                <numerusform>Show all %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticeCentre</name>
        <message numerus="yes">
            <source>%n unread notice(s)</source>
            <translation>
                <numerusform>%n unread notice</numerusform>
                <numerusform>%n unread notices</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NoticeTeller</name>
        <message numerus="yes">
            <source>No longer yours: %n callback(s)</source>
            <translation>
                <numerusform>No longer yours: %n callback</numerusform>
                <numerusform>No longer yours: %n callbacks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutboxView</name>
        <message numerus="yes">
            <source>%n need(s) your decision</source>
            <translation>
                <numerusform>%n needs your decision</numerusform>
                <numerusform>%n need your decision</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutcomeLine</name>
        <message numerus="yes">
            <source>%n s left</source>
            <translation>
                <numerusform>%n s left</numerusform>
                <numerusform>%n s left</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutstandingPanel</name>
        <message numerus="yes">
            <source>Of {chosen} selected, %n is no longer open or went to somebody else</source>
            <translation>
                <numerusform>Of {chosen} selected, %n is no longer open or went to somebody else</numerusform>
                <numerusform>Of {chosen} selected, %n are no longer open or went to somebody else</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PanelView</name>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n time</numerusform>
                <numerusform>%n times</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n record(s)</source>
            <translation>
                <numerusform>%n record</numerusform>
                <numerusform>%n records</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of mine beside this one</source>
            <translation>
                <numerusform>%n of mine beside this one</numerusform>
                <numerusform>%n of mine beside this one</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of mine</source>
            <translation>
                <numerusform>%n of mine</numerusform>
                <numerusform>%n of mine</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PictureStrip</name>
        <message numerus="yes">
            <source>A text takes %n picture(s); the others were left out.</source>
            <translation>
                <numerusform>A text takes %n picture; the others were left out.</numerusform>
                <numerusform>A text takes %n pictures; the others were left out.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RecipientsEditor</name>
        <message numerus="yes">
            <source>Only {name} was read: one file at a time. %n other(s) were left out.</source>
            <translation>
                <numerusform>Only {name} was read: one file at a time. %n other was left out.</numerusform>
                <numerusform>Only {name} was read: one file at a time. %n others were left out.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln recipient</numerusform>
                <numerusform>%Ln recipients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln given twice and left out</source>
            <translation>
                <numerusform>%Ln given twice and left out</numerusform>
                <numerusform>%Ln given twice and left out</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln cannot be sent to</source>
            <translation>
                <numerusform>%Ln cannot be sent to</numerusform>
                <numerusform>%Ln cannot be sent to</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hidden in the sheet, taken too</source>
            <translation>
                <numerusform>%n hidden in the sheet, taken too</numerusform>
                <numerusform>%n hidden in the sheet, taken too</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RejectsList</name>
        <message numerus="yes">
            <source>%Ln number(s) lost their zero in a spreadsheet.</source>
            <translation>
                <numerusform>%Ln number lost its zero in a spreadsheet.</numerusform>
                <numerusform>%Ln numbers lost their zero in a spreadsheet.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>and %Ln more</numerusform>
                <numerusform>and %Ln more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RowsPanel</name>
        <message numerus="yes">
            <source>Of {chosen} selected, %n was taken by others</source>
            <translation>
                <numerusform>Of {chosen} selected, %n was taken by others</numerusform>
                <numerusform>Of {chosen} selected, %n were taken by others</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>%n selected</numerusform>
                <numerusform>%n selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>With the period “{period}” there are %n.</source>
            <translation>
                <numerusform>With the period “{period}” there are %n.</numerusform>
                <numerusform>With the period “{period}” there are %n.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchBar</name>
        <message numerus="yes">
            <source>Show %n new callback(s)</source>
            <translation>
                <numerusform>Show %n new callback</numerusform>
                <numerusform>Show %n new callbacks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchLine</name>
        <message numerus="yes">
            <source>Show %n new callback(s)</source>
            <translation>
                <numerusform>Show %n new callback</numerusform>
                <numerusform>Show %n new callbacks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SendingView</name>
        <message numerus="yes">
            <source>Whether the server took this text to %Ln recipient(s) is not known. It is not sent twice: asking sends it only if it never arrived.</source>
            <translation>
                <numerusform>Whether the server took this text to %Ln recipient is not known. It is not sent twice: asking sends it only if it never arrived.</numerusform>
                <numerusform>Whether the server took this text to %Ln recipients is not known. It is not sent twice: asking sends it only if it never arrived.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SendingWords</name>
        <message numerus="yes">
            <source>{time} (in %n min)</source>
            <translation>
                <numerusform>{time} (in %n min)</numerusform>
                <numerusform>{time} (in %n min)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{time} (in %n h)</source>
            <translation>
                <numerusform>{time} (in %n h)</numerusform>
                <numerusform>{time} (in %n h)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s)</source>
            <translation>
                <numerusform>%Ln recipient</numerusform>
                <numerusform>%Ln recipients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserve for %Ln…</source>
            <translation>
                <numerusform>Reserve for %Ln…</numerusform>
                <numerusform>Reserve for %Ln…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send to %Ln…</source>
            <translation>
                <numerusform>Send to %Ln…</numerusform>
                <numerusform>Send to %Ln…</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserve a text to %Ln recipient(s)?</source>
            <translation>
                <numerusform>Reserve a text to %Ln recipient?</numerusform>
                <numerusform>Reserve a text to %Ln recipients?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send a text to %Ln recipient(s)?</source>
            <translation>
                <numerusform>Send a text to %Ln recipient?</numerusform>
                <numerusform>Send a text to %Ln recipients?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserve for %Ln</source>
            <translation>
                <numerusform>Reserve for %Ln</numerusform>
                <numerusform>Reserve for %Ln</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Send to %Ln</source>
            <translation>
                <numerusform>Send to %Ln</numerusform>
                <numerusform>Send to %Ln</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SentLine</name>
        <message numerus="yes">
            <source>Sent to %Ln recipient(s)</source>
            <translation>
                <numerusform>Sent to %Ln recipient</numerusform>
                <numerusform>Sent to %Ln recipients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Reserved for %Ln recipient(s) at {time}</source>
            <translation>
                <numerusform>Reserved for %Ln recipient at {time}</numerusform>
                <numerusform>Reserved for %Ln recipients at {time}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SettingsPresenter</name>
        <message numerus="yes">
            <source>%n thing(s) to look at</source>
            <translation>
                <numerusform>%n thing to look at</numerusform>
                <numerusform>%n things to look at</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unsent item(s) will be lost with it.</source>
            <translation>
                <numerusform>%n unsent item will be lost with it.</numerusform>
                <numerusform>%n unsent items will be lost with it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SimilarBox</name>
        <message numerus="yes">
            <source>%Ln of them got a text in the last 24 hours</source>
            <translation>
                <numerusform>%Ln of them got a text in the last 24 hours</numerusform>
                <numerusform>%Ln of them got a text in the last 24 hours</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln of them the very same</source>
            <translation>
                <numerusform>%Ln of them the very same</numerusform>
                <numerusform>%Ln of them the very same</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %Ln more</source>
            <translation>
                <numerusform>and %Ln more</numerusform>
                <numerusform>and %Ln more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SmsTemplatesRoom</name>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>%n template</numerusform>
                <numerusform>%n templates</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatsView</name>
        <message numerus="yes">
            <source>Total · %n day(s)</source>
            <translation>
                <numerusform>Total · %n day</numerusform>
                <numerusform>Total · %n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Total · %n month(s)</source>
            <translation>
                <numerusform>Total · %n month</numerusform>
                <numerusform>Total · %n months</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n row(s) of statistics and their total are saved.</source>
            <translation>
                <numerusform>%n row of statistics and their total are saved.</numerusform>
                <numerusform>%n rows of statistics and their total are saved.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SyncPresenter</name>
        <message numerus="yes">
            <source>%n row(s) fetched so far</source>
            <translation>
                <numerusform>%n row fetched so far</numerusform>
                <numerusform>%n rows fetched so far</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting for your decision</source>
            <translation>
                <numerusform>%n waiting for your decision</numerusform>
                <numerusform>%n waiting for your decision</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting to be sent</source>
            <translation>
                <numerusform>%n waiting to be sent</numerusform>
                <numerusform>%n waiting to be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Next try in %n second(s)</source>
            <translation>
                <numerusform>Next try in %n second</numerusform>
                <numerusform>Next try in %n seconds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TakingBack</name>
        <message numerus="yes">
            <source>%Ln text(s) cancelled, none was handed over.</source>
            <translation>
                <numerusform>%Ln text cancelled, none was handed over.</numerusform>
                <numerusform>%Ln texts cancelled, none was handed over.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Too late: %Ln text(s) had been handed over, nothing was left to stop.</source>
            <translation>
                <numerusform>Too late: %Ln text had been handed over, nothing was left to stop.</numerusform>
                <numerusform>Too late: %Ln texts had been handed over, nothing was left to stop.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TemplateWords</name>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>%n template</numerusform>
                <numerusform>%n templates</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n category(ies) below</source>
            <translation>
                <numerusform>%n category below</numerusform>
                <numerusform>%n categories below</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete %n template(s)?</source>
            <translation>
                <numerusform>Delete %n template?</numerusform>
                <numerusform>Delete %n templates?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{names} and %n more</source>
            <translation>
                <numerusform>{names} and %n more</numerusform>
                <numerusform>{names} and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete (%n)</source>
            <translation>
                <numerusform>Delete (%n)</numerusform>
                <numerusform>Delete (%n)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Delete all of it (%n)</source>
            <translation>
                <numerusform>Delete all of it (%n)</numerusform>
                <numerusform>Delete all of it (%n)</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s)</source>
            <translation>
                <numerusform>%n picture</numerusform>
                <numerusform>%n pictures</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TextTroubles</name>
        <message numerus="yes">
            <source>%Ln more character(s) cannot be sent</source>
            <translation>
                <numerusform>%Ln more character cannot be sent</numerusform>
                <numerusform>%Ln more characters cannot be sent</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln recipient(s) have no value for “{name}”</source>
            <translation>
                <numerusform>%Ln recipient has no value for “{name}”</numerusform>
                <numerusform>%Ln recipients have no value for “{name}”</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Totals</name>
        <message numerus="yes">
            <source>{change} to the %n day(s) before</source>
            <translation>
                <numerusform>{change} to the %n day before</numerusform>
                <numerusform>{change} to the %n days before</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them today</source>
            <translation>
                <numerusform>%n of them today</numerusform>
                <numerusform>%n of them today</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TreeModel</name>
        <message numerus="yes">
            <source>%n template(s)</source>
            <translation>
                <numerusform>%n template</numerusform>
                <numerusform>%n templates</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TreePanel</name>
        <message numerus="yes">
            <source>Delete (%n)</source>
            <translation>
                <numerusform>Delete (%n)</numerusform>
                <numerusform>Delete (%n)</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ValuesFields</name>
        <message numerus="yes">
            <source>The same for all %Ln typed recipients</source>
            <translation>
                <numerusform>For the typed recipient</numerusform>
                <numerusform>The same for all %Ln typed recipients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Wording</name>
        <message numerus="yes">
            <source>%n callback(s) assigned to you</source>
            <translation>
                <numerusform>%n callback assigned to you</numerusform>
                <numerusform>%n callbacks assigned to you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new callback(s)</source>
            <translation>
                <numerusform>%n new callback</numerusform>
                <numerusform>%n new callbacks</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>No longer yours: %n callback(s)</source>
            <translation>
                <numerusform>No longer yours: %n callback</numerusform>
                <numerusform>No longer yours: %n callbacks</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of your texts wait(s) for your decision</source>
            <translation>
                <numerusform>%n of your texts waits for your decision</numerusform>
                <numerusform>%n of your texts wait for your decision</numerusform>
            </translation>
        </message>
    </context>
</TS>
