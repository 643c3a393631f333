"""What a person sees of their own unsent work, and what they typed, is right in every state."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from occ_contract.callbacks import Callback, CallbackStatus, Complete, NoteChange
from occ_contract.sync import Entity, ExportRecord
from occ_contract.tickets import NewTicket
from occ_desktop.domain.changes import ChangeSet
from occ_desktop.domain.commands import Command, CommandKind, CommandState, replay
from occ_desktop.domain.rows import CallbackRow

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def _row(status: CallbackStatus = CallbackStatus.ASSIGNED, **fields: Any) -> Callback:
    return Callback(id="c", service_id="s", phone="0101", received_at=NOW, status=status, **fields)


def _command(kind: CommandKind, body: Any) -> Command:
    return Command(key="k", kind=kind, body=body, created_at=NOW, callback_id="c")


def test_a_completion_shows_at_once_with_its_note_and_time() -> None:
    done = replay(_command(CommandKind.COMPLETE, Complete(note="통화")), _row(note="이전"))
    assert (done.status, done.completed_at, done.note) == (CallbackStatus.COMPLETED, NOW, "통화")


def test_a_completion_without_note_keeps_the_one_there_is() -> None:
    assert replay(_command(CommandKind.COMPLETE, Complete()), _row(note="이전")).note == "이전"


@pytest.mark.parametrize(
    "status", [CallbackStatus.COMPLETED, CallbackStatus.CANCELLED, CallbackStatus.RECEIVED]
)
def test_the_servers_later_state_is_never_hidden_by_an_old_completion(status: CallbackStatus) -> None:
    row = _row(status, note="관리자")
    assert replay(_command(CommandKind.COMPLETE, Complete(note="늦음")), row) is row


def test_a_note_replaces_and_an_empty_one_clears() -> None:
    assert replay(_command(CommandKind.NOTE, NoteChange(note="새 메모")), _row(note="이전")).note == "새 메모"
    assert replay(_command(CommandKind.NOTE, NoteChange(note="")), _row(note="이전")).note is None


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (CommandKind.TICKET, NewTicket(service_id="s", subject="환불")),
        (CommandKind.EXPORT, ExportRecord(kind="callbacks", purpose="월간 보고", row_count=3)),
    ],
)
def test_tickets_and_download_records_change_no_callback(kind: CommandKind, body: Any) -> None:
    row = _row()
    assert replay(_command(kind, body), row) is row


def test_what_was_typed_can_always_be_shown_again() -> None:
    ticket = NewTicket(service_id="s", subject="환불", content="규정 안내")
    assert _command(CommandKind.TICKET, ticket).text == "환불\n규정 안내"
    assert _command(CommandKind.COMPLETE, Complete(note="통화")).text == "통화"
    assert _command(CommandKind.COMPLETE, Complete()).text == ""
    assert _command(CommandKind.NOTE, NoteChange(note="메모")).text == "메모"


def test_only_a_refused_command_makes_a_conflict() -> None:
    states = [CallbackRow(_row(), CommandKind.NOTE, state).conflicted for state in CommandState]
    assert states == [state is CommandState.REFUSED for state in CommandState]


def test_a_change_set_says_which_kinds_look_different() -> None:
    change = ChangeSet(ids={Entity.AGENT: frozenset()}, gone={Entity.CALLBACK: frozenset({"c"})})
    assert change.touches(Entity.CALLBACK)
    assert not change.touches(Entity.AGENT)
    assert ChangeSet(everything=True).touches(Entity.NOTICE)


def test_what_was_queued_before_an_update_is_sent_again_byte_for_byte() -> None:
    """Its key may have its receipt already; with another body it would be refused though it was done."""
    for body in (
        b'{"note":"\xed\x86\xb5\xed\x99\x94","done_at":"2026-11-23T01:00:00Z"}',
        b'{"note":null,"done_at":null}',
    ):
        assert msgspec.json.encode(msgspec.json.decode(body, type=Complete)) == body
    note = b'{"note":"x"}'
    assert msgspec.json.encode(msgspec.json.decode(note, type=NoteChange)) == note
