"""Decodes JSON bodies for every endpoint: UTF-8, with or without a byte-order mark. It knows no topic.

The bytes themselves stay as they came: a command's receipt is bound to them. A body is held against the
handler's type here, strictly: Litestar takes a number for a time and ``"null"`` for nothing.

A handler whose callers must not lose a request over one careless field says ``body_forgiving=True`` in its
``opt``: halves of a surrogate pair, bare control characters and numbers beyond any float are then read as
Python reads them, what is nested beyond ``MOST_LEVELS`` as null, and the handler makes of them what it can.
Only required texts must be writable as UTF-8.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Request
from litestar.exceptions import SerializationException
from litestar.serialization import decode_json

from occ_contract.errors import ErrorCode, FieldProblem
from occ_server.kit.faults import body_faults, fits
from occ_server.kit.notations import read_ids
from occ_server.kit.problems import ApiError

# Declared by careless senders over bodies that are UTF-8 all the same; others are taken at their word.
_HARMLESS = frozenset({"utf-8", "utf-8-sig", "ascii", "iso8859-1", "cp1252"})
_DECODED = "decoded_body"
FORGIVING = "body_forgiving"
MOST_LEVELS = 64
_MOST_UNTANGLED = 256 * 1024  # bytes that are gone through bracket by bracket
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_MOST_DIGITS = 4000  # Python refuses to read whole numbers of more than 4,300
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
        body = body.removeprefix(codecs.BOM_UTF8) or b"null"
        try:
            decoded = self._decoded(body)
        except RecursionError as error:  # thousands of brackets
            if not self.route_handler.opt.get(FORGIVING) or len(body) > _MOST_UNTANGLED:
                raise SerializationException("nested too deeply") from error
            decoded = self._decoded(shallow(body))
        read_ids(decoded)
        self._check_fields(decoded)
        state[_DECODED] = decoded
        return decoded

    def _decoded(self, body: bytes) -> Any:
        try:
            return decode_json(body, type_decoders=self.route_handler.resolve_type_decoders())
        except SerializationException:
            if not self.route_handler.opt.get(FORGIVING):
                raise
            return decode_forgiving(body)

    def _check_fields(self, decoded: Any) -> None:
        body = self.route_handler.parsed_fn_signature.parameters.get("data")
        if body is None:
            return
        faults = [] if fits(decoded, body.annotation) else body_faults(decoded, body.annotation)
        if not faults and self.route_handler.opt.get(FORGIVING):
            faults = list(_unwritable(decoded, body.annotation))
        if faults:
            raise ApiError(ErrorCode.VALIDATION_FAILED, 422, fields=msgspec.to_builtins(faults))

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


def shallow(body: bytes) -> bytes:
    """Return JSON with null in the place of what is nested beyond ``MOST_LEVELS``.

    What is no JSON stays none.
    """
    kept: list[bytes] = []
    depth = copied = 0
    for found in _BRACKET.finditer(body):
        match found.group()[:1]:
            case b"[" | b"{":
                depth += 1
                if depth == MOST_LEVELS + 1:
                    kept += [body[copied : found.start()], b"null"]
            case b"]" | b"}":
                if depth == MOST_LEVELS + 1:
                    copied = found.end()
                depth -= 1
    if depth > MOST_LEVELS:
        copied = len(body)  # it never ends: no JSON
    return b"".join([*kept, body[copied:]])


def decode_forgiving(body: bytes) -> Any:
    """Return what JSON of UTF-8 ``body`` says, also where it holds what msgspec and RFC 8259 refuse.

    Its texts (not its names) may hold surrogates, its numbers may be infinite or none (NaN).

    :raises SerializationException: when it is no JSON even so.
    """
    try:
        return json.loads(body.decode(), strict=False, parse_int=_whole, object_pairs_hook=_named)
    except ValueError as error:
        raise SerializationException("no JSON") from error


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


def _named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name.encode(errors="replace").decode(): value for name, value in pairs}


def _unwritable(decoded: Any, kind: Any) -> Iterator[FieldProblem]:
    """Name the required texts that hold half a surrogate pair: no table and no answer can hold them."""
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        return
    for field in msgspec.structs.fields(kind):
        value = decoded.get(field.encode_name) if field.required else None
        for char in value if isinstance(value, str) else "":
            if "\ud800" <= char <= "\udfff":
                params = {"character": f"U+{ord(char):04X}"}
                yield FieldProblem(field=field.encode_name, code=ErrorCode.BAD_CHARACTER, params=params)
                break
