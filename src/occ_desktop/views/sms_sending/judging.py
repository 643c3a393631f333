"""Shows the text that is written and what is wrong with it, each at its part; what lacks, only after a press.

Refusals of the server stand in the same places, until what they are about is changed.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from occ_contract.errors import ErrorCode
from occ_contract.sms import SmsTemplate, TextType
from occ_desktop.domain.sync_status import fills_first, reachable
from occ_desktop.domain.text_drafts import WrittenText
from occ_desktop.services.container import Services
from occ_desktop.ui.marking import QT_TRANSLATE_NOOP
from occ_desktop.ui.sentences import for_code, for_unreachable
from occ_desktop.views.sms_sending.catalogue import Catalogue
from occ_desktop.views.sms_sending.composing import Part, Wrong, asked_for, wrongs
from occ_desktop.views.sms_sending.writing import Writing
from occ_desktop.views.texting_parts.pictures import Pictures

if TYPE_CHECKING:
    from occ_desktop.views.sms_sending.view import SendingView

_LACKING = frozenset({ErrorCode.REQUIRED})
_ON_METER = frozenset(
    {ErrorCode.TEXT_UNSENDABLE, ErrorCode.TEXT_TOO_MANY_BYTES, ErrorCode.PLACEHOLDER_MISSING}
)
_OFFLINE = QT_TRANSLATE_NOOP("SendingWords", "{why} What you wrote stays here.")
_FIXED = QT_TRANSLATE_NOOP("SendingWords", "The text of this template is fixed")
_NUMBERS = QT_TRANSLATE_NOOP("SendingWords", "The sender numbers are still being fetched.")
_PICTURES = QT_TRANSLATE_NOOP("SendingWords", "A picture is not there yet. Wait for it, or take it out.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("SendingWords", text)


class Judging:
    """``asked``: the person pressed once, so what lacks is said as well."""

    def __init__(self, services: Services, view: "SendingView", writing: Writing, pictures: Pictures) -> None:
        self._services = services
        self._view = view
        self._writing = writing
        self._pictures = pictures
        self._asked = False
        self._online = reachable(services.workplace.status)
        self._server: tuple[Wrong, ...] = ()
        self._of = WrittenText()  # what the server's refusals are about
        self._file = self._failed = ""
        self._catalogue = Catalogue()
        self._template: SmsTemplate | None = None
        self._around: tuple[object, ...] = ()

    def show_text(self, catalogue: Catalogue, template: SmsTemplate | None, *, others: bool) -> None:
        """Show what is written, and what is wrong with it now."""
        self._catalogue, self._template = catalogue, template
        text, form = self._writing.text, self._view.form
        around = (template, text.type, catalogue, text.sender, self._of_template(), self._numbers_known)
        if around != self._around:
            self._around = around
            self._show_around()
        if others:
            form.text.set_measuring(self._writing.measuring)
            form.text.set_placeholders(self._writing.to.names)
            imported = len(text.recipients)
            form.recipients.show_addressees(self._writing.to, text.typed, self._writing.file, imported)
        if text.body != form.text.body or (text.type is TextType.MMS and text.subject != form.text.title):
            form.text.set_text(text.subject, text.body)
        form.show_values(asked_for(text, self._writing.to), text.values, self._writing.to.typed)
        form.reservation.show_value(text.reserve_at)
        form.show_unless(
            offered=text.callback_id is not None and text.reserve_at is not None,
            checked=text.unless_completed,
        )
        if text != self._of:
            self._server, self._failed = (), ""
        self._show()

    def _show_around(self) -> None:
        """Show what does not change while one writes."""
        text, form, template = self._writing.text, self._view.form, self._template
        locked = template is not None and not template.editable
        why = _tr(_FIXED) if locked else ""
        name = template.name if template is not None else ""
        path = self._catalogue.path(template.id) if template is not None else ""
        form.head.show_template(name, path, locked=locked, wrong=self._of_template())
        form.show_kind(text.type, locked=why, pictures=not locked or bool(text.image_ids))
        form.show_senders(self._catalogue.numbers, text.sender, known=self._numbers_known)
        form.text.set_read_only(locked, why)
        form.pictures.set_read_only(locked)

    def say_of_file(self, sentence: str) -> None:
        """Say why a file could not be read, empty: it was."""
        self._file = sentence
        self._show()

    def show_online(self, online: bool) -> None:
        """The server came or went."""
        self._online = online
        self._show()

    def tick(self) -> None:
        """The server's clock went on."""
        self._view.form.reservation.tick()
        if self._writing.text.reserve_at is not None:
            self._show()

    def forget(self) -> None:
        """Another text begins."""
        self._asked, self._server, self._file, self._failed = False, (), "", ""

    def refuse(self, found: Sequence[Wrong]) -> None:
        """Show what the server would not take."""
        self._server, self._of = tuple(found), self._writing.text
        self._asked = True
        self._show()
        if found:
            self._view.form.go_to(found[0].part)

    def fail(self, sentence: str) -> None:
        """Say why no answer came, empty: nothing is known to be in the way."""
        self._failed, self._of = sentence, self._writing.text
        self._show()

    def may_send(self) -> bool:
        """Tell whether nothing is known to be wrong; else say so and go there."""
        self._asked = True
        found = self._wrongs()
        self._show()
        if found and found[0].part is not Part.ALL:
            self._view.form.go_to(found[0].part)
        return not found and self._online

    @property
    def _numbers_known(self) -> bool:
        """Tell whether a service without a number has none: its catalogue is read, and no first fill runs."""
        return bool(self._catalogue.senders) or self._all_known

    @property
    def _all_known(self) -> bool:
        read = self._catalogue.service_id == self._writing.text.service_id
        return read and not fills_first(self._services.workplace.status)

    def _of_template(self) -> str:
        text = self._writing.text
        lost = text.template_id is not None and self._template is None and self._all_known
        return for_code(ErrorCode.TEMPLATE_UNUSABLE) if lost else ""

    def _wrongs(self) -> list[Wrong]:
        writing = self._writing
        found = list(wrongs(writing.text, writing.to, writing.measuring, self._services.clock.now()))
        text = writing.text
        if text.sender and text.sender not in self._catalogue.numbers and self._numbers_known:
            found.insert(0, Wrong(Part.SENDER, ErrorCode.SENDER_UNUSABLE, {"sender": text.sender}))
        if self._of_template():
            found.insert(0, Wrong(Part.TEMPLATE, ErrorCode.TEMPLATE_UNUSABLE, {}))
        if self._pictures.waiting and not self._view.form.pictures.isHidden():
            found.append(Wrong(Part.IMAGES, ErrorCode.IMAGE_UNUSABLE, {}))
        return found

    def _show(self) -> None:
        own = self._wrongs()
        errors: dict[Part, str] = {}
        for wrong in (*own, *self._server):
            if wrong.code in _LACKING and not self._asked:
                continue
            if wrong in own and wrong.code in _ON_METER and wrong.part is not Part.ALL:
                continue  # the meter says it
            errors.setdefault(wrong.part, self._sentence(wrong, own))
        if self._file:
            errors[Part.RECIPIENTS] = self._file
        if self._of_template():
            errors.pop(Part.TEMPLATE, None)  # the head says it
        self._view.form.show_errors(errors)
        self._view.side.show_wrong(self._above_button(own, errors), passing=not self._online)

    def _sentence(self, wrong: Wrong, own: Sequence[Wrong]) -> str:
        if wrong.part is Part.IMAGES and wrong in own:
            return _tr(_PICTURES)
        if wrong.part is Part.SENDER and wrong.code is ErrorCode.REQUIRED and not self._numbers_known:
            return _tr(_NUMBERS)
        return self._view.words.wrong(wrong)

    def _above_button(self, own: list[Wrong], errors: dict[Part, str]) -> str:
        if not self._online:
            return _tr(_OFFLINE).format(why=for_unreachable("offline"))
        if self._failed:
            return self._failed
        if Part.ALL in errors:
            return errors[Part.ALL]
        if self._asked and own:
            return self._sentence(own[0], own)
        return next(iter(errors.values()), "") if self._asked else ""
