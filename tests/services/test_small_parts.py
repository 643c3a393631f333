"""The parts the topics stand on: bus, addresses, keys of commands, settings, groups of notices."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from occ_contract.notices import Notice, NoticeKind
from occ_contract.people import Me, Membership, Permission, Role, Service
from occ_desktop.domain.failures import CacheFailure, Unreachable
from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.accounts import Account
from occ_desktop.services.bus import Bus
from occ_desktop.services.coalesce import Coalesced
from occ_desktop.services.events import PreferencesChanged
from occ_desktop.services.notice_groups import OPENED_LIMIT, grouped, parted
from occ_desktop.services.preferences import Density, Preferences, Settings, TableLayout, ThemeChoice
from occ_desktop.services.rights import Rights, Room
from occ_desktop.services.server_address import normalise_server
from occ_desktop.services.single_flight import SingleFlight
from support.clients import DeskClock

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def _fail(error: BaseException) -> None:
    raise error


class TestBus:
    def test_a_screen_that_fails_does_not_keep_the_others_from_hearing(self) -> None:
        errors: list[BaseException] = []
        heard: list[int] = []
        bus = Bus(errors.append)
        bus.subscribe(int, lambda number: 1 // 0 if number else None)
        bus.subscribe(int, heard.append)
        bus.publish(7)
        assert heard == [7]
        assert [type(error) for error in errors] == [ZeroDivisionError]

    def test_a_closed_screen_hears_nothing_more_even_in_the_same_breath(self) -> None:
        heard: list[str] = []
        bus = Bus(_fail)
        stops: list[Any] = []
        bus.subscribe(str, lambda _text: stops[0]())
        stops.append(bus.subscribe(str, heard.append))
        bus.publish("a")
        stops[0]()
        bus.publish("b")
        assert heard == []

    def test_events_reach_only_those_of_their_kind(self) -> None:
        heard: list[object] = []
        bus = Bus(_fail)
        bus.subscribe(int, heard.append)
        bus.publish("text")
        bus.publish(True)  # a kind of its own, though Python says bool is an int
        assert heard == []


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            (" occ.example ", "https://occ.example"),
            ("HTTPS://Occ.Example:443/", "https://occ.example"),
            ("https://occ.example:8443/api/", "https://occ.example:8443/api"),
            ("localhost:8460", "http://localhost:8460"),
            ("http://127.0.0.1:8460/", "http://127.0.0.1:8460"),
            ("[::1]:8460", "http://[::1]:8460"),
            ("https://콜센터.한국", "https://xn--zj4b91xfmb.xn--3e0b707e"),
        ],
    )
    def test_what_people_type_becomes_one_form(self, typed: str, meant: str) -> None:
        assert normalise_server(typed) == meant

    @pytest.mark.parametrize(
        "typed",
        [
            "",
            " ",
            "two words",
            "ftp://x",
            "https://",
            "https://u:p@x",
            "https://x?y",
            "https://x:99999",
            "//",
            "http:///x",
        ],
    )
    def test_what_is_no_address_is_refused_unsent(self, typed: str) -> None:
        with pytest.raises(Unreachable) as failure:
            normalise_server(typed)
        assert (failure.value.reason, failure.value.sent) == ("address", False)

    def test_a_password_never_travels_unencrypted_to_another_computer(self) -> None:
        with pytest.raises(Unreachable) as failure:
            normalise_server("http://192.168.0.7:8460")
        assert failure.value.reason == "insecure"

    def test_files_and_keyring_entries_do_not_name_the_person(self) -> None:
        account = Account("https://occ.example", "Ann ")
        assert account.tag == Account("https://occ.example", "ann").tag
        assert account.tag != Account("https://other.example", "ann").tag
        assert "ann" not in account.token_name


class TestSingleFlight:
    async def test_a_press_during_a_press_is_the_same_press(self) -> None:
        keys: list[str] = []
        flights: SingleFlight[str] = SingleFlight(DeskClock(), 45)
        gate = asyncio.Event()

        async def send(key: str) -> str:
            keys.append(key)
            await gate.wait()
            return key

        both = asyncio.gather(flights.run("row", send), flights.run("row", send))
        await asyncio.sleep(0)
        assert flights.busy("row")
        gate.set()
        first, second = await both
        assert first == second
        assert len(keys) == 1
        assert not flights.busy("row")

    async def _keys_of(self, error: Exception, later: float) -> tuple[str, str]:
        keys: list[str] = []
        clock = DeskClock()
        flights: SingleFlight[None] = SingleFlight(clock, 45)

        async def send(key: str) -> None:
            keys.append(key)
            if len(keys) == 1:
                raise error

        with pytest.raises(type(error)):
            await flights.run("row", send)
        clock.move(later)
        await flights.run("row", send)
        return keys[0], keys[1]

    async def test_an_unknown_outcome_is_asked_about_with_the_same_key(self) -> None:
        first, second = await self._keys_of(Unreachable("timeout"), later=40)
        assert first == second

    async def test_after_a_while_a_press_means_a_new_command(self) -> None:
        first, second = await self._keys_of(Unreachable("timeout"), later=46)
        assert first != second

    async def test_what_was_never_sent_is_a_new_command(self) -> None:
        first, second = await self._keys_of(Unreachable("connection", sent=False), later=0)
        assert first != second

    async def test_an_impatient_listener_does_not_stop_the_command(self) -> None:
        flights: SingleFlight[str] = SingleFlight(DeskClock(), 45)
        gate = asyncio.Event()

        async def send(key: str) -> str:
            await gate.wait()
            return key

        patient = asyncio.ensure_future(flights.run("row", send))
        await asyncio.sleep(0)
        impatient = asyncio.ensure_future(flights.run("row", send))
        await asyncio.sleep(0)
        impatient.cancel()
        gate.set()
        assert await patient
        with pytest.raises(asyncio.CancelledError):
            await impatient


class TestCoalesced:
    async def test_however_often_asked_the_last_ask_is_answered(self) -> None:
        owner = TaskOwner("test")
        ground, seen = 0, []
        gate = asyncio.Event()

        async def look() -> None:
            now = ground
            await gate.wait()
            seen.append(now)

        soon = Coalesced(owner, "look", look)
        for number in range(1, 6):
            ground = number
            soon()
            await asyncio.sleep(0)
        gate.set()
        await asyncio.wait(owner.active)
        assert seen == [1, 5]
        await owner.aclose()

    async def test_a_failing_disk_in_the_background_is_no_crash(self) -> None:
        errors: list[BaseException] = []
        owner = TaskOwner("test", on_error=lambda error, _name: errors.append(error))

        async def look() -> None:
            raise CacheFailure("disk_full")

        Coalesced(owner, "look", look)()
        await asyncio.wait(owner.active)
        assert errors == []
        await owner.aclose()


class TestPreferences:
    def _made(self, path: Path) -> tuple[Preferences, list[PreferencesChanged], TaskOwner]:
        heard: list[PreferencesChanged] = []
        bus, owner = Bus(_fail), TaskOwner("test")
        bus.subscribe(PreferencesChanged, heard.append)
        preferences = Preferences(path, bus, owner)
        preferences.load()
        return preferences, heard, owner

    async def test_settings_are_there_after_a_restart(self, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "settings.json"
        preferences, heard, owner = self._made(path)
        preferences.change(theme=ThemeChoice.DARK, density=Density.ROOMY)
        preferences.keep_table("callbacks", TableLayout(order=("a",), hidden=("b",), widths={"a": 80}))
        preferences.keep_window("main", "Z2VvbWV0cnk=")
        assert heard[0].names == {"theme", "density"}
        await preferences.flush()
        await owner.aclose()
        again, _, second = self._made(path)
        assert again.value.theme is ThemeChoice.DARK
        assert again.table("callbacks").widths == {"a": 80}
        assert again.table("never seen") == TableLayout()
        assert again.value.windows == {"main": "Z2VvbWV0cnk="}
        await second.aclose()

    async def test_closing_during_a_write_loses_nothing(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        path = tmp_path / "settings.json"
        preferences, _, owner = self._made(path)
        for volume in range(20):
            preferences.change(sound_volume=volume)
            await asyncio.gather(preferences.flush(), preferences.flush())
        await owner.aclose()
        assert not caplog.records
        assert msgspec.json.decode(path.read_bytes(), type=Settings).sound_volume == 19

    async def test_what_did_not_change_is_not_announced(self, tmp_path: Path) -> None:
        preferences, heard, owner = self._made(tmp_path / "settings.json")
        preferences.change(theme=ThemeChoice.SYSTEM)
        assert heard == []
        await owner.aclose()

    @pytest.mark.parametrize("content", [b"", b"{", b'{"theme": "purple"}', b"\xff\xfe", b"[]"])
    async def test_a_damaged_file_never_keeps_the_program_from_starting(
        self, tmp_path: Path, content: bytes
    ) -> None:
        path = tmp_path / "settings.json"
        path.write_bytes(content)
        preferences, _, owner = self._made(path)
        assert preferences.value == Settings()
        assert path.with_suffix(".damaged").read_bytes() == content
        await owner.aclose()

    async def test_a_newer_versions_settings_are_understood_as_far_as_possible(self, tmp_path: Path) -> None:
        path = tmp_path / "settings.json"
        path.write_bytes(b'{"theme": "dark", "telepathy": true}')
        preferences, _, owner = self._made(path)
        assert preferences.value.theme is ThemeChoice.DARK
        await owner.aclose()

    async def test_a_folder_that_cannot_be_written_costs_the_setting_not_the_exit(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "file").write_bytes(b"")
        preferences, _, owner = self._made(tmp_path / "file" / "settings.json")
        preferences.change(sound=True)
        await preferences.flush()
        assert preferences.value.sound
        await owner.aclose()


class TestNoticeGroups:
    def _notice(self, number: int, **changes: Any) -> Notice:
        values: dict[str, Any] = {
            "id": f"n{number:03}",
            "kind": NoticeKind.CALLBACK_RECEIVED,
            "created_at": NOW + timedelta(seconds=number),
            "service_id": "s1",
            "callback_ids": (f"c{number}",),
        }
        return Notice(**{**values, **changes})

    def test_twelve_new_callbacks_are_one_line_that_counts_them(self) -> None:
        (group,) = grouped([self._notice(n, service_id=f"s{n % 2}") for n in range(12)])
        assert group.count == 12
        assert set(group.services) == {"s0", "s1"}
        assert group.notice_ids[0] == "n011"
        assert group.callback_ids[0] == "c11"

    def test_ones_own_assignments_come_first_with_the_most_urgent_wish(self) -> None:
        wishes = [NOW + timedelta(hours=2), NOW + timedelta(hours=1), None]
        assigned = [
            self._notice(
                n, kind=NoticeKind.CALLBACK_ASSIGNED, count=3, actor_name="김관리", preferred_at=wish
            )
            for n, wish in enumerate(wishes)
        ]
        groups = grouped([self._notice(9), *assigned, self._notice(8, kind=NoticeKind.UNKNOWN)])
        assert [g.kind for g in groups] == [NoticeKind.CALLBACK_ASSIGNED, NoticeKind.CALLBACK_RECEIVED]
        assert (groups[0].count, groups[0].preferred_at, groups[0].actors) == (9, wishes[1], ("김관리",))

    def test_a_click_opens_no_more_than_a_list_can_show(self) -> None:
        many = self._notice(1, count=5000, callback_ids=tuple(f"c{n}" for n in range(5000)))
        (group,) = grouped([many])
        assert (group.count, len(group.callback_ids)) == (5000, OPENED_LIMIT)

    def test_what_reaches_us_late_is_a_digest(self) -> None:
        fresh, old = self._notice(0), self._notice(0, created_at=NOW - timedelta(minutes=5))
        assert parted([fresh, old], NOW + timedelta(seconds=60)) == ((fresh,), (old,))


CALLBACK_TABS = (Room.CALLBACKS, Room.ASSIGNMENT, Room.CANCELLATION, Room.STATS)


class TestRights:
    def _rights(self, *memberships: Membership, off: str = "") -> Rights:
        me = Me(
            id="p",
            username="p",
            name="p",
            organisation_id="o",
            organisation_name="o",
            time_zone="Asia/Seoul",
            memberships=memberships,
            server_time=NOW,
        )
        services = {
            name: Service(
                id=name, name=name, callback_enabled=name != off, sms_enabled=True, cti_enabled=True
            )
            for name in ("a", "b")
        }
        return Rights(me, services.get)

    def test_each_service_counts_for_itself(self) -> None:
        rights = self._rights(
            Membership(service_id="a", role=Role.AGENT, permissions=(Permission.PHONE,)),
            Membership(service_id="b", role=Role.SUPERVISOR, permissions=(Permission.CALLBACK_ASSIGN,)),
        )
        assert rights.callback_services() == ("a", "b")
        assert rights.assigning_services() == ("b",)
        assert rights.supervised_services() == ("b",)
        assert rights.rooms() == CALLBACK_TABS
        assert not rights.may("a", Permission.CALLBACK_ASSIGN)

    def test_a_switched_off_service_shows_nothing(self) -> None:
        boss = Membership(service_id="a", role=Role.SUPERVISOR, permissions=(Permission.CALLBACK_ASSIGN,))
        assert self._rights(boss, off="a").rooms() == ()
        assert self._rights(boss).rooms() == CALLBACK_TABS

    def test_an_agent_without_a_phone_has_no_callback_room_but_may_write_tickets_and_texts(self) -> None:
        rights = self._rights(Membership(service_id="a", role=Role.AGENT, permissions=(Permission.SMS_SEND,)))
        assert rights.rooms() == (Room.SMS_SENDING, Room.SMS_HISTORY)
        assert rights.sees_own_texts_alone()
        assert rights.member_services() == ("a",)

    def test_nobody_may_nothing(self) -> None:
        assert Rights(None, lambda _id: None).rooms() == ()


def test_settings_travel_as_readable_text() -> None:
    assert msgspec.json.decode(msgspec.json.encode(Settings()), type=Settings) == Settings()
