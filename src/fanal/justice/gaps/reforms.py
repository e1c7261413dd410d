"""Reforms of law that members draft: from a plan that was tried, told to the state, and then published by another.

A reform names what falls through today, so it is kept back for ninety days after the state was told, unless its fix is
law already (docs/justice.md, "Reforms"). What is published, everybody reads with the page of the state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask, found, stated, visible
from fanal.engines.jurisdiction.contracts import Corpus
from fanal.journal import api as journal
from fanal.justice.gaps import gaps, proved, reforming
from fanal.justice.gaps.counting import CountKind
from fanal.justice.gaps.looks import grant_in_force
from fanal.justice.gaps.policy import CHANGE_REFORM, DRAFT_REFORM, DROP_REFORM, PUBLISH_REFORM, TELL_STATE
from fanal.justice.law import library
from fanal.justice.models import Reform
from fanal.justice.signals import reform_proposed
from fanal.network.api import trusted
from fanal.network.contracts import Actor

EMBARGO = timedelta(days=90)


class Stage(StrEnum):
    """How far a reform is."""

    DRAFT = "draft"  # the state was not told
    TOLD = "told"  # it was, and the ninety days run
    READY = "ready"  # another person can publish it
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Published:
    """A reform as everybody may read it: no gap, no figure of one."""

    id: UUID
    state: str
    title: str
    words: str
    atoms: tuple[tuple[str, str, str], ...]
    org: str
    on: date


def reform_of(actor: Actor, reform_id: UUID, *, lock: bool = False) -> Reform:
    """A reform of one's own organisation. Raises `NotHere`."""
    return found(actor, Reform, reform_id, "drafted_by", lock=lock)


def reforms_of(actor: Actor) -> list[Reform]:
    """The reforms of one's own organisation, newest first."""
    return list(visible(actor, Reform.objects.all()).select_related("drafted_by").order_by("-drafted_at", "pk"))


def stage(reform: Reform, on: date) -> Stage:
    """How far it is on a day, by the embargo alone; whether its fix is law, `is_law` says."""
    if reform.published_at is not None:
        return Stage.PUBLISHED
    if reform.told_state_on is None:
        return Stage.DRAFT
    return Stage.READY if reform.told_state_on + EMBARGO <= on else Stage.TOLD


def is_law(reform: Reform, law: Corpus, on: date) -> bool:
    """Whether its fix is law: today the state reaches every pattern that was shown for it. Never without a pattern."""
    shown: Sequence[dict[str, Any]] = reform.figures.get("examples", [])
    return bool(shown) and all(reforming.reaches(law, reform.state, on, one) for one in shown)


# ---- deeds ----


@transaction.atomic
def draft(actor: Actor, state: str, number: int, title: str, words: str, now: datetime) -> Reform:
    """Draft a reform from a plan of one's own country. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    ask(actor, DRAFT_REFORM)
    grant_in_force(actor, now)
    plan = gaps.found_one(actor, state, number, now, CountKind.REFORMS)
    _worded(title, words)
    row = Reform(org_id=actor.org, state=state, title=title.strip(), words=words.strip(), as_of=plan.count.as_of)
    row.atoms, row.figures = plan.content["atoms"], plan.content["figures"]
    row.corpus_version, row.drafted_by_id, row.drafted_at = plan.count.corpus_version, actor.person, now
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), DRAFT_REFORM, at=now, items=[stated.whole(row)])
    return row


@transaction.atomic
def change(actor: Actor, reform_id: UUID, title: str, words: str, now: datetime) -> None:
    """Change title and words, until it is published. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = _unpublished(actor, reform_id, CHANGE_REFORM)
    _worded(title, words)
    row.title, row.words = title.strip(), words.strip()
    row.save(update_fields=["title", "words"])
    journal.write(row.pk, actor.signatory(), CHANGE_REFORM, at=now, items=[stated.whole(row)])


@transaction.atomic
def tell_state(actor: Actor, reform_id: UUID, on: date, now: datetime) -> None:
    """Note on which day the state was told: from then the ninety days run. Raises as `change`."""
    row = _unpublished(actor, reform_id, TELL_STATE)
    if not row.drafted_at.date() <= on <= now.date():
        raise NotNow(_("Choose the day on which the state was told: not before the draft, and not after today."), "on")
    row.told_state_on = on
    row.save(update_fields=["told_state_on"])
    journal.write(row.pk, actor.signatory(), TELL_STATE, at=now, items=[stated.whole(row)])


@transaction.atomic
def publish(actor: Actor, reform_id: UUID, now: datetime) -> None:
    """Publish it: another person than whoever wrote in it, after the embargo or with the fix. Raises as `change`."""
    row = _unpublished(actor, reform_id, PUBLISH_REFORM)
    if stage(row, now.date()) is not Stage.READY and not is_law(row, library.corpus(now), now.date()):
        raise NotNow(_("It can be published ninety days after the state was told, or once the law is changed so."))
    row.published_by_id, row.published_at = actor.person, now
    row.save(update_fields=["published_by", "published_at"])
    journal.write(row.pk, actor.signatory(), PUBLISH_REFORM, at=now, items=[stated.whole(row)])
    reform_proposed.send(sender=Reform, reform=row.pk, state=row.state, org=row.org_id, now=now)


@transaction.atomic
def drop(actor: Actor, reform_id: UUID, now: datetime) -> None:
    """Throw a draft away. Raises as `change`."""
    row = _unpublished(actor, reform_id, DROP_REFORM)
    journal.write(row.pk, actor.signatory(), DROP_REFORM, at=now, items=[stated.dropped(row)])
    row.delete()


def _unpublished(actor: Actor, reform_id: UUID, deed: str) -> Reform:
    row = reform_of(actor, reform_id, lock=True)
    ask(actor, deed, row)
    if row.published_at is not None:
        raise NotNow(_("It is published. Everybody may have read it."))
    if deed != DROP_REFORM and not proved.is_left(row, trusted.Signers()):
        raise NotNow(stated.words())
    return row


def _worded(title: str, words: str) -> None:
    if not title.strip():
        raise NotNow(_("Give it a title."), "title")
    if not words.strip():
        raise NotNow(_("Write what changes, and why."), "words")


# ---- for everybody ----


def published(state: str) -> tuple[Published, ...]:
    """The reforms of a state that members published, newest first, as whoever published them signed it."""
    rows = Reform.objects.filter(state=state).exclude(published_at=None).select_related("org")
    return tuple(
        Published(
            row.pk, row.state, row.title, row.words,
            tuple((one["state"], one["kind"], one["profile"]) for one in row.atoms), row.org.name,
            row.published_at.date(),  # type: ignore[union-attr]
        )
        for row in proved.published(rows.order_by("-published_at", "pk"))
    )  # fmt: skip
