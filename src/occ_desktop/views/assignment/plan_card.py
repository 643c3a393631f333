"""The preview of an assignment and the two buttons that do it; why not, where it cannot be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from occ_contract.callbacks import AssignMethod
from occ_desktop.domain.failures import Failure, UnreachableReason
from occ_desktop.ui import failure_text, sentences
from occ_desktop.ui.plain_text import Label, set_tip
from occ_desktop.ui.theme.theme import set_look
from occ_desktop.ui.widgets.busy_button import BusyButton
from occ_desktop.ui.widgets.glyph import Glyph
from occ_desktop.views.assignment.plan import Plan
from occ_desktop.views.assignment.wording import AssignmentWords
from occ_desktop.views.parts.keys import cap_of_key


class PlanCard(QWidget):
    """`assign_wanted(object)`: an `AssignMethod`, by a press of its button."""

    assign_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = Plan(AssignMethod.EQUAL)
        self._offline = False
        self._refusal = ""  # why the last press did nothing; stands until another choice or press
        self._words = AssignmentWords(self)
        self._card = QFrame(self)
        self._lead = Label(self)
        self._headline = Label(self)
        self._split = Label(self)
        self._rule = Label(self)
        self._left = Label(self)
        self._hint = Label(self)
        self._mark = Glyph("info", "text3", parent=self)
        self._reason = Label(self)
        self._manual = BusyButton("", "", "plain", parent=self)
        self._equal = BusyButton("", "", "primary", glyph="check", parent=self)
        self._build()
        self._manual.clicked.connect(self._on_manual)
        self._equal.clicked.connect(self._on_equal)
        self._say()

    def _build(self) -> None:
        self._card.setProperty("ground", "soft")
        self._lead.setProperty("tone", "second")
        self._headline.setProperty("role", "section")
        self._split.setProperty("role", "section")
        for label in (self._headline, self._rule, self._left, self._hint, self._reason):
            label.setWordWrap(True)
        self._headline.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._rule.setProperty("tone", "second")
        self._left.setProperty("tone", "warning")
        self._hint.setProperty("tone", "hint")
        self._reason.setProperty("tone", "second")
        self._mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._lead, alignment=Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self._headline, 1)
        head.addWidget(self._split, alignment=Qt.AlignmentFlag.AlignBottom)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(12, 10, 12, 10)
        card.setSpacing(4)
        card.addLayout(head)
        card.addWidget(self._rule)
        card.addWidget(self._left)
        reason = QHBoxLayout()
        reason.setSpacing(8)
        reason.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        reason.addWidget(self._reason, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._manual, 2)
        buttons.addWidget(self._equal, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addWidget(self._card)
        layout.addWidget(self._hint)
        layout.addLayout(reason)
        layout.addLayout(buttons)

    def _say(self) -> None:
        self._hint.setText(
            self.tr("Rows others take meanwhile are skipped and named. You can undo for 10 minutes.")
        )
        set_tip(self._manual, cap_of_key("manual"))
        set_tip(self._equal, cap_of_key("equal"))
        self._show()

    def set_short(self, short: bool) -> None:
        """Leave the standing hint to the button's tool tip where the agents above need the height."""
        self._hint.setVisible(not short)
        keys = cap_of_key("equal")
        set_tip(self._equal, f"{keys}\n{self._hint.text()}" if short else keys)

    # What the presenter shows

    def show_plan(self, plan: Plan, *, offline: bool) -> None:
        """Show what the present choice would do; why a press was refused stays while the choice does."""
        if (plan.method, plan.rows, plan.agents) != (self._plan.method, self._plan.rows, self._plan.agents):
            self._refusal = ""
        self._plan, self._offline = plan, offline
        self._show()

    def show_failure(self, failure: Failure) -> None:
        """Say why it was not done; the choice stays as it is."""
        self._refuse(failure_text.sentence(failure))

    def show_refusal(self, plan: Plan) -> None:
        """Say why a press did nothing."""
        if plan.problem is not None:
            self.show_failure(plan.problem)
        elif self._offline:
            self._refuse(sentences.for_unreachable(UnreachableReason.OFFLINE))
        else:
            self._refuse(self._words.missing(plan))

    @contextmanager
    def working(self, method: AssignMethod) -> Iterator[None]:
        """Show that the assignment is under way; neither button can be pressed meanwhile."""
        busy, other = (
            (self._manual, self._equal) if method is AssignMethod.MANUAL else (self._equal, self._manual)
        )
        self._refusal = ""
        other.setEnabled(False)
        busy.set_busy(True)
        try:
            yield
        except Exception:  # not a cancellation: the room closes then, and its widgets may be gone
            self._rest(busy, other)
            raise
        self._rest(busy, other)

    def _rest(self, busy: BusyButton, other: BusyButton) -> None:
        busy.set_busy(False)
        other.setEnabled(True)
        self._show()

    @property
    def left(self) -> str:
        """Return the line that names the callbacks nobody chosen may take, empty without any."""
        return "" if self._left.isHidden() else self._left.text()

    @property
    def reason(self) -> str:
        """Return the line that says why something cannot be done, empty when all can."""
        return "" if self._reason.isHidden() else self._reason.text()

    @property
    def can_assign(self) -> bool:
        """Tell whether a press would assign something."""
        return self._equal.isEnabled()

    # Showing

    def _show(self) -> None:
        plan = self._plan
        manual = plan.method is AssignMethod.MANUAL
        ready = plan.ready and not self._offline
        equal_count = plan.total if ready and not manual else 0
        manual_count = plan.total if ready and len(plan.shares) == 1 else 0
        busy = self.tr("Assigning…")
        self._equal.set_texts(self._words.assign_button(AssignMethod.EQUAL, equal_count), busy)
        self._manual.set_texts(self._words.assign_button(AssignMethod.MANUAL, manual_count), busy)
        self._equal.set_kind("plain" if manual else "primary")
        self._manual.set_kind("primary" if manual else "plain")
        self._equal.setEnabled(ready or (manual and bool(plan.rows and plan.agents) and not self._offline))
        self._manual.setEnabled(bool(plan.rows and plan.agents) and not self._offline)
        self._show_card(plan)
        self._show_reason(plan)

    def _show_card(self, plan: Plan) -> None:
        filled = plan.problem is None and plan.total > 0
        left = self._words.left(plan) if plan.problem is None else ""
        for label in (self._lead, self._headline, self._split):
            label.setVisible(filled)
        set_look(self._card, ground="soft" if filled else "amberb" if plan.problem or left else "sunken")
        set_look(self._rule, tone="second" if filled or not (plan.problem or left) else "warning")
        if plan.problem is not None:
            self._rule.setText(failure_text.sentence(plan.problem))
        elif not filled:
            missing = self._words.missing(plan) or left
            self._rule.setText(missing or self.tr("Others took all of these meanwhile. Choose again."))
        else:
            self._lead.setText(self._words.lead(plan.method))
            self._headline.setText(self._words.headline(plan))
            self._split.setText(self._words.split(plan))
            self._rule.setText(self._words.rule(plan))
        self._left.setText(left)
        self._left.setVisible(filled and bool(left))
        set_tip(self._left, self._words.reasons(plan.left))
        spoken = (self._headline.text(), self._rule.text(), left) if filled else (self._rule.text(),)
        self._card.setAccessibleName(" ".join(filter(None, spoken)))

    def _show_reason(self, plan: Plan) -> None:
        if self._refusal:
            self._reason_line(self._refusal, error=True)
        elif self._offline:
            self._reason_line(sentences.for_unreachable(UnreachableReason.OFFLINE))
        elif plan.agents > 1 and plan.problem is None:
            self._reason_line(self._words.manual_reason(plan.agents))
        else:
            self._reason_line("")

    def _refuse(self, sentence: str) -> None:
        self._refusal = sentence
        self._reason_line(sentence, error=True)

    def _reason_line(self, text: str, *, error: bool = False) -> None:
        self._reason.setText(text)
        self._reason.setVisible(bool(text))
        self._mark.setVisible(bool(text))
        self._mark.show_glyph("warning-circle" if error else "info", "red" if error else "text3")
        set_look(self._reason, tone="error" if error else "second")
        self._card.setVisible(text != self._rule.text())  # the same sentence once, in red

    def _on_manual(self) -> None:
        if self._plan.agents > 1:
            self._refuse(self._words.manual_reason(self._plan.agents))
        else:
            self.assign_wanted.emit(AssignMethod.MANUAL)

    def _on_equal(self) -> None:
        self.assign_wanted.emit(AssignMethod.EQUAL)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
