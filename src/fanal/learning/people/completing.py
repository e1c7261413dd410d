"""Courses that an employer says were done elsewhere, by a table: claimed, shown apart, and never a certificate."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.courses import library
from fanal.learning.models import Brought, Completion, Learner
from fanal.learning.people import brought, posting
from fanal.learning.people.brought import COMPLETIONS, Way
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web
from fanal.web.api import tables

_YES_NO: Final = {True: "yes", False: "no", None: ""}
LONGEST_ID, MOST_MINUTES = 60, 24 * 60
_AT_ONCE: Final = 2_000


def _person(known: dict[str, str], cell: str) -> str:
    if cell not in known:
        raise tables.Wrong(_("Nobody has this code here. Take the posts in first."))
    return cell


def _minutes(cell: str) -> int:
    found = tables.whole(cell)
    if not 0 < found <= MOST_MINUTES:
        raise tables.Wrong(_("Minutes are a whole number from 1 to 1440."))
    return found


def _short(longest: int, cell: str) -> str:
    if len(cell) > longest or "@" in cell:
        raise tables.Wrong(_("At most %(count)s signs, and no address.") % {"count": longest})
    return cell


def kind(actor: Actor) -> tables.Kind:
    """A table of completions for the organisation of this person."""
    known = dict(Learner.objects.filter(org_id=actor.org).exclude(code="").values_list("code", "label"))
    playable = [one.code for one in library.shipped().values() if one.playable]
    return tables.Kind(
        name="learning.completions",
        columns=(
            tables.Column("person_code", partial(_person, known), lazy("Code of the person"), required=True),
            tables.Column("label", title=lazy("Name or number")),
            tables.Column("course_code", tables.one_of(playable), lazy("Course"), required=True),
            tables.Column("course_version", tables.whole, lazy("Version of the course"), required=True),
            tables.Column("completed_on", tables.whole_day, lazy("Day"), required=True),
            tables.Column("minutes", _minutes, lazy("Minutes"), required=True),
            tables.Column("language", posting.language, lazy("Language"), required=True),
            tables.Column("interactive", posting.yes_no, lazy("People took part")),
            tables.Column("signed_on", tables.whole_day, lazy("Signed that they had it, on")),
            tables.Column("source", partial(_short, 40), lazy("Which system it comes from")),
            tables.Column("source_id", partial(_short, LONGEST_ID), lazy("Its number there"), required=True),
        ),
        reading=lambda: _Reading(known, _there(actor), network.day_at(actor.org, timezone.now())),
        most=brought.MOST_ROWS,
        refuses=brought.refused_of_completions,
        beside="source_id",
    )


def of_people(people: Collection[UUID]) -> dict[UUID, list[Completion]]:
    """What is claimed of each of these, the newest first."""
    found: dict[UUID, list[Completion]] = {one: [] for one in people}
    for row in Completion.objects.filter(learner_id__in=people).order_by("-completed_on", "pk"):
        found[row.learner_id].append(row)
    return found


def _there(actor: Actor) -> set[tuple[str, str]]:
    return set(Completion.objects.filter(org_id=actor.org).values_list("source", "source_id"))


@dataclass(slots=True)
class _Reading:
    """Rows as they are kept: person, course, version, day, minutes, language, source, number there, whether
    people took part, when they signed."""

    known: dict[str, str]
    there: set[tuple[str, str]]
    today: date
    rows: list[list[str]] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    again: int = 0

    def take(self, rows: Sequence[tables.Row]) -> None:
        for said in (row.values() for row in rows):
            self._may(said["course_code"], said["course_version"], said["completed_on"])
            person, place = said["person_code"], (said.get("source") or "", said["source_id"])
            label = " ".join((said.get("label") or "").split())
            if label and label != self.known[person]:
                raise tables.Wrong(_("The person of this code has another name here."), "label")
            if place in self.seen:
                raise tables.Wrong(_("This number stands in the table already."), "source_id")
            self.seen.add(place)
            if place in self.there:
                self.again += 1
                continue
            self.rows.append([
                person, said["course_code"], str(said["course_version"]), said["completed_on"].isoformat(),
                str(said["minutes"]), said["language"], *place, _YES_NO[said.get("interactive")], self._signed(said),
            ])  # fmt: skip

    def _may(self, code: str, version: int, day: date) -> None:
        course = library.shipped()[code]
        if not 0 < version <= course.version:
            raise tables.Wrong(_("This course has no such version."), "course_version")
        if day > self.today:
            raise tables.Wrong(_("This day lies in the future."), "completed_on")
        if version == course.version and day < course.since:
            raise tables.Wrong(_("This version of the course was not there yet on that day."), "completed_on")

    def _signed(self, said: Mapping[str, Any]) -> str:
        day = said.get("signed_on")
        if day is None:
            return ""
        if not said["completed_on"] <= day <= self.today:
            raise tables.Wrong(_("They signed on a day from that of the course until today."), "signed_on")
        return str(day.isoformat())

    def facts(self) -> list[tuple[str, str]]:
        return [(_("Rows that are here already"), web.digits(self.again))]

    def kept(self) -> bytes:
        return json.dumps(self.rows, ensure_ascii=False).encode() if self.rows else b""


def take_in(actor: Actor, taken: tables.Taken, key: UUID, now: datetime) -> tables.Came:
    """Take a table of completions in. Raises `NotAllowed`."""
    return brought.take_in(actor, COMPLETIONS, WAY, taken, json.loads(taken.made), key, now)


def _take(one: Brought, rows: Sequence[list[str]], _now: datetime) -> tables.Came:
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        people = Learner.objects.filter(org_id=one.org_id, code__in={row[0] for row in some})
        known = {row.code: row for row in people}
        made = [
            Completion(
                org_id=one.org_id, learner=known[person], table=one, source=source, source_id=number, course=course,
                version=int(version), language=language, completed_on=date.fromisoformat(day), minutes=int(minutes),
                interactive={"yes": True, "no": False}.get(took_part),
                signed_on=date.fromisoformat(signed) if signed else None,
            )
            for person, course, version, day, minutes, language, source, number, took_part, signed in some
            if person in known
        ]  # fmt: skip
        Completion.objects.bulk_create(made, ignore_conflicts=True)
    return tables.Came([row[0] for row in rows])


def _undo(one: Brought) -> int:
    Completion.objects.filter(table=one).delete()
    return 0


WAY: Final = Way(_take, _undo)
