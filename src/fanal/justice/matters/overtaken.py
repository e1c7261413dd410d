"""Answers under which a law changed, for My day: worked out from clear columns when it is drawn, and kept nowhere
(docs/decisions/0048-what-changed-under-an-answer.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import OuterRef, Subquery

from fanal.access.api import visible
from fanal.journal import api as journal
from fanal.justice.law import library
from fanal.justice.matters import policy
from fanal.justice.models import LawVersion, Question
from fanal.network.contracts import Actor

MOST = 100  # matters that are looked at, those asked about last
_LINES = 200  # deeds of the person that are looked through for answers they read
_READING = (policy.ASK, policy.ANSWER, policy.COMPARE)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The newest answer of a matter, and the jurisdictions whose law changed since it was given and last read by this
    person."""

    row: Question
    jurisdictions: tuple[str, ...]


def overtaken(actor: Actor, now: datetime) -> list[Overtaken]:
    """Of matters that are open, no exercises; the newest first. Which states an answer names lies sealed: every law was
    asked for it, so that each that changed may alter it."""
    changes = library.changes(now)
    if not changes:
        return []
    version = library.corpus(now).version
    rows = [row for row in _newest(actor, changes[-1][0].date()) if row.corpus_version != version]
    since = _since(actor, rows) if rows else {}
    found = [Overtaken(row, tuple(sorted({code for at, code in changes if at > since[row.pk]}))) for row in rows]
    return [one for one in found if one.jurisdictions]


def _newest(actor: Actor, until: date) -> list[Question]:
    """The newest question of each matter, where it was put on this day or before."""
    same = visible(actor, Question.objects.filter(matter=OuterRef("matter")))
    newest = same.order_by("-asked_on", "-pk").values("pk")[:1]
    rows = visible(actor, Question.objects.select_related("matter"))
    rows = rows.filter(pk=Subquery(newest), matter__training="", matter__closed_on=None, asked_on__lte=until)
    return list(rows.order_by("-asked_on", "-pk")[:MOST])


def _since(actor: Actor, rows: list[Question]) -> Mapping[UUID, datetime]:
    """Until when the law is the one of the answer, as far as is known, or this person read what changed."""
    versions = {row.corpus_version for row in rows}
    first = dict(LawVersion.objects.filter(pk__in=versions).values_list("version", "since"))
    read: dict[UUID, datetime] = {}
    for line in journal.read_org(actor.org, actor=actor.person, deeds=_READING, limit=_LINES):
        read.setdefault(line.record, line.at)
    days = {row.pk: datetime.combine(row.asked_on, time.min, UTC) for row in rows}
    return {
        row.pk: max(days[row.pk], first.get(row.corpus_version, days[row.pk]), read.get(row.matter_id, days[row.pk]))
        for row in rows
    }
