"""The encrypted local cache: SQLAlchemy Core over SQLCipher. It knows no HTTP, no Qt and no screen."""

from occ_desktop.store.cache import Cache, CacheOwner, erase_file

__all__ = ["Cache", "CacheOwner", "erase_file"]
