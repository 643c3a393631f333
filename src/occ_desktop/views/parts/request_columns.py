"""The columns every list of requests begins with: when it came, where to, who, which number, what about."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from occ_desktop.domain.filters import SortColumn
from occ_desktop.domain.rows import CallbackRow
from occ_desktop.ui.tables.columns import Column
from occ_desktop.views.parts.request_cells import RequestCells

translate = QCoreApplication.translate
WIDTHS: Mapping[str, int] = {
    "received": 98,
    "service": 84,
    "route": 92,
    "customer": 72,
    "phone": 124,
    "message": 120,
}


def request_columns(
    cells: RequestCells, widths: Mapping[str, int], goes: Mapping[str, int]
) -> tuple[Column[CallbackRow], ...]:
    """Return the columns; ``widths`` (pixels at 100 %) differ from `WIDTHS`, ``goes`` is the hiding order."""
    wide = {**WIDTHS, **widths}
    received, phone = SortColumn.RECEIVED.value, SortColumn.PHONE.value
    return (
        Column(
            "received",
            translate("RequestColumns", "Received"),
            wide["received"],
            cells.received,
            sort_key=received,
        ),
        Column(
            "service",
            translate("RequestColumns", "Service"),
            wide["service"],
            cells.service,
            elide=True,
            hide_order=goes.get("service"),
        ),
        Column(
            "route",
            translate("RequestColumns", "IVR route"),
            wide["route"],
            cells.route,
            elide=True,
            hide_order=goes.get("route"),
        ),
        Column(
            "customer",
            translate("RequestColumns", "Customer"),
            wide["customer"],
            cells.customer,
            elide=True,
        ),
        Column("phone", translate("RequestColumns", "Phone"), wide["phone"], cells.phone, sort_key=phone),
        Column(
            "message",
            translate("RequestColumns", "Message"),
            wide["message"],
            cells.message,
            elide=True,
            stretch=True,
            hide_order=goes.get("message"),
        ),
    )
