"""`occ-desktop`: reads the command line and hands over to the bootstrap."""

import argparse
import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="occ-desktop",
        description="Desktop client of the contact centre: callbacks from intake to completion.",
    )
    parser.add_argument("--server", metavar="URL", help="server offered at the log-in")
    parser.add_argument(
        "--profile", default="default", metavar="NAME", help="separate settings and local copy"
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("demo", help="open on an embedded server with a living sample centre")
    commands.add_parser("doctor", help="say what this machine lacks to run the client well")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status (2: the command line is wrong)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    from occ_desktop.system.paths import BadProfileNameError, ProfilePaths

    try:
        ProfilePaths.of(options.profile)
    except BadProfileNameError:
        parser.error("a profile name has letters, digits, '_', '-' and '.', at most 64")
    if options.command == "doctor":
        from occ_desktop.bootstrap.doctor import run as examine

        return examine(options.profile, options.server)
    gc.disable()  # modules make no rubbish; the program's own collector takes over (runtime/garbage.py)
    from occ_desktop.bootstrap.application import make_application
    from occ_desktop.bootstrap.last_words import guarded

    app = make_application(sys.argv[:1])
    return guarded(app, lambda: _work(app, options))


def _work(app: "QApplication", options: argparse.Namespace) -> int:
    """Do what was asked for. Imported here: a part that is missing is told in a window as well."""
    if options.command == "demo":
        from occ_desktop.bootstrap import demo

        return demo.run(app)
    from occ_desktop.bootstrap import program

    return program.run(app, program.Options(options.profile, options.server))


if __name__ == "__main__":
    sys.exit(main())
