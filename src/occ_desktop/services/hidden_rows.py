"""Which rows of a workbook's first sheet its filter, or a person, hid. It knows nothing of what is in them.

The library that reads the cells leaves that out when it reads in pieces. Both parse with expat, which itself
bounds what entities may grow to. Blocking: for a thread.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_UNTOLD = (LookupError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, ET.ParseError)
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def hidden_rows(path: Path, most: int) -> frozenset[int]:
    """Return the numbers of the hidden rows up to row ``most``; none where the book does not tell."""
    try:
        with zipfile.ZipFile(path) as book, book.open(_first_sheet(book)) as sheet:
            return frozenset(_hidden(ET.iterparse(sheet), most))  # noqa: S314 - see above
    except _UNTOLD:
        return frozenset()


def _first_sheet(book: zipfile.ZipFile) -> str:
    """Return the name of the first sheet's part."""
    sheets = _part(book, _BOOK).iterfind("{*}sheets/{*}sheet")
    wanted = next((one.get(_ID) for one in sheets), None)
    relations = _part(book, _RELATIONS).iterfind("{*}Relationship")
    (target,) = (one.get("Target", "") for one in relations if one.get("Id") == wanted)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _part(book: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(book.read(name))  # noqa: S314 - see above


def _hidden(elements: Iterator[tuple[str, ET.Element]], most: int) -> Iterator[int]:
    number = 0
    for _event, element in elements:
        if not element.tag.endswith("}row"):
            continue
        number = int(element.get("r", number + 1))
        if number > most:
            return
        if element.get("hidden") in {"1", "true"}:
            yield number
        element.clear()
