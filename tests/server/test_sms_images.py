"""Pictures of texts. If these fail, a carrier refuses them, a customer's place leaks, or a disk fills."""

import asyncio
import io
import random
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from occ_contract.ids import new_id
from occ_server.sms.catalogue.images import UNUSED_KEPT, tidy_images
from occ_server.sms.tables import image_contents, images
from support.catalogue import Catalogue, jpeg
from support.centre import Centre, command_key, refusal
from support.clock import ManualClock
from support.texting import texting

ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture
async def catalogue(centre: Centre) -> Catalogue:
    return await Catalogue.of(centre)


def noisy(side: int, quality: int = 95) -> bytes:
    """Return a JPEG that does not compress."""
    pixels = random.Random(7).randbytes(side * side * 3)
    written = io.BytesIO()
    Image.frombytes("RGB", (side, side), pixels).save(written, "JPEG", quality=quality)
    return written.getvalue()


def with_size(content: bytes, width: int, height: int) -> bytes:
    """Return a JPEG that claims other sides than it has."""
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + content[at + 4 :]


def photographed(orientation: int = 1, **options: Any) -> bytes:
    """Return a JPEG as a telephone writes it: with its place, a comment, and something behind its end."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (37.0, 33.0, 59.0)
    exif[0x010F] = "SECRETPHONE"
    return jpeg(exif=exif.tobytes(), comment=b"SECRETPLACE", **options) + b"SECRETVIDEO"


async def test_an_image_is_answered_as_it_was_stored(catalogue: Catalogue) -> None:
    content = jpeg(640, 480)
    answer = await catalogue.upload(content, "약도.jpg")
    assert answer.status_code == 201
    made = answer.json()
    assert (made["name"], made["bytes"], made["width"], made["height"]) == (
        "약도.jpg",
        len(content),
        640,
        480,
    )
    read = await catalogue.ask("GET", f"images/{made['id']}", desk=catalogue.centre.ann)
    assert (read.status_code, read.headers["content-type"]) == (200, "image/jpeg")
    assert read.content == content
    assert (await catalogue.ask("GET", f"images/{new_id()}")).status_code == 404


async def test_the_place_a_picture_was_taken_at_is_left_out_and_the_picture_is_not_touched(
    catalogue: Catalogue,
) -> None:
    sent = photographed()
    stored = (await catalogue.ask("GET", f"images/{await catalogue.image(sent)}")).content
    assert b"SECRET" in sent
    assert b"SECRET" not in stored
    with Image.open(io.BytesIO(stored)) as kept, Image.open(io.BytesIO(sent)) as was:
        assert not kept.getexif()
        assert kept.tobytes() == was.tobytes()
    start = stored.index(b"\xff\xdb")
    assert stored[start:] == sent[sent.index(b"\xff\xdb") : sent.rindex(b"\xff\xd9") + 2]


@pytest.mark.parametrize("orientation", [3, 6, 8])
async def test_a_picture_that_lies_on_its_side_is_stored_upright(
    catalogue: Catalogue, orientation: int
) -> None:
    made = (await catalogue.upload(photographed(orientation, width=64, height=48))).json()
    sides = (64, 48) if orientation == 3 else (48, 64)
    assert (made["width"], made["height"]) == sides
    stored = (await catalogue.ask("GET", f"images/{made['id']}")).content
    with Image.open(io.BytesIO(stored)) as kept:
        assert (kept.size, dict(kept.getexif())) == (sides, {})


PNG = io.BytesIO()
Image.new("RGB", (4, 4)).save(PNG, "PNG")
WHOLE = jpeg(200, 100)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        PNG.getvalue(),
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-2],
        WHOLE[:2],
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + b"\xff" * 500,
        b"\xff\xd8\xff\xe1\xff\xff",
        with_size(WHOLE, 0, 100),
        WHOLE.replace(b"\xff\xc0", b"\xff\xc0\x00\x03\x08\xff\xc0", 1),
    ],
    ids=["empty", "gif", "png", "half", "endless", "begun", "nothing", "filled", "long", "flat", "two"],
)
async def test_what_is_no_whole_jpeg_is_refused(catalogue: Catalogue, content: bytes) -> None:
    refused = await catalogue.upload(content)
    assert (refused.status_code, refusal(refused)["code"]) == (422, "image_not_jpeg")
    assert await catalogue.count(image_contents) == 0


async def test_what_is_called_something_else_is_refused(catalogue: Catalogue) -> None:
    refused = await catalogue.upload(jpeg(), kind="image/png")
    assert refusal(refused)["code"] == "image_not_jpeg"


async def test_a_picture_too_large_for_a_text_is_refused_with_its_size(catalogue: Catalogue) -> None:
    content = noisy(700)
    refused = refusal(await catalogue.upload(content))
    assert (refused["code"], refused["limit"], refused["bytes"]) == ("image_too_large", 307200, len(content))
    assert len(content) > 307200
    for sides in ((1001, 10), (10, 1001)):
        refused = refusal(await catalogue.upload(jpeg(*sides)))
        assert (refused["code"], refused["limit"]) == ("image_too_wide", 1000)
        assert (refused["width"], refused["height"]) == sides
    assert (await catalogue.upload(jpeg(1000, 1000))).status_code == 201
    refused = await catalogue.upload(bytes(5 * 1024 * 1024))
    assert (refused.status_code, refusal(refused)["code"]) == (413, "body_too_large")


async def test_a_bomb_is_refused_by_what_it_claims_before_it_is_decoded(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *_a, **_k: pytest.fail("it was opened"))
    refused = refusal(await catalogue.upload(with_size(jpeg(8, 8), 65535, 65535)))
    assert (refused["code"], refused["width"]) == ("image_too_wide", 65535)


async def test_a_picture_of_endless_scans_keeps_no_processor_busy(catalogue: Catalogue) -> None:
    content = jpeg(400, 400, progressive=True)
    at = content.rindex(b"\xff\xda")
    scan = content[at:-2]
    bomb = content[:-2] + scan * 2000 + b"\xff\xd9"
    assert len(bomb) < 307200
    assert refusal(await catalogue.upload(bomb))["code"] == "image_not_jpeg"
    assert (await catalogue.upload(content)).status_code == 201


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("그림", "그림.jpg"),
        ("C:\\사진\\약도.JPEG", "약도.JPEG"),
        ("a/b.png", "b.png.jpg"),
    ],
)
async def test_an_image_has_the_name_of_a_file(catalogue: Catalogue, given: str, kept: str) -> None:
    assert (await catalogue.upload(jpeg(), given)).json()["name"] == kept


@pytest.mark.parametrize("given", [" ", "가" * 46])
async def test_an_image_without_a_fitting_name_is_refused(catalogue: Catalogue, given: str) -> None:
    answer = await catalogue.upload(jpeg(), given)
    assert [f["field"] for f in answer.json()["params"]["fields"]] == ["name"]


async def test_one_content_is_stored_once_in_an_organisation(catalogue: Catalogue) -> None:
    answers = await asyncio.gather(*(catalogue.upload(jpeg(), f"{n}.jpg") for n in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert (await catalogue.count(images), await catalogue.count(image_contents)) == (4, 1)


async def test_a_picture_sent_twice_under_one_key_is_stored_once(catalogue: Catalogue) -> None:
    key = command_key()
    first, again = [await catalogue.upload(jpeg(), key=key) for _ in range(2)]
    assert first.json() == again.json()
    assert await catalogue.count(images) == 1
    other = await catalogue.upload(jpeg(colour="red"), key=key)
    assert (other.status_code, refusal(other)["code"]) == (422, "idempotency_mismatch")


async def later(catalogue: Catalogue, clock: ManualClock, span: timedelta) -> None:
    """Move the clock, and have the supervisor log in again."""
    clock.move(span / timedelta(seconds=1))
    boss = catalogue.centre.boss
    boss.headers.update(await catalogue.centre.world.headers(boss.someone))


async def tidied(catalogue: Catalogue) -> list[str]:
    """Tidy, once the server's own job is done; return the images that are left."""
    await catalogue.centre.app.state.jobs.settled()
    await catalogue.centre.world.database.run(tidy_images)
    return [row.id for row in await catalogue.stored(select(images).order_by(images.c.id))]


