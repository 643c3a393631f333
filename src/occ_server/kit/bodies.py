"""Decodes JSON bodies for every endpoint: UTF-8, with or without a byte-order mark. It knows no topic.

The bytes themselves stay as they came: a command's receipt is bound to them. A body is held against the
handler's type here, strictly: Litestar takes a number for a time and ``"null"`` for nothing.
"""

import codecs
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException
from litestar.serialization import decode_json

from occ_contract.errors import ErrorCode
from occ_server.kit.faults import body_faults, fits
from occ_server.kit.problems import ApiError

# Declared by careless senders over bodies that are UTF-8 all the same; others are taken at their word.
_HARMLESS = frozenset({"utf-8", "utf-8-sig", "ascii", "iso8859-1", "cp1252"})
_DECODED = "decoded_body"
_WANTED = "Send the body as UTF-8 (RFC 8259)."


class JsonRequest(Request[Any, Any, Any]):
    """A request whose JSON must be UTF-8 and may begin with a byte-order mark."""

    async def json(self) -> Any:
        """Return the decoded body.

        :raises ApiError: 400 ``body_not_utf8`` (offset of the first byte that is not; none where the header
            declares another encoding); 422 ``validation_failed`` with every field that does not fit.
        :raises SerializationException: when it is no JSON.
        """
        state = self.scope["state"]
        if _DECODED in state:
            return state[_DECODED]
        body = await self.body()
        if not body.isascii():
            self._check(body)
        decoders = self.route_handler.resolve_type_decoders()
        try:
            decoded = decode_json(body.removeprefix(codecs.BOM_UTF8) or b"null", type_decoders=decoders)
        except RecursionError as error:  # thousands of brackets
            raise SerializationException("nested too deeply") from error
        self._check_fields(decoded)
        state[_DECODED] = decoded
        return decoded

    def _check_fields(self, decoded: Any) -> None:
        body = self.route_handler.parsed_fn_signature.parameters.get("data")
        if body is None or fits(decoded, body.annotation):
            return
        fields = msgspec.to_builtins(body_faults(decoded, body.annotation))
        raise ApiError(ErrorCode.VALIDATION_FAILED, 422, fields=fields)

    def _check(self, body: bytes) -> None:
        if (declared := self.content_type[1].get("charset")) and not _is_harmless(declared):
            raise ApiError(ErrorCode.BODY_NOT_UTF8, 400, _WANTED)
        try:
            body.decode()
        except UnicodeDecodeError as error:
            raise ApiError(ErrorCode.BODY_NOT_UTF8, 400, _WANTED, offset=error.start) from None


def _is_harmless(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in _HARMLESS
    except (LookupError, ValueError):
        return True  # a name nobody knows says nothing; the bytes decide
