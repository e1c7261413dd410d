"""DNH-51, of progress: no text of the room says what is to be avoided, and no text that somebody writes there does: of
an ask, a document, a practice, a reply of a state."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import fanal
from fanal.access.api import NotNow
from fanal.engines.language.linter import check_path, check_text
from fanal.network import api as network
from fanal.progress.assessing import replying
from fanal.progress.models import Ask, Document, Practice, StateReply, Voice
from fanal.progress.policy import PRACTICE_OFFICER
from fanal.progress.practices import practices
from fanal.vocabulary.results import NotDone
from tests.people import FOUNDED, NOW, Cast
from tests.rooms.progress import places
from tests.rooms.progress.asks import made as asks
from tests.rooms.progress.composing import made as documents
from tests.rooms.progress.practices import test_practices as practising

ROOT = Path(fanal.__file__).parents[2]
SOURCES = sorted((ROOT / "src/fanal/progress").rglob("*.py"))
SPEAKS = [path for path in SOURCES if "lazy(" in (said := path.read_text("utf-8")) or "_(" in said]
CORPUS = [path for kind in ("yaml", "csv") for path in sorted((ROOT / "corpus/progress").rglob(f"*.{kind}"))]
WRONG = "It is about child prostitutes."


@pytest.mark.once
def test_all_that_speaks_is_looked_at() -> None:
    assert len(SPEAKS) > 60
    assert {"indicators.csv", "rubrics.yaml", "brief.yaml"} <= {path.name for path in CORPUS}


@pytest.mark.once
def test_no_text_of_the_room_says_it() -> None:
    assert [str(one) for path in [*SPEAKS, *CORPUS] for one in check_path(path) if one.level == "block"] == []


@pytest.mark.once
def test_it_would_be_found() -> None:
    """The control."""
    assert [one for one in check_text(WRONG, "en") if one.level == "block"]


def _ask(cast: Cast) -> None:
    asks.written(asks.advocates(cast), text=WRONG)


def _document(cast: Cast) -> None:
    row = documents.begun(documents.advocates(cast))
    documents.write(cast, row, "lines", WRONG)


def _statement(cast: Cast) -> None:
    documents.voice(documents.advocates(cast), words=WRONG)


def _practice(cast: Cast) -> None:
    network.grants.hold(cast["amara"].person, PRACTICE_OFFICER, FOUNDED.date(), date(2036, 1, 1))
    practices.write(cast["amara"], None, practising.SAID | {"description": WRONG}, False, NOW)


def _reply(cast: Cast) -> None:
    places.assessed(places.ready(cast), found="0", rationale="Nothing is planned.")
    places.read(cast)
    told = places.tell(cast)
    said = {"office": "Ministry of Justice", "name": "", "consent": False, "language": "eng", "words": WRONG}
    replying.reply(told.token, said | {"proof": told.proof}, NOW)


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize("write", [_ask, _document, _statement, _practice, _reply])
def test_nobody_writes_it(cast: Cast, write: Callable[[Cast], None]) -> None:
    with pytest.raises(NotDone) as why:
        write(cast)
    assert isinstance(why.value, NotNow)
    assert not Ask.objects.exists()
    assert all(one.blocks == [] for one in Document.objects.all())
    assert not Voice.objects.exists()
    assert not Practice.objects.exists()
    assert not StateReply.objects.exists()
