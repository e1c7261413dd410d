"""What falls through in one's own country: asked for, and shown to holders of the grant.

The count is exact within honest bounds (docs/justice.md, "Gaps"): where law is not known it may be a gap or not. A
request computes nothing of it: it asks for a count and sees how far the job is (`counting`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, visible
from fanal.clocks import api as clocks
from fanal.engines.jurisdiction.api import MOST_BOXES, evaluate
from fanal.engines.jurisdiction.contracts import Answer, Persons, pattern
from fanal.journal import api as journal
from fanal.justice.gaps import tasks
from fanal.justice.gaps.counting import STALE, CountKind, Figures, Gap, Step, is_ours, put
from fanal.justice.gaps.looks import grant_in_force
from fanal.justice.gaps.policy import COUNT, SEARCH_REFORMS
from fanal.justice.gaps.reforming import Reform
from fanal.justice.law import library
from fanal.justice.models import GapsCount, GapsFound
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.dates import Interval

SHOWN: Mapping[CountKind, tuple[frozenset[str], frozenset[str]]] = {
    CountKind.GAPS: (Figures.__required_keys__, Gap.__required_keys__),
    CountKind.REFORMS: (frozenset(), Reform.__required_keys__),
}
"""What this version keeps of the figures of a count and of each of its items, and may read."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many patterns there are, and between which numbers the gaps among them lie."""

    total: int
    lower: int
    upper: int


def countries(actor: Actor) -> tuple[str, ...]:
    """One's own: those in which the organisation works."""
    return tuple(sorted(network.org(actor.org).mandates))


def own(actor: Actor, state: str) -> str:
    """The code of a country of one's own. Raises `NotHere`: for this person no other country has gaps."""
    if state not in countries(actor):
        raise NotHere
    return state


def count_of(actor: Actor, state: str, now: datetime, kind: CountKind = CountKind.GAPS) -> GapsCount | None:
    """What was computed for a country of one's own: under the wording in force, else the newest that is done.

    None if nobody asked yet, or if this version cannot read what there is: it is counted anew then.
    """
    rows = visible(actor, GapsCount.objects.filter(kind=kind, state=own(actor, state)))
    now_in_force = rows.filter(corpus_version=library.unsigned(now).version).first()
    done = rows.filter(step=Step.DONE).order_by("-as_of", "-pk")
    return next((one for one in (now_in_force, *done) if one and is_readable(one)), None)


def is_readable(count: GapsCount) -> bool:
    """Whether figures and items are those that the job left, and have what this version shows of them; a newer one may
    have written others."""
    if count.step != Step.DONE:
        return True
    if not is_ours(count):
        return False
    figures, content = SHOWN[CountKind(count.kind)]
    held = count.items.values_list("content", flat=True).first()
    return figures <= set(count.figures) and (held is None or content <= set(held))


def is_old(count: GapsCount, now: datetime) -> bool:
    """Whether the wording of the law changed since."""
    return count.corpus_version != library.unsigned(now).version


def is_stuck(count: GapsCount, now: datetime) -> bool:
    """Whether the job of a count died, so that it may be asked for again."""
    return count.step in {Step.WAITS, Step.RUNS} and count.heard_at + STALE < now


def found_from(count: GapsCount, first: int) -> list[GapsFound]:
    """At most twenty of what was found, from a number on."""
    return list(count.items.filter(number__gte=first).order_by("number")[:MOST_BOXES])


def found_one(actor: Actor, state: str, number: int, now: datetime, kind: CountKind = CountKind.GAPS) -> GapsFound:
    """One of what was found. Raises `NotHere`."""
    count = count_of(actor, state, now, kind)
    item = count.items.filter(number=number).select_related("count").first() if count else None
    if item is None:
        raise NotHere
    return item


def bounds(numbers: list[int]) -> Bounds:
    """Three numbers as they are kept."""
    return Bounds(*numbers)


# ---- asking for it ----


@transaction.atomic
def start(actor: Actor, state: str, now: datetime, kind: CountKind = CountKind.GAPS) -> GapsCount:
    """Have the gaps (or reforms) of one's own country computed as of today, anew where that was done on another day.

    Raises `NotHere`, `NotAllowed`. Asking again while it is computed changes nothing.
    """
    deed = COUNT if kind is CountKind.GAPS else SEARCH_REFORMS
    ask(actor, deed)
    grant = grant_in_force(actor, now)
    law = library.unsigned(now)
    key = {"kind": kind.value, "state": own(actor, state), "corpus_version": library.keep(law, now)}
    fresh = {"as_of": now.date(), "step": Step.WAITS.value, "asked_at": now, "heard_at": now}
    GapsCount.objects.get_or_create(**key, defaults=fresh | {"step": Step.FAILED.value})
    count = GapsCount.objects.select_for_update().get(**key)
    if count.step in {Step.WAITS, Step.RUNS} and not is_stuck(count, now):
        return count
    if count.step == Step.DONE and count.as_of == now.date() and is_readable(count):
        return count
    count.items.all().delete()
    put(count, **fresh, done=0, whole=0, figures={}, found=0, following=None)
    journal.write(grant.pk, actor.signatory(), deed, at=now)
    clocks.enqueue(tasks.compute, count.pk)
    return count


@transaction.atomic
def search_on(actor: Actor, state: str, now: datetime) -> GapsCount:
    """Have further gaps looked for, at most twenty. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, COUNT)
    grant = grant_in_force(actor, now)
    seen = count_of(actor, state, now)
    if seen is None:
        raise NotHere
    count = GapsCount.objects.select_for_update().get(pk=seen.pk)
    if count.step != Step.DONE or count.following is None:
        raise NotNow(_("There is nothing more to look for now."))
    put(count, step=Step.WAITS.value, heard_at=now, done=0, whole=0)
    journal.write(grant.pk, actor.signatory(), COUNT, at=now)
    clocks.enqueue(tasks.compute, count.pk)
    return count


# ---- one gap, opened ----


def explained(item: GapsFound) -> Answer:
    """The pattern of a gap put to the evaluator again, under the law of its count, for the states concerned.

    Raises `LawGone`. The same law and day give the same answer as when it was found.
    """
    law = library.at_version(item.count.corpus_version)
    content: Mapping[str, Any] = item.content
    persons = Persons(**content["example"])
    profile = next(one for one in law.profiles if one.id == content["profile"])
    low, high = content["shown"]["ages"]
    first, last = (date.fromisoformat(day) for day in content["shown"]["days"])
    facts = pattern(profile, (low, high), Interval(first, last), persons)
    concerned = {persons.place, persons.nationality, persons.residence, persons.child, persons.presence} - {None}
    return evaluate(law, facts, item.count.as_of, states=frozenset(map(str, concerned)), decide=False)
