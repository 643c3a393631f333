"""Rooms and keys are declared once: if these fail, some screen tells of a key or a room that is not there."""

from importlib import import_module

import pytest
from PySide6.QtWidgets import QWidget

from occ_desktop.ui.frame import Place
from occ_desktop.views.parts.declared_keys import CHANGEABLE, DECLARED
from occ_desktop.views.parts.keys import RoomKeys, UndeclaredKeyError, key_map
from occ_desktop.views.parts.rooms import ROOMS, DeclaredRoom
from support.qt import theme as theme


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.place.value)
def test_what_makes_a_room_exists(room: DeclaredRoom) -> None:
    module, _, name = room.made_by.partition(":")
    assert issubclass(getattr(import_module(module), name), QWidget)


def test_every_place_has_exactly_one_room() -> None:
    assert sorted(room.place for room in ROOMS) == sorted(Place)


def test_no_two_keys_of_one_place_are_the_same() -> None:
    for place in Place:
        here = [keys for key in DECLARED if not key.places or place in key.places for keys in key.keys]
        assert len(here) == len(set(here)), place


def test_every_key_is_named_once_and_the_changeable_ones_differ() -> None:
    assert len({key.id for key in DECLARED}) == len(DECLARED)
    assert len({key.default for key in CHANGEABLE}) == len(CHANGEABLE)


def test_one_stroke_of_one_place_is_one_entry_and_other_words_are_for_its_own_places() -> None:
    """Declared once for each word, a key that moves would move in one room only."""
    strokes = [key.keys for key in DECLARED if len(key.places) > 1 or key.words]
    assert len(strokes) == len(set(strokes))
    assert all(place in key.places for key in DECLARED for place, _word in key.words)


def test_a_room_that_leaves_a_declared_key_unanswered_cannot_be_built(theme: object, qtbot: object) -> None:
    room = QWidget()
    with pytest.raises(UndeclaredKeyError, match="again"):
        RoomKeys(room, Place.OUTBOX, key_map({}), {"discard": room.close})
    answers = {"discard": room.close, "again": room.close, "dance": room.close}
    with pytest.raises(UndeclaredKeyError, match="dance"):
        RoomKeys(room, Place.OUTBOX, key_map({}), answers)
    room.deleteLater()
