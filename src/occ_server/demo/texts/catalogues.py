"""The catalogues of the sample services, in the order of ``TRADES``."""

from occ_server.demo.texts.card import CARD
from occ_server.demo.texts.mall import MALL
from occ_server.demo.texts.scripts import Bay
from occ_server.demo.texts.travel import TRAVEL

CATALOGUES: tuple[tuple[Bay, ...], ...] = (MALL, CARD, TRAVEL)
