"""The sentences of the cancellation tab: the question, what was taken back, and who was left out."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from occ_contract.callbacks import CancelAnswer, Skipped
from occ_contract.errors import ErrorCode
from occ_contract.phone import shown
from occ_desktop.ui import sentences

_NAMED = 3


class CancellationWords(QObject):
    """Asked whenever a sentence is shown."""

    def button(self, count: int) -> str:
        """Return the label of the button, which names the count."""
        return self.tr("Cancel assignment (%n)", "", count) if count else self.tr("Cancel assignment")

    def take_all(self, count: int) -> str:
        """Return the label of the button where it takes back everything listed."""
        return self.tr("Take all back (%n)", "", count)

    def question(self, count: int, agent: str) -> str:
        """Return what is asked before; ``agent`` is the one whose rows are listed, empty for everybody."""
        if agent:
            return self.tr("Take %n callback(s) back from {name}?", "", count).format(name=agent)
        return self.tr("Cancel the assignment of %n callback(s)?", "", count)

    def leave(self) -> str:
        """Return the answer that changes nothing."""
        return self.tr("Leave as it is")

    def consequence(self) -> str:
        """Return what follows."""
        return self.tr(
            "They become “Cancelled” and can be assigned again. Callbacks in a call now are left alone."
        )

    def done(self, answer: CancelAnswer) -> str:
        """Return what was taken back."""
        if not answer.cancelled:
            return self.tr("No assignment was cancelled.")
        return self.tr("Assignment of %n callback(s) cancelled", "", len(answer.cancelled))

    def left_out(self, skipped: Sequence[Skipped]) -> str:
        """Return who was skipped, by name; the first few when there are many."""
        if not skipped:
            return ""
        names = ", ".join(self._customer(row) for row in skipped[:_NAMED])
        more = len(skipped) - _NAMED
        if more > 0:
            return self.tr("Skipped: {names} and %n more", "", more).format(names=names)
        return self.tr("Skipped: {names}").format(names=names)

    def reasons(self, skipped: Sequence[Skipped]) -> str:
        """Return each skipped row with its reason, one a line."""
        return "\n".join(
            self.tr("{name}: {reason}").format(name=self._customer(row), reason=self._reason(row))
            for row in skipped
        )

    def _reason(self, row: Skipped) -> str:
        params: dict[str, object] = {"by_name": row.by_name} if row.by_name else {}
        if row.status is not None:
            params["status"] = row.status.value
        return sentences.for_code(ErrorCode(row.code), params)

    def _customer(self, row: Skipped) -> str:
        return row.name or (shown(row.phone) if row.phone else self.tr("Customer without a name"))
