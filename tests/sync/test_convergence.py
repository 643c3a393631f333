"""Whatever happens in whatever order: every cache comes to equal what the server lets its person see.

Commands, assignments, rights taken and given, lost requests and answers, crashes, a server restored from its
backup. Settled, each command has exactly one receipt or waits, refused, with the person's text.
OCC_CONVERGENCE sets the number of examples (a long run finds what a short one misses).
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from occ_contract.callbacks import CallbackStatus
from occ_contract.people import Role
from occ_server.kit.problems import ApiError
from support.world import PHONE, PHONE_AND_ASSIGN
from sync.damages import DAMAGES, Damage
from sync.stage import PEOPLE, Stage

T = TypeVar("T")
EXAMPLES = int(os.environ.get("OCC_CONVERGENCE", "6"))
people = st.sampled_from(PEOPLE)
agents = st.sampled_from(("ann", "ben", "amy"))
picks = st.integers(0, 30)
FAULTS = st.sampled_from(("lost request", "lost answer", "dropped", "busy"))
PLACES = st.sampled_from(("/complete", "/note", "/v1/tickets", "/v1/sync", "/checksums"))
RIGHTS = {"none": frozenset(), "phone": PHONE, "assign": PHONE_AND_ASSIGN}


class Convergence(RuleBasedStateMachine):
    """Three people at four machines, one more in the field, and a server that fails and is restored."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="occ-convergence-"))
        self.rows: list[str] = []
        self.batches: list[str] = []
        self.texts: dict[str, tuple[str, str]] = {}  # key of a command -> who gave it, what they wrote
        self.subjects: dict[str, str] = {}  # key of a ticket -> its subject
        self.forgotten: set[str] = set()  # keys a restored server may have forgotten
        self.damaged: set[str] = set()
        self.stage = self.run(Stage(self.folder).open())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(work)

    @initialize(first=st.integers(1, 4))
    def a_morning(self, first: int) -> None:
        for _ in range(first):
            self.intake()

    @rule()
    def intake(self) -> None:
        answer = self.run(self.stage.centre.ask())
        if answer.status_code == 201:  # refused while the contract is off
            self.rows.append(answer.json()["id"])

    def _row(self, pick: int) -> str:
        return self.rows[pick % len(self.rows)] if self.rows else "nothing"

    @rule(picked=st.lists(picks, min_size=1, max_size=4), to=agents)
    def assign(self, picked: list[int], to: str) -> None:
        centre = self.stage.centre
        rows = {self._row(pick) for pick in picked}
        answer = self.run(centre.boss.assign(sorted(rows), [centre.desks[to]], "manual"))
        if answer.status_code == 200 and answer.json()["batch_id"]:
            self.batches.append(answer.json()["batch_id"])

    @rule(pick=picks)
    def cancel(self, pick: int) -> None:
        self.run(self.stage.centre.boss.cancel([self._row(pick)]))

    @precondition(lambda self: self.batches)
    @rule()
    def undo(self) -> None:
        self.run(self.stage.centre.boss.post(f"/v1/callbacks/assignments/{self.batches.pop()}/undo"))

    @rule(pick=picks)
    def complete_elsewhere(self, pick: int) -> None:
        self.run(self.stage.centre.boss.complete(self._row(pick), "관리자가 완료"))

    @rule(who=people, pick=picks)
    def complete(self, who: str, pick: int) -> None:
        """Complete a callback the person sees as theirs to complete."""
        machine = self.stage.machines[who]
        shown = self.run(machine.rows())
        mine = sorted(i for i, row in shown.items() if row.status is CallbackStatus.ASSIGNED)
        if mine:
            text = f"완료 {len(self.texts)}"
            self.texts[self.run(machine.complete(mine[pick % len(mine)], text))] = (who, text)

    @rule(who=people, pick=picks)
    def note(self, who: str, pick: int) -> None:
        machine = self.stage.machines[who]
        shown = sorted(self.run(machine.rows()))
        if shown:
            text = f"메모 {len(self.texts)}"
            self.texts[self.run(machine.note(shown[pick % len(shown)], text))] = (who, text)

    @rule(who=people)
    def register(self, who: str) -> None:
        subject = f"이력 {len(self.texts)}"
        key = self.run(self.stage.machines[who].register(self.stage.centre.service, subject))
        self.texts[key], self.subjects[key] = (who, subject), subject

    @rule(who=people)
    def round(self, who: str) -> None:
        self.run(self.stage.machines[who].round())

    @rule(who=people, fault=FAULTS, place=PLACES, times=st.integers(1, 3))
    def fault(self, who: str, fault: str, place: str, times: int) -> None:
        way = self.stage.machines[who].way
        way.only, way.plan = place, [fault] * times

    @rule(who=people, away=st.booleans())
    def line(self, who: str, away: bool) -> None:
        self.stage.machines[who].way.away = away

    @rule(who=people, rows=st.sampled_from((2, 5, 500)))
    def smaller_pages(self, who: str, rows: int) -> None:
        """Have fills, backfills and batches come in several pages, so that things happen between them."""
        puller = self.stage.machines[who].engine._puller
        puller.page_rows = puller.fill_rows = rows

    @rule(who=people, what=st.sampled_from(("intake", "assign", "cancel", "rights")), pick=picks, to=agents)
    def meanwhile(self, who: str, what: str, pick: int, to: str) -> None:
        """Have something happen right after this machine's next pull, before it goes on."""
        centre, row = self.stage.centre, self._row(pick)

        async def happen() -> None:
            if what == "intake":
                answer = await centre.ask()
                if answer.status_code == 201:
                    self.rows.append(answer.json()["id"])
            elif what == "assign":
                await centre.boss.assign([row], [centre.desks[to]], "manual")
            elif what == "cancel":
                await centre.boss.cancel([row])
            else:
                rights = RIGHTS[sorted(RIGHTS)[pick % len(RIGHTS)]]
                await centre.world.grant(centre.amy.id, centre.service, Role.AGENT, rights)

        self.stage.machines[who].way.meanwhile.append(happen)

    @rule(who=people)
    def crash(self, who: str) -> None:
        self.run(self.stage.machines[who].restart())

    @rule(who=people, writes=st.integers(0, 12))
    def die(self, who: str, writes: int) -> None:
        """Kill a program between any two writes of a round."""
        self.run(self.stage.machines[who].die_in_a_round(writes))

    @rule(who=people, damage=st.sampled_from(DAMAGES))
    def damage(self, who: str, damage: Damage) -> None:
        """Have a cache differ from what it was given; the hourly comparison is due next."""
        machine = self.stage.machines[who]
        rows = sorted(self.run(machine.rows()))
        if rows and who not in self.damaged:  # count and sum of two damages may be right again by chance
            self.damaged.add(who)
            self.run(machine.cache.write(damage, rows))
            machine.clock.move(3601)

    @rule(who=st.sampled_from(("ann", "amy")), right=st.sampled_from(sorted(RIGHTS)))
    def rights(self, who: str, right: str) -> None:
        centre = self.stage.centre
        person = centre.desks[who].id
        self.run(centre.world.grant(person, centre.service, Role.AGENT, RIGHTS[right]))

    @rule(who=st.sampled_from(("ann", "amy")))
    def leave(self, who: str) -> None:
        """Somebody leaves the service; the rule above brings them back."""
        centre = self.stage.centre
        with suppress(ApiError):  # they have left already
            self.run(centre.world.revoke(centre.desks[who].id, centre.service))

    @rule(on=st.booleans())
    def contract(self, on: bool) -> None:
        centre = self.stage.centre
        self.run(centre.world.switch(centre.service, callback_enabled=on))

    @rule()
    def backup(self) -> None:
        self.stage.backup()

    @rule()
    def restore(self) -> None:
        """Go back to the backup: what was confirmed since may be forgotten, what waits is sent again."""
        self.run(self.stage.restore())
        self.rows = self.run(self.stage.known_rows())
        self.batches = []
        self.forgotten = set(self.texts)

    @rule()
    def settle(self) -> None:
        self.run(self._settled())

    async def _settled(self) -> None:
        await self.stage.settle()
        await self.stage.check()
        self.damaged.clear()
        waiting = {c.key: c for m in self.stage.machines.values() for c in await m.commands()}
        for key, (who, text) in self.texts.items():
            receipts = await self.stage.receipt_count(key)
            if key in waiting:
                assert (waiting[key].text, receipts) == (text, 0), who
            elif key not in self.forgotten:
                assert receipts == 1, (who, text)
        for key, subject in self.subjects.items():
            made = await self.stage.ticket_count(subject)
            assert made <= 1, subject
            if key not in waiting and key not in self.forgotten:
                assert made == 1, subject

    def teardown(self) -> None:
        try:
            self.run(self._settled())
        finally:
            self.run(self.stage.close())
            self.runner.close()
            shutil.rmtree(self.folder, ignore_errors=True)


LONG = "OCC_CONVERGENCE" in os.environ
Convergence.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    derandomize=not LONG,
    phases=(Phase.generate, Phase.shrink) if LONG else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
    database=None,
)
TestConvergence = Convergence.TestCase
