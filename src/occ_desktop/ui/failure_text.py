"""From an expected failure to the sentence a person reads; every room shows failures through here."""

from occ_desktop.domain.failures import (
    CacheFailure,
    Failure,
    FileFailure,
    LoggedOut,
    Refused,
    SecretsFailure,
    Unreachable,
)
from occ_desktop.ui import sentences


def sentence(failure: Failure) -> str:
    """Return what went wrong and what to do, in the person's language."""
    if isinstance(failure, Refused):
        return sentences.for_code(failure.code, failure.params)
    if isinstance(failure, LoggedOut):
        return sentences.for_code(failure.code)
    if isinstance(failure, Unreachable):
        return sentences.for_unreachable(failure.reason, failure.setting)
    if isinstance(failure, CacheFailure):
        return sentences.for_cache(failure.reason, failure.place)
    if isinstance(failure, SecretsFailure):
        return sentences.for_secrets(failure.reason)
    if isinstance(failure, FileFailure):
        return sentences.for_file(failure.reason)
    return str(failure)


def hindrance(reason: str | None, about: str) -> str:
    """Return what of this machine keeps the news away (a state of the sync); empty: it is the network."""
    if reason in sentences.CACHE_REASONS:
        return sentences.for_cache(reason or "", about)
    if about:
        return sentences.for_unreachable(reason or "", about)
    return ""
