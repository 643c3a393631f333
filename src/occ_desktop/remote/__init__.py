"""The way to the server: HTTP and nothing else. It knows no database, no Qt and no screen."""

from occ_desktop.remote.api import Api
from occ_desktop.remote.link import Health, Link

__all__ = ["Api", "Health", "Link"]
