"""A client's cache in miniature: applies pages exactly as the desktop must."""

from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Row:
    seq: int
    keys: frozenset[str]
    body: dict[str, Any]


@dataclass
class Cache:
    """Rows by ``(entity, id)``; ``pull`` goes on from the cursor until nothing is left."""

    client: httpx.AsyncClient
    headers: dict[str, str]
    limit: int = 500
    cursor: str | None = None
    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    pages: list[dict[str, Any]] = field(default_factory=list)

    async def page(self) -> dict[str, Any]:
        """Pull and apply one page."""
        params = {"limit": self.limit} | ({"cursor": self.cursor} if self.cursor else {})
        answer = await self.client.get("/v1/sync", params=params, headers=self.headers)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        self.apply(page)
        return page

    async def pull(self) -> "Cache":
        """Pull until the server has nothing more."""
        self.pages = []
        while not self.pages or self.pages[-1]["has_more"]:
            self.pages.append(await self.page())
        return self

    def apply(self, page: dict[str, Any]) -> None:
        lost = frozenset(page["lost_keys"])
        for at, row in list(self.rows.items()):
            if row.keys & lost:
                row.keys -= lost
                if not row.keys:
                    del self.rows[at]
        for change in page["changes"]:
            at = (change["entity"], change["id"])
            held = self.rows.get(at)
            if held is not None and change["seq"] < held.seq:
                continue
            if change["gone"]:
                self.rows.pop(at, None)
            else:
                self.rows[at] = Row(change["seq"], frozenset(change["keys"]), change["body"])
        self.cursor = page["cursor"]

    def ids(self, entity: str) -> set[str]:
        return {row_id for kind, row_id in self.rows if kind == entity}

    def state(self) -> dict[tuple[str, str], tuple[int, frozenset[str], dict[str, Any]]]:
        """Return what must equal a fresh cache: everything but notices and figures of the moment."""
        return {
            at: (row.seq, row.keys, {k: v for k, v in row.body.items() if k != "outstanding"})
            for at, row in self.rows.items()
            if at[0] != "notice"
        }

    def sums(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return count and sum of seqs per key and entity, as the server's checksums do."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for (entity, _), row in self.rows.items():
            if entity != "notice":
                for key in row.keys:
                    count, total = found.get((key, entity), (0, 0))
                    found[key, entity] = (count + 1, total + row.seq)
        return found


async def assert_converged(*caches: Cache) -> None:
    """Each cache, pulled, equals a cache filled afresh, and the server's checksums."""
    for cache in caches:
        await cache.pull()
        fresh = await Cache(cache.client, cache.headers).pull()
        assert cache.state() == fresh.state()
        answer = await cache.client.get("/v1/sync/checksums", headers=cache.headers)
        assert answer.status_code == 200, answer.text
        items = answer.json()["items"]
        assert cache.sums() == {(i["key"], i["entity"]): (i["count"], i["seq_sum"]) for i in items}
