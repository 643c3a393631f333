"""The sentences of the template room. Asked whenever one is shown, so that another language needs no more."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject

from occ_contract.errors import ErrorCode
from occ_contract.phone import shown
from occ_contract.sms import SmsCategory, SmsTemplate, TextType
from occ_desktop.domain.failures import Failure, Refused
from occ_desktop.domain.text_drafts import WrittenTemplate
from occ_desktop.services.texting_templates import Branch
from occ_desktop.ui import failure_text, sentences
from occ_desktop.ui.tables.states import State, StateAction, StateKind
from occ_desktop.ui.texting_words import name_of
from occ_desktop.views.sms_templates.editing import CONTENTS, differing, refused_fields
from occ_desktop.views.sms_templates.lines import path_of

MAKE = "make"  # the action of a state: make a category
MINE, THEIRS, ANEW = "mine", "theirs", "anew"  # decisions on what a colleague did meanwhile


class TemplateWords(QObject):
    """Everything said about categories, templates and their pictures."""

    # what stands in the middle

    def nothing_yet(self, *, keep: bool) -> State:
        """Return what is said where a service has no category."""
        title = self.tr("No category yet")
        if not keep:
            return State(
                StateKind.EMPTY,
                title,
                (self.tr("Whoever keeps the templates of this service makes the first one."),),
                glyph="folders",
            )
        steps = (
            self.tr(
                "Templates stand in categories of two levels, such as “Delivery” and below it “Dispatch”."
            ),
            self.tr("Make a first-level category, then one below it, then its templates."),
        )
        action = StateAction(MAKE, self.tr("Make the first category"), "folders", strong=True)
        return State(StateKind.EMPTY, title, steps, (action,), glyph="folders")

    def none_chosen(self, templates: int, *, keep: bool) -> State:
        """Return what is said while nothing is chosen."""
        says = self.tr("Choose a template or a category at the left.")
        more = self.tr("Drag a line to another place, or press Alt with an arrow.") if keep else ""
        title = self.tr("%n template(s)", "", templates)
        return State(StateKind.NOTICE, title, tuple(filter(None, (says, more))), glyph="chat-text")

    def loading(self) -> State:
        """Return what is said before the first rows are here."""
        title = self.tr("The templates are on their way")
        return State(StateKind.NOTICE, title, (), glyph="arrows-clockwise")

    def facts(self, tree: Sequence[Branch], category: SmsCategory) -> str:
        """Return what stands below a category, and above it."""
        above = path_of(tree, category.id)
        branch = _branch(tree, category.id)
        templates = self.tr("%n template(s)", "", branch.count if branch else 0)
        if category.parent_id is None:
            below = self.tr("%n category(ies) below", "", len(branch.children) if branch else 0)
            return f"{below} · {templates}"
        parts = [f"{above[0].name} › {category.name}" if above else category.name, templates]
        if above and not above[0].enabled:
            parts.append(self.tr("hidden, since “{name}” is not in use").format(name=above[0].name))
        return " · ".join(parts)

    # rights and the way to the server

    def read_only(self) -> str:
        """Return why nothing can be changed here."""
        return self.tr("You may look at the templates of this service. Changing them takes another right.")

    def why_locked(self) -> str:
        """Return it for the foot of a text."""
        return self.tr("Read only: you may not keep templates here")

    def offline(self) -> str:
        """Return what cannot be done without the server."""
        return self.tr("Offline: what you type is kept on this PC. Saving needs the server.")

    def not_saved(self, failure: Failure) -> str:
        """Return that saving failed, why, and that nothing is lost."""
        why = failure_text.sentence(failure)
        if isinstance(failure, Refused) and (faults := refused_fields(failure.params)):
            why = sentences.for_code(faults[0].code, faults[0].params)
        return self.tr("Not saved. {why} What you typed is kept on this PC.").format(why=why)

    def not_done(self, failure: Failure) -> str:
        """Return that a move or a deletion failed, and why."""
        return self.tr("Nothing was changed. {why}").format(why=failure_text.sentence(failure))

    def no_moves(self) -> str:
        """Return why nothing is put in order while one searches."""
        return self.tr("Clear the search to put lines in order: it hides what stands between them.")

    def unsaved(self, kept_at: str) -> str:
        """Return that there is something to save."""
        if not kept_at:
            return self.tr("Not saved yet")
        return self.tr("Not saved yet · kept here at {time}").format(time=kept_at)

    def saved(self, who: str, when: str) -> str:
        """Return who changed the template last, and when."""
        if not when:
            return ""
        return self.tr("Changed by {name}, {time}").format(name=who or self.tr("somebody"), time=when)

    # faults

    def category_fault(self, code: ErrorCode, params: Mapping[str, Any]) -> str:
        """Return what is wrong with the name of a category."""
        if code is ErrorCode.TAKEN:
            return self.tr("There is a category of this name already. Choose another name.")
        return sentences.for_code(code, params)

    def fault(self, field: str, code: ErrorCode, params: Mapping[str, Any]) -> str:
        """Return what is wrong with a field of a template."""
        if field == "subject" and code is ErrorCode.REQUIRED:
            return self.tr("Senders may not change this template, so it needs its subject here.")
        if field == "category_id":
            return self.tr("Choose the category it is to stand in.")
        return sentences.for_code(code, params)

    # deleting

    def delete_title(self, count: int) -> str:
        """Return the question about checked templates."""
        return self.tr("Delete %n template(s)?", "", count)

    def delete_names(self, names: Sequence[str]) -> str:
        """Return which they are, the first few when there are many."""
        few = ", ".join(f"“{name}”" for name in names[:4])
        more = len(names) - 4
        if more <= 0:
            return few
        return self.tr("{names} and %n more", "", more).format(names=few)

    def delete_note(self) -> str:
        """Return what a deletion leaves alone."""
        return self.tr("What was sent from them stays readable in the history. Reserved texts are held.")

    def delete_button(self, count: int) -> str:
        """Return the verb, with the count."""
        return self.tr("Delete (%n)", "", count)

    def delete_category_title(self, name: str) -> str:
        """Return the question about a category."""
        return self.tr("Delete the category “{name}”?").format(name=name)

    def delete_category_text(self, branch: Branch) -> str:
        """Return what goes with it, counted."""
        templates = self.tr("%n template(s)", "", branch.count)
        if branch.children:
            below = self.tr("%n category(ies) below", "", len(branch.children))
            return self.tr("With it go {categories} and {templates}.").format(
                categories=below, templates=templates
            )
        return self.tr("With it go {templates}.").format(templates=templates)

    def delete_category_button(self, branch: Branch) -> str:
        """Return the verb, with the count of what goes."""
        gone = 1 + len(branch.children) + branch.count
        return self.tr("Delete all of it (%n)", "", gone) if gone > 1 else self.tr("Delete the category")

    def category_first(self, *, any_first: bool) -> str:
        """Return why a category is made before the template that was asked for."""
        if any_first:
            return self.tr("Templates stand below the second level: make a category there first.")
        return self.tr("Templates stand below two levels of categories: make the first one now.")

    def discard_title(self) -> str:
        """Return the question before typed text is given up."""
        return self.tr("Give up what you typed?")

    def discard_text(self, *, new: bool) -> str:
        """Return what is there afterwards."""
        if new:
            return self.tr("The new template is not made, and the text is lost.")
        return self.tr("The template is shown as it was saved last, and your changes are lost.")

    def discard(self) -> str:
        """Return the verb."""
        return self.tr("Give it up")

    def keep(self) -> str:
        """Return the answer that loses nothing."""
        return self.tr("Keep it")

    # conflicts

    def conflict(self, by: str) -> tuple[str, str]:
        """Return title and sentence where a colleague changed what is being edited."""
        title = self.tr("{name} has changed this template meanwhile").format(name=by or self.tr("Somebody"))
        return title, self.tr("Your text stands below, theirs here. Nothing is saved until you decide.")

    def choices(self) -> tuple[StateAction, ...]:
        """Return what can be done about it; the main one loses nothing of what was typed here."""
        mine = StateAction(MINE, self.tr("Save mine"), strong=True)
        return mine, StateAction(THEIRS, self.tr("Take theirs, drop mine"))

    def anew(self) -> tuple[StateAction, ...]:
        """Return what can be done where it was deleted."""
        return (StateAction(ANEW, self.tr("Make a new template"), strong=True),)

    def gone(self) -> tuple[str, str]:
        """Return title and sentence where what is being edited was deleted."""
        return (
            self.tr("This template was deleted meanwhile"),
            self.tr("What you typed stands below. You can make a new template of it."),
        )

    def theirs(self, written: WrittenTemplate, template: SmsTemplate) -> tuple[tuple[str, str], ...]:
        """Return each field a colleague has otherwise, under its name."""
        found = [name for name in differing(written, template) if name in CONTENTS]
        return tuple((self.field(name), self._value(name, template)) for name in found)

    def field(self, name: str) -> str:
        """Return the name of a field."""
        names = {
            "type": self.tr("Type"),
            "name": self.tr("Name"),
            "description": self.tr("Description"),
            "sender": self.tr("Sender number"),
            "subject": self.tr("Subject"),
            "body": self.tr("Text"),
            "image_ids": self.tr("Pictures"),
        }
        return names.get(name, name)

    def _value(self, name: str, template: SmsTemplate) -> str:
        value = getattr(template, name)
        if isinstance(value, TextType):
            return name_of(value)
        if name == "image_ids":
            return self.tr("%n picture(s)", "", len(value))
        text = shown(value) if name == "sender" and value else str(value or "")
        return text or self.tr("(empty)")

    # pictures

    def picture_waits(self) -> str:
        """Return why a template with such pictures is not saved."""
        return self.tr("A picture is still on its way, or could not be added. Wait, or take it out.")


def _branch(tree: Sequence[Branch], category_id: str) -> Branch | None:
    for branch in tree:
        for one in (branch, *branch.children):
            if one.category.id == category_id:
                return one
    return None
