"""Files of recipients and pictures as people have them. If these fail, a text goes to a wrong number."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image

from occ_contract.errors import ErrorCode
from occ_contract.sms import IMAGE_BYTES, IMAGE_SIDE, Recipient
from occ_desktop.domain.failures import FileFailure, Refused
from occ_desktop.services.texting_images import ImageChange, prepare
from occ_desktop.services.texting_recipients import TextingRecipients

_CSV = (
    "이름,휴대폰,금액\n김하나,010-1234-5678,3000\n이두리,1023456789,4000\n"
    "박세나,010-1234-5678,1\n최,전화없음,1\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
async def test_a_csv_of_any_korean_program_gives_numbers_and_placeholders(
    tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "고객.csv"
    path.write_bytes(_CSV.encode(encoding))
    service = TextingRecipients()
    sheet = await service.read(path)
    assert (sheet.columns, sheet.phone_column) == (("이름", "휴대폰", "금액"), 1)
    found = service.recipients(sheet, 1)
    assert found.recipients == (Recipient(phone="01012345678", values={"이름": "김하나", "금액": "3000"}),)
    assert found.duplicates == ("01012345678",)
    assert found.placeholders == ("이름", "금액")
    rejected = [(row.row, row.value, row.error.code, row.suggestion) for row in found.rejected]
    assert rejected == [
        (3, "1023456789", ErrorCode.PHONE_AREA_CODE, "01023456789"),
        (5, "전화없음", ErrorCode.RECIPIENT_CHARACTERS, ""),
    ]
    mended = service.recipients(sheet, 1, with_zeros=True)
    assert [one.phone for one in mended.recipients] == ["01012345678", "01023456789"]


@pytest.mark.parametrize("told", ["sep=;\n", "SEP=;\r\n", '"sep=;"\n'])
async def test_the_line_that_tells_a_spreadsheet_its_separator_is_no_row(tmp_path: Path, told: str) -> None:
    path = tmp_path / "고객.csv"
    path.write_text(f"{told}이름;휴대폰\n김,하나;010-1234-5678\n최;없음\n", encoding="utf-8", newline="")
    service = TextingRecipients()
    sheet = await service.read(path)
    assert sheet.columns == ("이름", "휴대폰")
    found = service.recipients(sheet, 1)
    assert found.recipients == (Recipient(phone="01012345678", values={"이름": "김,하나"}),)
    assert [row.row for row in found.rejected] == [3], "counted as the spreadsheet counts"


async def test_a_workbook_whose_numbers_are_figures_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (
        ("고객", "번호"),
        ("하나", 1012345678),
        ("둘", 1012345679.0),
        (None, None),
        ("셋", "01011112222"),
    ):
        book.active.append(row)
    path = tmp_path / "b.xlsx"
    book.save(path)
    service = TextingRecipients()
    sheet = await service.read(path)
    assert sheet.phone_column == 1
    found = service.recipients(sheet, 1)
    assert [one.phone for one in found.recipients] == ["01011112222"]
    assert [(row.row, row.suggestion) for row in found.rejected] == [(2, "01012345678"), (3, "01012345679")]


async def test_a_list_of_bare_numbers_has_no_header_and_loses_no_row(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("01011112222\n01033334444\n")
    sheet = await TextingRecipients().read(path)
    assert (sheet.columns, len(sheet.rows)) == (("A",), 2)


def _written(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("cell", [1.01012345678e10, 1012345678.5, "01012345678(1)", "1012345678.25"])
async def test_a_fraction_or_a_remark_never_becomes_digits_of_a_number(tmp_path: Path, cell: object) -> None:
    service = TextingRecipients()
    sheet = await service.read(_written(tmp_path / "b.xlsx", ("번호",), (cell,)))
    found = service.recipients(sheet, 0)
    assert not found.recipients
    assert [row.value for row in found.rejected] == [str(cell)]


async def test_columns_are_named_as_placeholders_can_be_and_only_those_with_something(tmp_path: Path) -> None:
    heads = ("고객\n이름", "이름", "이름", "\u1100\u1173\u11b7\u110b\u1162\u11a8", "전화")
    sheet = await TextingRecipients().read(
        _written(tmp_path / "b.xlsx", heads, ("김", "이", "박", 3000, "01012345678"))
    )
    assert sheet.columns == ("고객 이름", "이름", "이름 2", "금액", "전화")
    (one,) = TextingRecipients().recipients(sheet, 4).recipients
    assert one.values == {"고객 이름": "김", "이름": "이", "이름 2": "박", "금액": "3000"}


async def test_neither_a_date_nor_the_number_of_an_order_is_taken_for_the_telephone(tmp_path: Path) -> None:
    rows = [(date(2026, 11, day), f"20261130{day:05d}", f"0101234{day:04d}") for day in (1, 2, 3)]
    sheet = await TextingRecipients().read(
        _written(tmp_path / "b.xlsx", (date(2026, 11, 30), "주문번호", "휴대폰"), *rows)
    )
    assert (sheet.columns[1:], sheet.phone_column) == (("주문번호", "휴대폰"), 2)


@pytest.mark.parametrize("slip", ["010-1234-567O", "02-123-4567", "1588-1234"])
async def test_a_list_without_heads_that_begins_with_a_slip_names_it(tmp_path: Path, slip: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{slip}\n010-1111-2222\n")
    service = TextingRecipients()
    sheet = await service.read(path)
    assert sheet.columns == ("A",)
    assert [row.value for row in service.recipients(sheet, 0).rejected] == [slip]


async def test_rows_a_filter_hid_are_known_as_such(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (("이름", "전화"), ("김", "01011110001"), (), ("이", "01011110002"), ("박", "01011110003")):
        book.active.append(row)
    book.active.row_dimensions[4].hidden = True
    book.create_sheet("다른").row_dimensions[2].hidden = True
    book.save(tmp_path / "b.xlsx")
    sheet = await TextingRecipients().read(tmp_path / "b.xlsx")
    assert [(row.number, row.hidden) for row in sheet.rows] == [(2, False), (4, True), (5, False)]


async def test_numbers_are_read_as_programs_and_contacts_write_them(tmp_path: Path) -> None:
    cells = (
        "+82 10-1111-0001",
        "010.1111.0002",
        "\u202a010\u20101111\u20100003\u202c",
        '="01011110004"',
        "(02)1111-0005",
        "02)1111-0006",
    )
    path = tmp_path / "list.csv"
    path.write_text("전화\n" + "\n".join(cells))
    service = TextingRecipients()
    found = service.recipients(await service.read(path), 0)
    numbers = ["01011110001", "01011110002", "01011110003", "01011110004", "0211110005", "0211110006"]
    assert [one.phone for one in found.recipients] == numbers


async def test_a_file_that_is_no_sheet_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(FileFailure):
        await TextingRecipients().read(path)
    with pytest.raises(FileFailure):
        await TextingRecipients().read(tmp_path / "missing.csv")


def _cut(book: bytes, part: str, left: int) -> bytes:
    """Return a workbook of whose part of that name only so many bytes are left; of 0, none of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as whole, zipfile.ZipFile(out, "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            if not name.endswith(part):
                cut.writestr(name, content)
            elif left:
                cut.writestr(name, content[:left])
    return out.getvalue()


def _book(*, charts_alone: bool = False) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(("01012345678",))
    if charts_alone:
        book.create_chartsheet()
        book.remove(book.worksheets[0])
    book.save(out)
    return out.getvalue()


def _garbled() -> bytes:
    raw = bytearray(_book())
    begin = raw.find(b"xl/worksheets/sheet1.xml") + 40
    raw[begin : begin + 40] = b"\xff" * 40
    return bytes(raw)


_BROKEN = {
    "of an old program.xls": b"\xd0\xcf\x11\xe0" + bytes(1000),
    "a letter.hwp": b"HWP Document File",
    "half a sheet.xlsx": _cut(_book(), "sheet1.xml", 300),
    "half a book.xlsx": _cut(_book(), "xl/workbook.xml", 100),
    "no sheet.xlsx": _cut(_book(), "sheet1.xml", 0),
    "charts alone.xlsx": _book(charts_alone=True),
    "garbled.xlsx": _garbled(),
}


@pytest.mark.parametrize("name", _BROKEN)
async def test_whatever_is_wrong_with_a_file_is_said_and_no_fault_of_the_program(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(_BROKEN[name])
    with pytest.raises(FileFailure):
        await TextingRecipients().read(tmp_path / name)


def _picture(
    form: str, size: tuple[int, int], mode: str = "RGB", noise: bool = False, **options: object
) -> bytes:
    image = Image.effect_noise(size, 90).convert(mode) if noise else Image.new(mode, size)
    out = io.BytesIO()
    image.save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_a_photograph_becomes_one_a_carrier_takes_and_says_what_was_changed() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was"
    raw = _picture("JPEG", (3000, 2000), noise=True, exif=exif)
    found = prepare(raw, "휴가 사진.jpeg")
    assert len(found.jpeg) <= IMAGE_BYTES
    assert (found.width, found.height) == (1000, 667)
    assert found.changes == {ImageChange.SHRUNK, ImageChange.COMPRESSED, ImageChange.STRIPPED}
    assert (found.bytes_before, found.width_before, found.name) == (len(raw), 3000, "휴가 사진.jpg")
    with Image.open(io.BytesIO(found.jpeg)) as opened:
        assert opened.format == "JPEG"
        assert not opened.getexif()


def test_what_fits_already_goes_as_it_is() -> None:
    raw = _picture("JPEG", (IMAGE_SIDE, 500))
    found = prepare(raw, "a.jpg")
    assert (found.jpeg, found.changes) == (raw, frozenset())


@pytest.mark.parametrize(
    ("form", "mode"),
    [("PNG", "RGBA"), ("GIF", "P"), ("BMP", "RGB"), ("PNG", "1"), ("TIFF", "RGB"), ("WEBP", "RGB")],
)
def test_other_pictures_are_converted(form: str, mode: str) -> None:
    found = prepare(_picture(form, (20, 30), mode), "logo")
    assert ImageChange.CONVERTED in found.changes
    assert found.name == "logo.jpg"


@pytest.mark.parametrize("form", ["EPS", "DDS", "PPM"])
def test_a_form_no_camera_makes_is_not_even_decoded(form: str) -> None:
    """For one of them another program is started; whoever sends a file must not get that far."""
    with pytest.raises(Refused) as refused:
        prepare(_picture(form, (20, 30)), "x")
    assert refused.value.code is ErrorCode.IMAGE_NOT_JPEG


def test_a_bomb_and_a_broken_file_are_no_pictures() -> None:
    whole = _picture("JPEG", (600, 600), noise=True)
    for raw in (b"", b"no picture", whole[:500], _picture("PNG", (20_000, 20_000), "1")):
        with pytest.raises(Refused) as refused:
            prepare(raw, "x.jpg")
        assert refused.value.code is ErrorCode.IMAGE_NOT_JPEG


def test_a_picture_whose_camera_wrote_nonsense_is_taken_and_stands_upright() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (64, 48)).save(plain, "JPEG")
    # Orientation 6 (on its side), and a width that is a word.
    entries = (b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", b"\x01\0\0\x02\0\0\0\x03ab\0\0")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x02" + b"".join(entries) + b"\0\0\0\0"
    start, rest = plain.getvalue()[:2], plain.getvalue()[2:]
    raw = start + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + rest
    made = prepare(raw, "a.jpg")
    assert (made.width, made.height) == (48, 64)


def test_a_scanners_sixteen_bits_of_grey_do_not_become_a_white_page() -> None:
    grey = Image.new("I;16", (64, 48), 0x8000)
    raw = io.BytesIO()
    grey.save(raw, "PNG")
    made = Image.open(io.BytesIO(prepare(raw.getvalue(), "scan.png").jpeg))
    assert 120 <= made.convert("L").getpixel((32, 24)) <= 136  # type: ignore[operator]
