"""The list of sources of a document that left: what the first version of the format wrote is read for ever."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from fanal.progress.composing import leaving, printing
from fanal.progress.composing.kinds import Kind, digest
from fanal.progress.composing.printing import Printed
from fanal.progress.models import Document
from tests.people import Cast
from tests.rooms.justice.small import small_law_of_file
from tests.rooms.progress.composing import made

__all__ = ["small_law_of_file"]
GOLDEN = Path(__file__).parents[3] / "golden" / "sources" / "1.json"
"""A report with a block of each kind, as it left. Never changed."""
_READ = [
    Printed(
        1, Kind.LAW, "XA/xa.1", "XA, art. 1",
        "5a862456f7c3018776745d81d737c44cc1bc1f1401b16bd68e51c20eea873bce", ("unreviewed",),
    ),
    Printed(
        2, Kind.GAP, "01a23581-bd29-710a-8000-6638527ec483", "Acts abroad",
        "2be8b68f6cee453a981862fb568be9b196082beacf471b7dc7caa0b5ddb9c4a5", (),
    ),
    Printed(
        3, Kind.NUMBER, "1", "Out-of-school, XA, 2024",
        "40162a4fde1888e0f1f03487e482ac6b8ce9e07a4b937cd15d36f7f04f54c2e6", (),
    ),
    Printed(
        4, Kind.STATE, "SA-2a", "XA, SA-2a",
        "1fa2cbc371078d0fbd95386187dba165b6b3c8fc0563a552b699fa4f75e4bba4", (),
    ),
    Printed(
        5, Kind.PROGRAMME, "01a23581-c181-78fc-833d-b893d9c8fd2d", "Debt Advice, XA",
        "348363089280832fc5dad59e965254a0ace25e0c1f6fed3a4426842a67d989fb", (),
    ),
    Printed(
        6, Kind.VOICE, "01a23581-c4b6-746d-8123-112333734d9e", "What somebody says",
        "9c976e094471e36ddc0d15fd7727244c7671f8f06adf7c99228a60505ad4740c", (),
    ),
]  # fmt: skip


def test_what_the_first_version_wrote_is_read() -> None:
    assert printing.printed(GOLDEN.read_bytes()) == _READ


@pytest.mark.parametrize("schema", ["fanal.progress.sources/2", "fanal.progress.asks/1", ""])
def test_a_list_of_another_format_is_not_guessed_at(schema: str) -> None:
    told = json.loads(GOLDEN.read_bytes()) | {"schema": schema}
    with pytest.raises(ValueError, match="no list of sources"):
        printing.printed(json.dumps(told).encode())


def test_the_hash_of_what_a_block_says_stays_as_it_was() -> None:
    """By hand: printf '["number", 7, "12.5", null]' | sha256sum. Another hash would call each document changed."""
    assert digest("number", 7, "12.5", None) == "6fd98badd8c20aa2db03d5cb070a6de8cf9adc75cc26403c7a8f24b526e55cc9"


@pytest.mark.django_db(databases="__all__")
@pytest.mark.usefixtures("small_law_of_file")
def test_what_leaves_today_has_what_the_first_version_had(cast: Cast) -> None:
    """And nothing of it is called changed, in whatever language somebody reads that nothing changed."""
    reform = made.reform(made.advocates(cast))
    row = made.report(cast, reform, "fr")
    made.left(cast, row, made.LATER, law=True)
    packed = leaving.file_of(row, 1, "json")
    then, now = json.loads(GOLDEN.read_bytes()), json.loads(packed)
    assert set(then) <= set(now)
    assert [one["kind"] for one in now["sources"]] == [one["kind"] for one in then["sources"]]
    for old, new in zip(then["sources"], now["sources"], strict=True):
        assert set(old) <= set(new)
        assert set(old["source"]) <= set(new["source"])
    assert [one.ref for one in printing.printed(packed)] == [one["ref"] for one in now["sources"]]
    for language in ("en", "es", "ar"):
        with override(language):
            assert leaving.changed(Document.objects.get(), made.LATER) == []
