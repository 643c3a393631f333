"""Finds what does not fit in a refused request, by looking at the request: never at a library's words.

Litestar and msgspec say in English why a request cannot be decoded, and say it differently in each version.
So a request that was refused is held against the handler's own types again, field by field; all the fields
that do not fit are named, not only the first.
"""

import types
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
from litestar import Request
from litestar.exceptions import ValidationException
from litestar.params import QueryParameter

from occ_contract.errors import ErrorCode, FieldProblem

_UNIONS = (Union, types.UnionType)


def request_faults(request: Request[Any, Any, Any], error: ValidationException) -> list[FieldProblem]:
    """Return the parameters for which Litestar refused a request; the field ``""`` is a body that is missing.

    What stands in a body is looked at before, see ``kit.bodies``.
    """
    entries = error.extra if isinstance(error.extra, list) else []
    found: list[FieldProblem] = []
    for entry in entries:
        if entry.get("source") == "body":
            found.append(FieldProblem(field="", code=ErrorCode.REQUIRED))
        else:
            name = str(entry.get("key", "")).partition(".")[0]
            code = ErrorCode.BAD_CHOICE if name in request.query_params else ErrorCode.REQUIRED
            found.append(FieldProblem(field=name, code=code))
    return found or _missing_parameters(request)


def _missing_parameters(request: Request[Any, Any, Any]) -> list[FieldProblem]:
    """Litestar looks for required parameters one by one, and names none in its refusal's entries."""
    return [
        FieldProblem(field=name, code=ErrorCode.REQUIRED)
        for name, field in request.route_handler.parsed_fn_signature.parameters.items()
        if isinstance(field.kwarg_definition, QueryParameter)
        and field.is_required
        and name not in request.query_params
    ]


def body_faults(value: Any, kind: Any) -> list[FieldProblem]:
    """Return what of a decoded JSON ``value`` does not fit the type ``kind``, in the order of its fields.

    A place inside is written ``items[0].phone``.
    """
    return list(_faults(value, kind, ""))


def _faults(value: Any, kind: Any, where: str) -> Iterator[FieldProblem]:
    kind = _without_null(kind, value)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _struct_faults(value, kind, where)
    elif (origin := get_origin(kind)) in {list, tuple} and get_args(kind)[1:] in {(), (...,)}:
        if not isinstance(value, list):
            yield _wrong(where, origin)
            return
        for place, item in enumerate(value):
            yield from _faults(item, get_args(kind)[0], f"{where}[{place}]")
    elif not fits(value, kind):
        yield _wrong(where, kind)


def _struct_faults(value: Any, kind: type[msgspec.Struct], where: str) -> Iterator[FieldProblem]:
    if not isinstance(value, dict):
        yield _wrong(where, dict)
        return
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    before = f"{where}." if where else ""
    for name, field in fields.items():
        if name in value:
            yield from _faults(value[name], field.type, before + name)
        elif field.required:
            yield FieldProblem(field=before + name, code=ErrorCode.REQUIRED)
    if kind.__struct_config__.forbid_unknown_fields:
        for name in value:
            if name not in fields:
                yield FieldProblem(field=before + str(name), code=ErrorCode.BAD_CHOICE)


def _without_null(kind: Any, value: Any) -> Any:
    """Return what a value that is not null may be, where that is one type."""
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if value is None or get_origin(kind) not in _UNIONS:
        return kind
    choices = [choice for choice in get_args(kind) if choice is not types.NoneType]
    return choices[0] if len(choices) == 1 else kind


def fits(value: Any, kind: Any) -> bool:
    """Tell whether a decoded JSON ``value`` is of the type ``kind``."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _wrong(where: str, kind: Any) -> FieldProblem:
    is_time = isinstance(kind, type) and issubclass(kind, date | datetime)
    params = {"expected": getattr(kind, "__name__", str(kind))}
    code = ErrorCode.BAD_TIME if is_time else ErrorCode.BAD_CHOICE
    return FieldProblem(field=where, code=code, params=params)
