"""The sentences of the assignment tab: what a press would do, what it did, and who was left out."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QObject

from occ_contract.callbacks import AssignAnswer, AssignMethod, Skipped, UndoAnswer
from occ_contract.errors import ErrorCode
from occ_contract.phone import shown
from occ_desktop.ui import sentences
from occ_desktop.views.assignment.plan import Plan, without_taker

_NAMED = 3
_LISTED_SHARES = 5


class AssignmentWords(QObject):
    """Asked whenever a sentence is shown, so that a language change needs nothing but showing again."""

    def lead(self, method: AssignMethod) -> str:
        """Return the words before the headline of the preview."""
        if method is AssignMethod.MANUAL:
            return self.tr("Manually")
        return self.tr("Equally")

    def headline(self, plan: Plan) -> str:
        """Return how many callbacks go to how many agents."""
        takers = plan.takers
        if len(takers) == 1:
            text = self.tr("%n callback(s) to {name}", "", plan.total)
            return text.format(name=takers[0].name)
        text = self.tr("%n callback(s) among {agents} agents", "", plan.total)
        return text.format(agents=len(takers))

    def split(self, plan: Plan) -> str:
        """Return the split in figures: ``4 · 4 · 3 · 3``, for many agents ``4 × 12 · 3 × 5``."""
        counts = sorted((share.count for share in plan.takers), reverse=True)
        if len(counts) <= 1:
            return ""
        if len(counts) <= _LISTED_SHARES:
            return " · ".join(f"{count:,}" for count in counts)
        grouped = [(count, len(list(same))) for count, same in groupby(counts)]
        return " · ".join(f"{count:,} × {agents}" for count, agents in grouped)

    def rule(self, plan: Plan) -> str:
        """Return the rule by which the split was made, in one sentence."""
        takers = plan.takers
        first = takers[0]
        if len(takers) == 1:
            text = self.tr("All go to {name}. A callback in a call now is left alone.")
            return text.format(name=first.name)
        if not plan.even:
            return self.tr(
                "In the order received, one by one in turn, to each only what they may take. "
                "The largest share is as small as that allows."
            )
        text = self.tr(
            "In the order received, one by one in turn, beginning with {name}, who has the fewest open ones. "
            "No two get numbers that differ by more than one.",
        )
        return text.format(name=first.name)

    def left(self, plan: Plan) -> str:
        """Return which chosen callbacks nobody chosen may take, empty when there are none."""
        if not plan.left:
            return ""
        text = self.tr("No chosen agent may take %n callback(s): {names}", "", len(plan.left))
        return text.format(names=self._names(plan.left))

    def missing(self, plan: Plan) -> str:
        """Return what is still to be chosen, empty when nothing is."""
        if not plan.rows and not plan.agents:
            return self.tr("Choose callbacks on the left and agents above.")
        if not plan.rows:
            return self.tr("Choose the callbacks to be assigned on the left.")
        if not plan.agents:
            return self.tr("Choose the agents who take them above.")
        return ""

    def manual_reason(self, agents: int) -> str:
        """Return why manual assignment is not for several agents."""
        return sentences.for_code(ErrorCode.MANUAL_NEEDS_ONE_AGENT, {"count": agents})

    def done(self, answer: AssignAnswer, names: Sequence[str]) -> str:
        """Return what was assigned; ``names`` are those who got something."""
        if not answer.assigned and len(without_taker(answer.skipped)) == len(answer.skipped):
            return self.tr("Nothing was assigned: no chosen agent may take these callbacks.")
        if not answer.assigned:
            return self.tr("Nothing was assigned: others were quicker.")
        if len(names) == 1:
            text = self.tr("%n callback(s) assigned to {name}", "", len(answer.assigned))
            return text.format(name=names[0])
        text = self.tr("%n callback(s) assigned to {agents} agents", "", len(answer.assigned))
        return text.format(agents=len(names))

    def undone(self, answer: UndoAnswer) -> str:
        """Return what an undo brought back."""
        if not answer.restored:
            return self.tr("Nothing could be undone: every callback was worked on since.")
        return self.tr("%n callback(s) as they were before", "", len(answer.restored))

    def left_out(self, skipped: Sequence[Skipped]) -> str:
        """Return who was skipped, by name; the first few when there are many."""
        return self.tr("Skipped: {names}").format(names=self._names(skipped)) if skipped else ""

    def reasons(self, skipped: Sequence[Skipped]) -> str:
        """Return each skipped row with its reason, one a line."""
        return "\n".join(
            self.tr("{name}: {reason}").format(name=self.customer(row), reason=self.reason(row))
            for row in skipped
        )

    def reason(self, row: Skipped) -> str:
        """Return why a row was skipped."""
        params: dict[str, object] = {}
        if row.by_name:
            params["by_name"] = row.by_name
        if row.status is not None:
            params["status"] = row.status.value
        return sentences.for_code(ErrorCode(row.code), params)

    def customer(self, row: Skipped) -> str:
        """Return the customer's name, else their number, or that there is neither."""
        return row.name or (shown(row.phone) if row.phone else self.tr("Customer without a name"))

    def _names(self, rows: Sequence[Skipped]) -> str:
        """Return the customers of the first few rows, and how many more there are."""
        names = ", ".join(self.customer(row) for row in rows[:_NAMED])
        more = len(rows) - _NAMED
        return self.tr("{names} and %n more", "", more).format(names=names) if more > 0 else names

    def assign_button(self, method: AssignMethod, count: int) -> str:
        """Return the label of the button, which names the count."""
        if method is AssignMethod.MANUAL:
            text = self.tr("Assign manually (%n)", "", count)
            return text if count else self.tr("Assign manually")
        return self.tr("Assign equally (%n)", "", count) if count else self.tr("Assign equally")
