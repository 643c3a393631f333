"""`occ-desktop doctor`: what this machine lacks, one line each; exit status 1 when something is broken."""

import sys

from PySide6.QtWidgets import QSystemTrayIcon

from occ_desktop.bootstrap.application import make_application
from occ_desktop.bootstrap.fonts import has_korean_font
from occ_desktop.bootstrap.program import Options, Program
from occ_desktop.services.container import Services
from occ_desktop.services.doctor import Finding, Level
from occ_desktop.views.settings.findings import name_of, sentence_of

_MARKS = {Level.FINE: "ok", Level.LIMITED: "limited", Level.BROKEN: "BROKEN"}


def run(profile: str, server: str | None) -> int:
    """Examine this machine for a profile and print what was found."""
    program = Program(make_application(sys.argv[:1]), Options(profile, server))
    status: list[int] = []
    try:
        services = program.new_client(program.paths).services
        program.run(lambda: program.tasks.start(_examine(program, services, status), name="doctor"))
    finally:
        program.close()
    return max(status, default=1)


async def _examine(program: Program, services: Services, status: list[int]) -> None:
    def tell(found: Finding) -> None:
        line = f"{_MARKS[found.level]:8} {name_of(found)}: {sentence_of(found)}"
        sys.stdout.write(line + "\n")
        status.append(int(found.level is Level.BROKEN))

    try:
        await services.doctor.examine(
            program.options.server or services.session.server,
            tray=QSystemTrayIcon.isSystemTrayAvailable(),
            fonts=has_korean_font(),
            tell=tell,
        )
    except Exception as bug:  # noqa: BLE001 - the border: who looks for a fault must not meet silence
        number = program.reporter.report(bug, "doctor")
        sys.stdout.write(f"{_MARKS[Level.BROKEN]:8} {number}: {type(bug).__name__}: {bug}\n")
        status.append(1)
    finally:
        program.quit()
