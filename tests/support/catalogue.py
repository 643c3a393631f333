"""A service with a small catalogue of texts, and short ways to its API. Pictures are made, not kept."""

import io
from dataclasses import dataclass
from typing import Any

import httpx
from PIL import Image
from sqlalchemy import insert, select

from occ_contract.ids import new_id
from occ_contract.sync import Entity
from occ_server.kit.unit import UnitOfWork
from occ_server.sms.tables import sender_numbers
from occ_server.visibility.scopes import sms_key
from support.centre import Centre, Desk
from support.looking import anywhere

SENDER, BLOCKED = "15881234", "15889999"


def jpeg(width: int = 40, height: int = 30, colour: str = "#336699", **options: Any) -> bytes:
    """Return a JPEG of one colour; ``options`` are Pillow's."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, "JPEG", **options)
    return written.getvalue()


@dataclass
class Catalogue:
    """The tree of one service: ``first`` with ``second`` below it; ``sender`` is usable."""

    centre: Centre
    first: str
    second: str

    @classmethod
    async def of(cls, centre: Centre) -> "Catalogue":
        for phone, usable in ((SENDER, True), (BLOCKED, False)):
            await add_sender(centre, phone, usable=usable)
        made = cls(centre, "", "")
        made.first = (await made.category("안내"))["id"]
        made.second = (await made.category("배송", made.first))["id"]
        return made

    async def ask(
        self, method: str, path: str, body: Any = None, desk: Desk | None = None, key: str | None = None
    ) -> httpx.Response:
        """Ask, as the supervisor unless it is said."""
        headers = (desk or self.centre.boss).headers | ({"Idempotency-Key": key} if key else {})
        return await self.centre.client.request(method, f"/v1/sms/{path}", json=body, headers=headers)

    async def done(self, method: str, path: str, body: Any = None, desk: Desk | None = None) -> Any:
        answer = await self.ask(method, path, body, desk)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    async def category(self, name: str, parent_id: str | None = None, **fields: Any) -> dict[str, Any]:
        body = {"service_id": self.centre.service, "name": name, "parent_id": parent_id} | fields
        made: dict[str, Any] = await self.done("POST", "categories", body)
        return made

    async def template(self, name: str = "지연 안내", **fields: Any) -> dict[str, Any]:
        body = {"category_id": self.second, "type": "sms", "name": name, "body": "배송이 늦어집니다."}
        made: dict[str, Any] = await self.done("POST", "templates", body | fields)
        return made

    async def upload(
        self, content: bytes, name: str = "약도.jpg", desk: Desk | None = None, **options: Any
    ) -> httpx.Response:
        """Send a picture; ``options``: ``kind`` its media type, ``service``, ``key``."""
        headers = (desk or self.centre.boss).headers | {"Content-Type": options.get("kind", "image/jpeg")}
        if "key" in options:
            headers |= {"Idempotency-Key": options["key"]}
        params = {"service_id": options.get("service", self.centre.service), "name": name}
        return await self.centre.client.post(
            "/v1/sms/images", params=params, content=content, headers=headers
        )

    async def image(self, content: bytes | None = None) -> str:
        answer = await self.upload(jpeg() if content is None else content)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def tree(self) -> list[tuple[str, int]]:
        """Return names and positions of all categories, in the order of the answer."""
        items = (await self.done("GET", f"categories?service_id={self.centre.service}"))["items"]
        return [(item["name"], item["position"]) for item in items]

    async def order(self, category_id: str) -> list[tuple[str, int]]:
        """Return names and positions of a category's templates."""
        items = (await self.done("GET", f"templates?category_id={category_id}"))["items"]
        return [(item["name"], item["position"]) for item in items]

    async def stored(self, statement: Any) -> Any:
        """Return all rows of a statement, whosoever they are."""
        async with self.centre.world.database.read() as conn:
            return (await conn.execute(anywhere(statement))).all()

    async def count(self, table: Any) -> int:
        return len(await self.stored(select(table)))


async def add_sender(centre: Centre, phone: str, *, usable: bool, service: str | None = None) -> str:
    """Register a number as the carriers do."""
    row_id, service_id = new_id(), service or centre.service

    async def work(uow: UnitOfWork) -> None:
        await uow.conn.execute(
            insert(sender_numbers).values(
                id=row_id,
                organisation_id=centre.world.organisation_id,
                service_id=service_id,
                phone=phone,
                usable=usable,
                blocked=not usable,
            )
        )
        uow.make(Entity.SMS_SENDER, [row_id])
        uow.touch(Entity.SMS_SENDER, row_id, {sms_key(service_id)}, centre.world.organisation_id)

    await centre.world.database.run(work)
    return row_id


def faults(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return the fields a refusal names, with their codes."""
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "validation_failed", answer.text
    return [(fault["field"], fault["code"]) for fault in answer.json()["params"]["fields"]]