async def test_what_nobody_took_within_a_day_goes_and_its_content_with_the_last(
    catalogue: Catalogue, clock: ManualClock
) -> None:
    old = await catalogue.image()
    await later(catalogue, clock, UNUSED_KEPT - timedelta(seconds=10))
    young = await catalogue.image()
    assert await tidied(catalogue) == [old, young]
    await later(catalogue, clock, timedelta(seconds=20))
    assert await tidied(catalogue) == [young]
    assert (await catalogue.ask("GET", f"images/{young}")).status_code == 200
    await later(catalogue, clock, UNUSED_KEPT)
    assert await tidied(catalogue) == []
    assert await catalogue.count(image_contents) == 0


async def test_what_a_template_shows_or_ever_showed_stays(catalogue: Catalogue, clock: ManualClock) -> None:
    image = await catalogue.image()
    long = {"type": "mms", "subject": "약도", "image_ids": [image]}
    made = await catalogue.template(**long)
    await catalogue.done("PATCH", f"templates/{made['id']}", {"image_ids": []})
    await catalogue.done("DELETE", f"templates/{made['id']}")
    await later(catalogue, clock, UNUSED_KEPT * 2)
    assert await tidied(catalogue) == [image]
    assert (await catalogue.ask("GET", f"images/{image}")).status_code == 200


async def test_what_a_text_shows_stays(catalogue: Catalogue, clock: ManualClock) -> None:
    image = await catalogue.image()
    await catalogue.image(jpeg(colour="red"))
    texts = await texting(catalogue.centre)
    await texts.sent(type="mms", subject="약도", image_ids=[image])
    await later(catalogue, clock, UNUSED_KEPT * 2)
    assert await tidied(catalogue) == [image]
    assert await tidied(catalogue) == [image]


async def test_a_template_never_shows_an_image_that_was_tidied_at_the_same_moment(
    catalogue: Catalogue, clock: ManualClock
) -> None:
    for _ in range(5):
        image = await catalogue.image()
        await later(catalogue, clock, UNUSED_KEPT * 2)
        body = {
            "category_id": catalogue.second,
            "type": "mms",
            "name": "약도",
            "body": "안내",
            "image_ids": [image],
        }
        answer, _, again = await asyncio.gather(
            catalogue.ask("POST", "templates", body), tidied(catalogue), catalogue.upload(jpeg())
        )
        read = (await catalogue.ask("GET", f"images/{image}")).status_code
        assert (answer.status_code, read) in {(201, 200), (422, 404)}
        assert (await catalogue.ask("GET", f"images/{again.json()['id']}")).status_code == 200
        await later(catalogue, clock, UNUSED_KEPT * 2)
        await tidied(catalogue)
