"""What is asked and answered about categories, templates and sender numbers as a whole.

The rows themselves are in :mod:`occ_contract.sms`. Times are UTC.
"""

from datetime import datetime

from occ_contract.base import Request, Wire
from occ_contract.sms import SenderNumber, SmsCategory, SmsTemplate, TextType

MOST_CATEGORIES = 500  # of a service
MOST_TEMPLATES = 2000  # of a service


class SmsCategoryPage(Wire, frozen=True, kw_only=True):
    """Categories in the order of the tree: each first-level one before those below it."""

    items: tuple[SmsCategory, ...]
    next_cursor: str | None = None


class SmsTemplatePage(Wire, frozen=True, kw_only=True):
    """Templates in the order of the tree."""

    items: tuple[SmsTemplate, ...]
    next_cursor: str | None = None


class SenderNumberPage(Wire, frozen=True, kw_only=True):
    """Sender numbers, by their digits."""

    items: tuple[SenderNumber, ...]
    next_cursor: str | None = None


class SmsTemplateVersion(Wire, frozen=True, kw_only=True):
    """What a template said from ``changed_at`` on, until its next version."""

    template_id: str
    version: int
    type: TextType
    name: str
    description: str
    sender: str | None
    subject: str
    body: str
    image_ids: tuple[str, ...]
    changed_at: datetime
    changed_by: str


class SmsTemplateVersionPage(Wire, frozen=True, kw_only=True):
    """Every version of one template, newest first."""

    items: tuple[SmsTemplateVersion, ...]
    next_cursor: str | None = None


class DeleteSmsTemplates(Request, frozen=True, kw_only=True):
    """Templates to be deleted, all or none."""

    template_ids: tuple[str, ...]


class SmsCatalogueDeleted(Wire, frozen=True, kw_only=True):
    """How much was deleted: with a category all that was below it."""

    categories: int = 0
    templates: int = 0
