"""Two documents of Casa Aurora on XA: the brief for the published reform, which left, and lines for the press, which
somebody still writes. All fictional."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from fanal.access.api import reviews
from fanal.justice import api as justice
from fanal.progress.composing import composing, documents, reviewing
from fanal.progress.composing.blocks import shelf
from fanal.progress.composing.kinds import Kind
from fanal.progress.models import Document
from fanal.site.demo.stage import Play, Stage

_DAY: Final = timedelta(days=1)
_PROBLEM: Final = "Who of XA does it abroad is prosecuted only in some of the cases in which a child is harmed."
_LINES: Final = "Some children with whom we work have a plan within a week, and others wait longer for it."


def plan(stage: Stage, play: Play) -> None:
    """The brief once the ask for the reform was sent; the lines last week."""
    play.at(stage.ago(days=45), lambda when: _brief(stage, play, when))
    play.at(stage.ago(days=5), lambda when: _press(stage, when))


def _brief(stage: Stage, play: Play, when: datetime) -> None:
    """Noor writes it, a survivor adviser and a lawyer read it, Bao lets it leave."""
    (row,) = justice.published_reforms("XA")
    noor = stage.actor("noor")
    pk = documents.begin_brief(noor, "XA", str(row.id), "en", when).pk
    documents.write(noor, pk, "problem", _PROBLEM, when)
    documents.propose(noor, pk, when)
    play.at(when + 3 * _DAY, partial(_read, stage, pk))
    play.at(when + 5 * _DAY, lambda later: documents.export(stage.actor("bao"), pk, later))


def _read(stage: Stage, pk: UUID, when: datetime) -> None:
    item = reviewing.item(composing.composed(Document.objects.get(pk=pk), when))
    readers = (("yara", "survivor", "Survivors’ council"), ("lena", "lawyer", "Lena Voss, lawyer"))
    for who, kind, name in readers:
        said = reviews.Statement(kind, True, item.digest, when.date(), when.date() + 300 * _DAY, reviewer=name)
        reviews.review(stage.actor(who), item, said, when)


def _press(stage: Stage, when: datetime) -> None:
    """With the value of a release, and a number behind which no block stands yet."""
    noor = stage.actor("noor")
    said = {"output": "press", "country": "XA", "language": "en", "title": "How soon children have a plan (fictional)",
            "addressee": "", "answer_by": None, "ask": ""}  # fmt: skip
    row = documents.begin(noor, said, when)
    about = composing.about(row, when)
    value = next(one.ref for one in shelf.offered(about, Kind.NUMBER) if one.title.startswith("Care plan"))
    documents.add(noor, row.pk, Kind.NUMBER, value, "numbers", when)
    documents.write(noor, row.pk, "lines", _LINES, when)
    documents.write(noor, row.pk, "lines", "Of ten children, one waits longer than a month, we hear: 10 %.", when)
