"""Row height is one choice: if these fail, the setting does nothing, or an open table turns it back."""

from occ_desktop.runtime.tasks import TaskOwner
from occ_desktop.services.preferences import Density
from occ_desktop.ui.frame import Place, Target
from occ_desktop.ui.tables.table_view import TableView
from occ_desktop.ui.tray import Tray
from occ_desktop.views.assignment.room import AssignmentRoom
from occ_desktop.views.shell.window import ShellWindow
from views.conftest import LogIn
from views.shell_world import Opened


async def test_open_tables_follow_the_chosen_row_height_but_agents_keep_theirs(
    log_in: LogIn, tasks: TaskOwner
) -> None:
    services, tray = await log_in("boss"), Tray()
    window = ShellWindow(
        services,
        tasks,
        {Place.ASSIGNMENT: AssignmentRoom},
        tray=tray,
        doors=Opened().doors(),
        start=Target(Place.ASSIGNMENT),
    )
    window.show()
    room = window.host.room(Place.ASSIGNMENT)
    assert isinstance(room, AssignmentRoom)
    before = {table: table.density for table in window.findChildren(TableView)}
    assert sorted(before.values()) == [32, 40]
    services.preferences.change(density=Density.COMPACT)
    assert sorted(table.density for table in before) == [28, 40]
    assert services.preferences.value.density is Density.COMPACT
    window.finish()
    window.leave()
    window.deleteLater()
    tray.stop()
