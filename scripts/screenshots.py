"""Makes docs/images anew: every screen in Korean, from a still sample centre.

Run by `make screenshots`, offscreen. Rooms come light and dark at two sizes; what stands there for a moment
(a decision, a banner, a window of the start) light at the larger one, troubles dark as well. The server is
the demo's own, without simulated life. Exit status 1 names texts that are cut.

`--check` keeps no picture: it looks for cut texts at 1280×720, in both themes, in the languages given. With
QT_SCALE_FACTOR set it does so at that scale.
"""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

from occ_desktop.bootstrap.application import make_application
from occ_desktop.bootstrap.client import Client
from occ_desktop.bootstrap.demo_server import DemoAccount, DemoCentre, DemoServer
from occ_desktop.bootstrap.program import Options, Program
from occ_desktop.domain.sync_status import SyncState
from occ_desktop.services.preferences import Language
from occ_desktop.system.paths import ProfilePaths
from occ_desktop.system.secrets import Secrets, SessionSecrets

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pictures import instants, rooms, starts, texting, troubles
from pictures.camera import Camera, Wanted, quiet, until

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
COMMAND = (sys.executable, "-m", "occ_server", "demo", "--port", "0", "--still", "--while-stdin")


class Photographer:
    """Leads the camera through the centre."""

    def __init__(self, program: Program, root: Path, wanted: Wanted) -> None:
        self._program = program
        self._root = root
        self._wanted = wanted
        self._server = DemoServer(COMMAND)
        self.camera = Camera(program.theme, wanted)
        self.finished = False  # something that fails on the way goes to the program's door, not to us

    async def work(self) -> None:
        """Start the server, take everything, end."""
        try:
            if self._wanted.images is not None:
                self._wanted.images.mkdir(parents=True, exist_ok=True)
            await self._walk(await self._server.start())
            self.finished = True
        except Exception:
            traceback.print_exc()
            raise
        finally:
            await self._server.stop()
            self._program.quit()

    async def _walk(self, centre: DemoCentre) -> None:
        camera = self.camera
        supervising = next(a for a in centre.accounts if a.role == "supervisor")
        assigning = (a for a in centre.accounts if a.role == "agent" and "callback.assign" in a.permissions)
        await rooms.login(camera, self.client("login"), centre)
        boss = await self._enter(centre, supervising, "supervisor")
        await rooms.supervisor(camera, boss)
        await instants.supervisor(camera, boss)
        await texting.supervisor(camera, boss)
        agent = await self._enter(centre, next(assigning), "agent")
        own = await rooms.agent(camera, agent)
        await instants.agent(camera, agent, boss, own)
        await texting.agent(camera, agent)
        await troubles.troubles(camera, boss)
        await boss.put_away()
        await starts.starts(camera, self, centre, supervising)
        await rooms.offline(camera, agent, self._server, own)
        await texting.offline(camera, agent)

    def client(self, profile: str, secrets: Secrets | None = None) -> Client:
        """Return a client on a profile below the folder of this run."""
        paths = ProfilePaths.of(profile, root=self._root).make()
        client = self._program.new_client(paths, secrets=secrets or SessionSecrets())
        client.services.preferences.change(language=self._wanted.language)
        return client

    async def leave(self, client: Client) -> None:
        """Close a client for good."""
        self._program.clients.remove(client)
        await client.close()

    async def _enter(self, centre: DemoCentre, account: DemoAccount, profile: str) -> Client:
        client = self.client(profile)
        await client.open_as(centre.url, account.username, account.password)
        await until(lambda: _settled(client), 60, "first fill")
        await quiet(1500)
        return client


def _settled(client: Client) -> bool:
    status = client.services.workplace.status
    return (
        status is not None and status.state is SyncState.IDLE and client.services.directory.services() != ()
    )


def main() -> int:
    """Take all pictures, or those of the screens named."""
    parser = argparse.ArgumentParser(description="Photograph every screen.")
    parser.add_argument("--to", type=Path, default=IMAGES, metavar="FOLDER", help="instead of docs/images")
    parser.add_argument("--check", action="store_true", help="keep no picture, only look for cut texts")
    parser.add_argument("--language", choices=("ko", "en"), default="ko")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help="only these")
    options = parser.parse_args()
    images = None if options.check else options.to
    wanted = Wanted(images, frozenset(options.screens), Language(options.language))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        program = Program(make_application(sys.argv[:1]), Options("pictures", root=root), keyring=False)
        photographer = Photographer(program, root, wanted)
        try:
            program.run(lambda: program.tasks.start(photographer.work(), name="photographer"))
        finally:
            program.close()
    sys.stdout.write(f"{photographer.camera.taken} looks, pictures in {images or 'no folder'}\n")
    if not photographer.finished:
        sys.stdout.write("not finished\n")
    for line in photographer.camera.cut:
        sys.stdout.write(f"cut: {line}\n")
    return 0 if photographer.finished and not photographer.camera.cut else 1


if __name__ == "__main__":
    sys.exit(main())
