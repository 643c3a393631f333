"""Where a profile keeps its files on this system. Folders are made for this user alone (0700)."""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = "occ-desktop"
_PROFILE = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$")


class BadProfileNameError(ValueError):
    """A profile name that is no plain name: letters, digits, `_`, `-`, `.`; at most 64."""


@dataclass(frozen=True, slots=True)
class ProfilePaths:
    """The folders of one profile. They exist after `make`."""

    profile: str
    data: Path
    config: Path
    cache: Path
    log: Path

    @classmethod
    def of(cls, profile: str = "default", *, root: Path | None = None) -> "ProfilePaths":
        """The system's places, or all under `root` (tests, a stick). Raises `BadProfileNameError`."""
        if not _PROFILE.match(profile):
            raise BadProfileNameError(profile)
        if root is not None:
            base = root / profile
            return cls(profile, base / "data", base / "config", base / "cache", base / "log")
        dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
        return cls(
            profile,
            Path(dirs.user_data_dir) / profile,
            Path(dirs.user_config_dir) / profile,
            Path(dirs.user_cache_dir) / profile,
            Path(dirs.user_log_dir) / profile,
        )

    def make(self) -> "ProfilePaths":
        """Make the folders and close them to others. Raises `OSError` if the system refuses."""
        for folder in (self.data, self.config, self.cache, self.log):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if stat.S_IMODE(folder.stat().st_mode) != stat.S_IRWXU:
                folder.chmod(stat.S_IRWXU)
        return self

    def make_what_can_be(self) -> OSError | None:
        """Make the folders as far as the system lets it; return what it refused first.

        A program that cannot write its files still has to open a window and say so.
        """
        try:
            self.make()
        except OSError as refused:
            return refused
        return None


def resource(*parts: str) -> Path:
    """A file of the program's `resources` folder, in the repository or in the installed package."""
    here = Path(__file__).resolve()
    for level in (2, 3):  # installed: beside the package; repository: beside `src`
        folder = here.parents[level] / "resources"
        if folder.is_dir():
            return folder.joinpath(*parts)
    return here.parents[3].joinpath("resources", *parts)
