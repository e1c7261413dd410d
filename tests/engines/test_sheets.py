"""CSV files of the engines are read in one way: what cannot be read is told in the same words, wherever it is given."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from fanal.engines import sheets
from fanal.engines.disclosure.classes import class_set
from fanal.engines.disclosure.model import Variable
from fanal.engines.disclosure.reading import read_coded
from fanal.engines.linkage.rows import read_rows
from fanal.engines.prevalence.table import CaptureTable
from fanal.engines.sheets import Fault

pytestmark = pytest.mark.once

CLASSES = class_set("children", 1, [Variable("sex", ("missing", "girl", "boy"))])
READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "counts of lists": ("A,B,count\n1,0,4\n", CaptureTable.from_csv),
    "coded children": ("id,sex\n1,girl\n", lambda path: read_coded(path, CLASSES, 2020, bytes(32))),
    "a list of children": ("names,sex\nAmina,f\n", read_rows),
}


@pytest.fixture(params=READERS)
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Callable[[str], bytes]], object]:
    """Reads the good file of an engine after a change."""
    text, reader = READERS[request.param]

    def made(change: Callable[[str], bytes]) -> object:
        (tmp_path / "given.csv").write_bytes(change(text))
        return reader(tmp_path / "given.csv")

    return made


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: f"\n \n{text}\n\n".encode(),
        lambda text: text.removesuffix("\n").encode(),
        lambda text: "\n".join(",".join(f'" {cell}"' for cell in line.split(",")) for line in text.split()).encode(),
    ],
    ids=["mark of a spreadsheet", "Windows", "old Macintosh", "blank lines", "no last line end", "quotes and spaces"],
)
def test_every_usual_file_is_read(
    read: Callable[[Callable[[str], bytes]], object], change: Callable[[str], bytes]
) -> None:
    assert str(read(change)) == str(read(str.encode))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda _: b"", sheets.WORDS[Fault.EMPTY]),
        (lambda _: b"\n \n", sheets.WORDS[Fault.EMPTY]),
        (lambda text: text.encode() + b"\xff", f"3: {sheets.WORDS[Fault.ENCODING]}"),
        (lambda text: text.replace(",", ";").encode(), "1: columns are parted by semicolons; save"),
        (lambda text: f'{text}"x\n1\n2\n'.encode(), f"3: {sheets.WORDS[Fault.NO_CSV]}"),
        (lambda text: f"{text}{'9' * 200_000}\n".encode(), f"3: {sheets.WORDS[Fault.NO_CSV]}"),
    ],
    ids=["empty", "blank", "another encoding", "semicolons", "a quotation mark too many", "a very long cell"],
)
def test_what_cannot_be_read_is_told_in_the_same_words_with_its_line(
    read: Callable[[Callable[[str], bytes]], object], change: Callable[[str], bytes], words: str
) -> None:
    """A quotation mark too many is told where it stands, not where the file ends."""
    with pytest.raises(ValueError, match=re.escape(words)) as refused:
        read(change)
    assert "Amina" not in str(refused.value)


def test_a_text_that_came_through_a_form_is_never_the_path_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("A\n1\n")
    sheet = sheets.read(str(tmp_path / "other.csv"), lambda _fault, words, _line: ValueError(words))
    assert sheet.header == (str(tmp_path / "other.csv"),)
