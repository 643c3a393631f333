"""The texts that are searched for, in which order, as they follow the feed."""

from collections.abc import Callable
from dataclasses import dataclass

from occ_contract.sync import Entity
from occ_desktop.domain.message_filters import (
    HistoryConditions,
    MessageFilter,
    MessageRow,
    MessageSort,
    MessageSortColumn,
)
from occ_desktop.services.texting_history import MessagePages, TextingHistory
from occ_desktop.ui.tables.window_model import WindowModel
from occ_desktop.views.parts.followed_rows import FollowedRows
from occ_desktop.views.parts.in_front import InFront


@dataclass(frozen=True)
class CarriedHistory:
    """What a search takes along into another window."""

    conditions: HistoryConditions
    sort: MessageSort


class HistoryRows(FollowedRows[HistoryConditions, MessageFilter, MessageSort, MessageRow]):
    """``wanted`` returns which texts conditions mean at this moment."""

    def __init__(
        self,
        history: TextingHistory,
        model: WindowModel[MessageRow],
        gate: InFront,
        wanted: Callable[[HistoryConditions], MessageFilter],
    ) -> None:
        first, sort, nothing = HistoryConditions(), MessageSort(), MessageFilter()
        super().__init__(model, gate, wanted, first, sort, nothing, Entity.SMS_MESSAGE)
        self._history = history

    def pages(self, conditions: MessageFilter, sort: MessageSort) -> MessagePages:
        """Return where the table reads these texts from."""
        return MessagePages(self._history, conditions, sort)

    def order_by(self, key: str, *, descending: bool) -> None:
        """Have the next reading in another order."""
        self.sort = MessageSort(MessageSortColumn(key), descending)

    def carried(self) -> CarriedHistory:
        """Return what is searched for, and in which order."""
        return CarriedHistory(self.conditions, self.sort)

    def resume(self, carried: CarriedHistory) -> None:
        """Take that up; reading comes next."""
        self.conditions, self.sort = carried.conditions, carried.sort
