"""The server's calls of texting, one typed method each; keys and failures are as `api` says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from occ_contract.sms import (
    CustomerTexts,
    NewSmsCategory,
    NewSmsRequest,
    NewSmsTemplate,
    SmsCancelled,
    SmsCategory,
    SmsCategoryChange,
    SmsImage,
    SmsMessage,
    SmsMessagePage,
    SmsPreview,
    SmsRequestAccepted,
    SmsTemplate,
    SmsTemplateChange,
)
from occ_contract.sms_catalogue import DeleteSmsTemplates
from occ_desktop.domain.message_filters import MessageFilter
from occ_desktop.remote.auth import Auth

_NOTHING = type(None)
_CATEGORIES = "/v1/sms/categories"
_TEMPLATES = "/v1/sms/templates"
_IMAGES = "/v1/sms/images"
_REQUESTS = "/v1/sms/requests"
_MESSAGES = "/v1/sms/messages"


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


class TextingApi:
    """One signed-in person's calls of texting."""

    def __init__(self, auth: Auth) -> None:
        self._auth = auth

    # categories and templates

    async def create_category(self, body: NewSmsCategory, *, key: str) -> SmsCategory:
        """Make a category."""
        return await self._auth.call("POST", _CATEGORIES, SmsCategory, body=body, key=key)

    async def change_category(self, category_id: str, body: SmsCategoryChange, *, key: str) -> SmsCategory:
        """Rename, switch, or move a category."""
        path = f"{_CATEGORIES}/{category_id}"
        return await self._auth.call("PATCH", path, SmsCategory, body=body, key=key)

    async def delete_category(self, category_id: str, *, key: str) -> None:
        """Delete a category with everything below it."""
        await self._auth.call("DELETE", f"{_CATEGORIES}/{category_id}", _NOTHING, key=key)

    async def create_template(self, body: NewSmsTemplate, *, key: str) -> SmsTemplate:
        """Make a template."""
        return await self._auth.call("POST", _TEMPLATES, SmsTemplate, body=body, key=key)

    async def change_template(self, template_id: str, body: SmsTemplateChange, *, key: str) -> SmsTemplate:
        """Change a template, or move it."""
        path = f"{_TEMPLATES}/{template_id}"
        return await self._auth.call("PATCH", path, SmsTemplate, body=body, key=key)

    async def delete_templates(self, ids: tuple[str, ...], *, key: str) -> None:
        """Delete templates together."""
        await self._auth.call(
            "POST", f"{_TEMPLATES}/delete", _NOTHING, body=DeleteSmsTemplates(template_ids=ids), key=key
        )

    # images

    async def upload_image(self, service_id: str, name: str, jpeg: bytes, *, key: str) -> SmsImage:
        """Hand in a JPEG."""
        params = {"service_id": service_id, "name": name}
        return await self._auth.call("POST", _IMAGES, SmsImage, body=jpeg, params=params, key=key)

    async def image(self, image_id: str) -> bytes:
        """Fetch the JPEG of an image."""
        return await self._auth.call("GET", f"{_IMAGES}/{image_id}", bytes)

    # sending

    async def preview(self, body: NewSmsRequest, *, key: str) -> SmsPreview:
        """Ask what a confirmation must show."""
        return await self._auth.call("POST", f"{_REQUESTS}/preview", SmsPreview, body=body, key=key)

    async def send(self, body: NewSmsRequest, *, key: str) -> SmsRequestAccepted:
        """Send or reserve texts, once for each ``key``."""
        return await self._auth.call("POST", _REQUESTS, SmsRequestAccepted, body=body, key=key)

    async def cancel_message(self, message_id: str, *, key: str) -> SmsCancelled:
        """Take one message back, if it has not been handed over."""
        return await self._auth.call("POST", f"{_MESSAGES}/{message_id}/cancel", SmsCancelled, key=key)

    async def cancel_request(self, request_id: str, *, key: str) -> SmsCancelled:
        """Take back what of a request has not been handed over."""
        return await self._auth.call("POST", f"{_REQUESTS}/{request_id}/cancel", SmsCancelled, key=key)

    async def release_request(self, request_id: str, *, key: str) -> None:
        """Have the held messages of a request sent after all."""
        await self._auth.call("POST", f"{_REQUESTS}/{request_id}/release", _NOTHING, key=key)

    # history

    async def message(self, message_id: str) -> SmsMessage:
        """Read one message (audited as a customer view)."""
        return await self._auth.call("GET", f"{_MESSAGES}/{message_id}", SmsMessage)

    async def customer_texts(self, callback_id: str) -> CustomerTexts:
        """Ask which texts the customer of a callback got (audited)."""
        return await self._auth.call("GET", f"/v1/callbacks/{callback_id}/texts", CustomerTexts)

    async def messages(self, f: MessageFilter, cursor: str | None, limit: int) -> SmsMessagePage:
        """Search on the server, newest registered first."""
        params: Mapping[str, Any] = {
            "service_id": f.services,
            "kind": f.kind.value if f.kind else None,
            "type": f.type.value if f.type else None,
            "status": tuple(status.value for status in f.statuses),
            "from": _time(f.registered_from),
            "to": _time(f.registered_to),
            "template_id": f.templates,
            "agent_id": f.agents,
            "sender": f.senders,
            "recipient": f.recipient or None,
            "cursor": cursor,
            "limit": limit,
        }
        return await self._auth.call("GET", _MESSAGES, SmsMessagePage, params=params)
