"""Where what goes between members shows itself: lists, the page of a file, the day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.cases.files.desk import lists, parts
from fanal.cases.files.files import File
from fanal.cases.grounds.grounds import taken_back
from fanal.cases.members import clock, duties
from fanal.cases.members.desk import wording
from fanal.cases.members.desk.acts import url_of
from fanal.cases.members.policy import LIST, PASS_ON
from fanal.cases.models import FollowUp, Service, Transition, TransitionText
from fanal.network.contracts import Actor
from fanal.passing.api import page, texts
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.ids import short
from fanal.web import api as web

_OVER = {State.WITHDRAWN.value, State.PURGED.value}


def open_doors() -> None:
    """Called once when the room starts."""
    lists.TABS["members"] = (lazy("Other members"), LIST)
    parts.add(
        parts.Part(39, "cases/members/part.html", _shows, beside=True), Service, FollowUp, asks=[(Transition, "case")]
    )
    for kind in duties.ALL:
        page_ = {duties.OPEN: "transition_open", duties.NAMES: "transition_names"}.get(kind, "transition")
        web.day.lead(
            kind, partial(_at, page_), about=_about, deed=LIST,
            paper=kind in duties.PAPER,
        )  # fmt: skip
    taken_back.connect(clock.on_taken_back, dispatch_uid="cases.transitions_taken_back")
    clock.listen()
    said = {"passed": lazy("Passed to another member"), "came": lazy("Came from another member")}
    access.incident.register("transition", "transition_words", words=said, find=_told_of)


def _told_of(org: UUID, records: Collection[UUID]) -> Iterator[access.incident.Found]:
    """What went or came; what was written about one belongs to it. A draft is of the file."""
    texts_of: dict[UUID, set[UUID]] = defaultdict(set)
    for pk, text in TransitionText.objects.filter(pk__in=records).values_list("step__transition", "pk"):
        texts_of[pk].add(text)
    asked = set(records)
    rows = Transition.objects.filter(pk__in=asked | set(texts_of), offered_at__isnull=False)
    for pk, sender, to, at, place in rows.values_list("pk", "org", "recipient", "offered_at", "country_from"):
        kind, partner = ("passed", to) if sender == org else ("came", sender)
        assert at is not None
        of = frozenset(texts_of[pk] | ({pk} & asked))
        yield access.incident.Found(pk, kind, at.date(), of, place, partner, short(pk))


def _at(name: str, row: UUID) -> str:
    return reverse(f"cases:{name}", args=[row])


def _about(actor: Actor, subjects: Collection[UUID]) -> dict[UUID, web.day.About]:
    """With whom it goes, what it is, and how it stands."""
    rows = access.visible(actor, Transition.objects.filter(pk__in=subjects)).select_related("org", "recipient")
    told: dict[UUID, web.day.About] = {}
    for row in rows:
        mine = row.org_id == actor.org
        said = _("to {member}") if mine else _("from {member}")
        other = said.format(member=(row.recipient if mine else row.org).name)
        about = web.dots(wording.way(row), other, page.state_words(row, mine=mine))
        told[row.pk] = web.day.About(about, row.urgent and row.state == State.OFFERED)
    return told


def _shows(actor: Actor, found: File, _now: datetime) -> dict[str, object] | None:
    passed = access.visible(actor, Transition.objects.filter(case=found.case)).select_related("recipient")
    every = passed.order_by("-pk") if found.has(Transition) else ()
    live = [row for row in every if row.state not in _OVER]
    may = bool(access.may(actor, PASS_ON, found.case))
    if not live and not may:
        return None
    return {
        "may": may and found.case.status in {"open", "follow_up"},
        "rows": [
            {
                "url": url_of(row),
                "words": web.dots(wording.way(row), row.recipient.name),
                "state": page.state_words(row, mine=True),
                "tone": texts.TONES.get(State(row.state), ""),
            }
            for row in live
        ],
    }
