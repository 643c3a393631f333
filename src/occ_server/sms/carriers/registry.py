"""Which adapter a kind of carrier has. It knows no database."""

from collections.abc import Callable
from typing import Any

from occ_server.sms.carriers.protocol import Carrier

ADAPTERS: dict[str, Callable[[Any], Carrier]] = {}  # by the word of ``links.carrier``; given the link's row
