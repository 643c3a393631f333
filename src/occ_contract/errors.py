"""Stable error codes with their parameters. Sentences belong to the side that shows them."""

from typing import Any

from occ_contract.base import Wire
from occ_contract.enums import WireEnum


class ErrorCode(WireEnum):
    """Codes of RFC 9457 problems; the parameters each carries stand beside it."""

    # border
    VALIDATION_FAILED = "validation_failed"  # fields: [{field, code, ...}]
    MALFORMED_BODY = "malformed_body"
    BODY_NOT_UTF8 = "body_not_utf8"  # offset (bytes; where it is declared in another encoding: none)
    BODY_TOO_LARGE = "body_too_large"  # limit (bytes)
    BODY_STALLED = "body_stalled"  # seconds (of silence allowed): it did not come to its end; send it again
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    RATE_LIMITED = "rate_limited"  # retry_after (seconds)
    SERVER_ERROR = "server_error"  # number: what to quote to the operator
    UNAVAILABLE = "unavailable"
    CLIENT_TOO_OLD = "client_too_old"  # minimum, present
    # who are you
    UNAUTHENTICATED = "unauthenticated"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_REVOKED = "token_revoked"
    WRONG_CREDENTIALS = "wrong_credentials"  # remaining (tries before waiting)
    ACCOUNT_LOCKED = "account_locked"  # retry_after (seconds): for this account from this place or device
    ACCOUNT_DISABLED = "account_disabled"
    # may you
    FORBIDDEN = "forbidden"  # permission, or scope: what an integration's key is not for
    FEATURE_DISABLED = "feature_disabled"  # feature
    # does it fit the present state
    INVALID_TRANSITION = "invalid_transition"  # status, by_id, by_name
    DIALLING = "dialling"  # by_id, by_name, seconds
    NUMBER_IN_CALL = "number_in_call"  # by_id, by_name, seconds: another callback of the same number
    TAKEN = "taken"  # by_id, by_name, status
    NOT_ASSIGNEE = "not_assignee"  # by_id, by_name
    NOTE_CONFLICT = "note_conflict"  # by_id, by_name, note: what stands there now, empty when it was cleared
    CTI_LOGIN_REQUIRED = "cti_login_required"
    CTI_BUSY = "cti_busy"  # the caller's own line is in use
    CTI_UNAVAILABLE = "cti_unavailable"
    EXTENSION_IN_USE = "extension_in_use"  # by_name
    MANUAL_NEEDS_ONE_AGENT = "manual_needs_one_agent"  # count
    AGENT_NOT_ELIGIBLE = "agent_not_eligible"  # names: who is unknown, disabled or has left
    NO_ELIGIBLE_AGENT = "no_eligible_agent"  # of a callback: nobody chosen may take it
    UNDO_EXPIRED = "undo_expired"
    ATTEMPT_ENDED = "attempt_ended"
    # texting
    TOO_LATE = "too_late"  # status, stage: the message has been handed over, or has ended
    TEMPLATE_CONFLICT = "template_conflict"  # by_id, by_name, version: somebody changed it meanwhile
    CARRIER_MISSING = "carrier_missing"  # the service has no carrier set
    CATEGORY_LEVEL = "category_level"  # a category of the wrong level: templates need the second of two
    # protocol
    RESYNC_REQUIRED = "resync_required"  # within (seconds): begin at a random moment of them, if given
    IDEMPOTENCY_KEY_INVALID = "idempotency_key_invalid"
    IDEMPOTENCY_MISMATCH = "idempotency_mismatch"
    # fields
    REQUIRED = "required"
    TOO_LONG = "too_long"  # limit, length
    TOO_MANY = "too_many"  # limit, count
    BAD_CHARACTER = "bad_character"
    BAD_CHOICE = "bad_choice"  # value
    BAD_TIME = "bad_time"
    TIME_IN_FUTURE = "time_in_future"
    TIME_IN_PAST = "time_in_past"
    BAD_RANGE = "bad_range"
    EXTENSION_INVALID = "extension_invalid"
    PHONE_EMPTY = "phone_empty"
    PHONE_CHARACTERS = "phone_characters"  # character: itself, or its number and name
    PHONE_TOO_SHORT = "phone_too_short"  # digits
    PHONE_TOO_LONG = "phone_too_long"  # digits
    PHONE_AREA_CODE = "phone_area_code"  # digits
    PHONE_UNASSIGNED = "phone_unassigned"  # no such number
    PHONE_AMBIGUOUS = "phone_ambiguous"  # two numbers can be meant
    RECIPIENTS_INVALID = "recipients_invalid"  # recipients: [{index, phone, code, ...}]
    RECIPIENT_CHARACTERS = "recipient_characters"  # character
    RECIPIENT_LENGTH = "recipient_length"  # digits, fewest, most
    TEXT_UNSENDABLE = "text_unsendable"  # characters: [{character, suggestion}]
    TEXT_TOO_MANY_BYTES = "text_too_many_bytes"  # limit, bytes, kind; phone: the worst recipient's
    PLACEHOLDER_MISSING = "placeholder_missing"  # name
    RESERVATION_TOO_EARLY = "reservation_too_early"  # now, earliest, latest (RFC 3339)
    RESERVATION_TOO_LATE = "reservation_too_late"  # now, earliest, latest
    SENDER_UNUSABLE = "sender_unusable"  # sender: not registered with the carrier, or blocked
    TEMPLATE_UNUSABLE = "template_unusable"  # withdrawn, or switched off
    TEMPLATE_NOT_EDITABLE = "template_not_editable"  # its text may not be changed
    IMAGE_NOT_JPEG = "image_not_jpeg"
    IMAGE_TOO_LARGE = "image_too_large"  # limit, bytes
    IMAGE_TOO_WIDE = "image_too_wide"  # limit, width, height (pixels)
    IMAGE_UNUSABLE = "image_unusable"  # no such image in this service
    UNKNOWN = "unknown"


class Problem(Wire, frozen=True, kw_only=True):
    """An RFC 9457 problem document (``application/problem+json``)."""

    status: int
    code: ErrorCode
    title: str = ""
    detail: str = ""
    type: str = "about:blank"
    params: dict[str, Any] = {}


class FieldProblem(Wire, frozen=True, kw_only=True):
    """One refused field of a ``validation_failed`` problem (``params["fields"]``)."""

    field: str
    code: ErrorCode
    params: dict[str, Any] = {}


class RuleError(ValueError):
    """A pure rule refused its input; carries the stable code and its parameters, no sentence."""

    def __init__(self, code: ErrorCode, **params: Any) -> None:
        super().__init__(code.value)
        self.code = code
        self.params = params
