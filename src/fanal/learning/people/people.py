"""Cohorts, the posts in them, and cards: what a training lead does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import as_seen, ask, found, need, visible
from fanal.journal import api as journal
from fanal.learning.attempts import waiting
from fanal.learning.attempts.opened import CARD, OPEN_CARD
from fanal.learning.models import Card, Cohort, Learner, Post
from fanal.learning.people.policy import CONFIRM, KEEP, READ
from fanal.learning.signin import seats
from fanal.network.contracts import Actor
from fanal.vocabulary.countries import is_country

KINDS: Final = ("site", "shelter", "team")
MOST: Final = 200
"""People that are entered at once."""
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Made:
    """A card that was made, whose code is shown once. `label`, `language`: of its learner."""

    learner: UUID
    label: str
    language: str
    code: str


def cohorts(actor: Actor) -> list[Cohort]:
    """The cohorts of an organisation, those that are open first."""
    ask(actor, READ)
    return sorted(visible(actor, Cohort.objects.all()), key=lambda one: (one.closed_on is not None, one.label))


def cohort(actor: Actor, pk: UUID) -> Cohort:
    """One of them. Raises `NotHere`."""
    return found(actor, Cohort, pk)


def post(actor: Actor, pk: UUID) -> Post:
    """One post, with learner and cohort. Raises `NotHere`."""
    return found(actor, Post, pk, "learner", "cohort")


def posts(actor: Actor, of: Cohort, today: date | None = None) -> list[tuple[Post, Card | None]]:
    """The posts of a cohort that have not ended on a day, each with the card of its learner."""
    going_on = Q(until=None) | Q(until__gte=today or timezone.now().date())
    rows = visible(actor, Post.objects.filter(going_on, cohort=of).select_related("learner"))
    here = list(rows.order_by("learner__label", "pk"))
    held = Card.objects.filter(learner__in=[row.learner_id for row in here], ended_at=None)
    cards = {one.learner_id: one for one in held}
    return [(row, cards.get(row.learner_id)) for row in here]


@transaction.atomic
def open_cohort(actor: Actor, label: str, country: str, kind: str, now: datetime, code: str = "") -> Cohort:
    """People who learn together, from now on. `code`: as the employer's own list has it. Raises `NotAllowed`,
    `NotNow`."""
    ask(actor, KEEP)
    code = code.strip()
    taken = bool(code) and Cohort.objects.filter(org_id=actor.org, code=code).exists()
    need(
        (not label.strip(), _("Write what it is called."), "label"),
        (not is_country(country), _("Choose a country."), "country"),
        (kind not in KINDS, _("Choose what it is."), "kind"),
        (taken, _("Another site has this code. Give each a code of its own."), "code"),
    )
    row = Cohort(org_id=actor.org, label=label.strip()[:LONGEST], country=country, kind=kind, made_on=now.date())
    row.code = code
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), KEEP, at=now)
    return row


@transaction.atomic
def add(actor: Actor, of: Cohort, labels: Sequence[str], role: str, language: str, now: datetime) -> list[Made]:
    """New learners with a post in a cohort and a card each. Two of one label are two people: a number tells them apart.
    Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP, of)
    ask(actor, CARD)
    made = []
    for label in _wanted(actor, of, labels, now):
        learner = _person(actor, of, label, role, language, now)
        made.append(_card(actor, learner, now))
        journal.write(learner.pk, actor.signatory(), CARD, at=now)
    journal.write(of.pk, actor.signatory(), KEEP, at=now)
    return made


def _wanted(actor: Actor, of: Cohort, labels: Sequence[str], now: datetime) -> list[str]:
    """The names and numbers of people who are new, tidied. Raises `NotNow`."""
    wanted = [" ".join(label.split()) for label in labels if label.strip()]
    here = {row.learner.label for row, _card in posts(actor, of, now.date())}
    double = sorted({one for one in wanted if wanted.count(one) > 1 or one in here})
    need(
        (not wanted, _("Write a name or a number on each line."), "labels"),
        (len(wanted) > MOST, _("At most 200 at once."), "labels"),
        (any(len(one) > LONGEST for one in wanted), _("A name or number has at most 80 characters."), "labels"),
        (any("@" in one for one in wanted), _("No addresses: a name or a number is enough."), "labels"),
        (
            bool(double),
            _("Add a number to tell apart who has the same name: %(names)s.") % {"names": ", ".join(double[:5])},
            "labels",
        ),
    )
    return wanted


@transaction.atomic
def add_without_cards(
    actor: Actor, of: Cohort, labels: Sequence[str], role: str, language: str, now: datetime
) -> list[Learner]:
    """New learners with a post in a cohort, who get a card later. Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP, of)
    made = [_person(actor, of, label, role, language, now) for label in _wanted(actor, of, labels, now)]
    journal.write(of.pk, actor.signatory(), KEEP, at=now)
    return made


def _person(actor: Actor, of: Cohort, label: str, role: str, language: str, now: datetime) -> Learner:
    learner = Learner(org_id=actor.org, label=label, language=language, made_on=now.date())
    learner.save(force_insert=True)
    Post.objects.create(learner=learner, cohort=of, role=role, since=now.date())
    return learner


def _card(actor: Actor, learner: Learner, now: datetime) -> Made:
    code = vault.new_training_card()
    row = Card(learner=learner, digest=vault.training_card_digest(code).hex(), made_at=now, made_by_id=actor.person)
    row.save(force_insert=True)
    return Made(learner.pk, learner.label, learner.language, code)


def without_card(actor: Actor, of: Cohort, today: date) -> list[Post]:
    """Those who came by a table and have no card yet; as many as get one at once."""
    return [row for row, card in posts(actor, of, today) if card is None][:MOST]


@transaction.atomic
def make_cards(actor: Actor, of: Cohort, now: datetime) -> list[Made]:
    """A card for each who has none. Raises `NotAllowed`, `NotNow`."""
    ask(actor, CARD, of)
    waiting = without_card(actor, of, now.date())
    need((not waiting, _("Everybody here has a card."), ""))
    made = {}
    for row in waiting:  # whoever has two posts here gets one card
        if row.learner_id not in made:
            made[row.learner_id] = _card(actor, row.learner, now)
            journal.write(row.learner_id, actor.signatory(), CARD, at=now)
    return list(made.values())


@transaction.atomic
def new_card(actor: Actor, of: Post, now: datetime) -> Made:
    """Somebody lost their card: another takes its place, the old one is dead, and nothing that was learned is lost.
    Raises `NotAllowed`."""
    ask(actor, CARD, of.cohort)
    as_seen(of.until is None or of.until >= now.date())
    _end_cards(of.learner, now)
    _close(of.learner, now)
    journal.write(of.learner_id, actor.signatory(), CARD, at=now)
    return _card(actor, of.learner, now)


def _close(learner: Learner, now: datetime) -> None:
    """What was done until now is shown to nobody any more: whoever sits down next may be somebody else."""
    learner.opened_at = now
    learner.save(update_fields=["opened_at"])


def _end_cards(learner: Learner, now: datetime) -> None:
    seats.end_of(learner.pk)
    Card.objects.filter(learner=learner, ended_at=None).update(ended_at=now)


@transaction.atomic
def open_card(actor: Actor, of: Post, now: datetime) -> None:
    """Somebody who stands before the training lead may choose a PIN anew. Raises `NotAllowed`, `NotNow`."""
    ask(actor, OPEN_CARD, of.cohort)
    cards = Card.objects.filter(learner_id=of.learner_id, ended_at=None)
    need((not cards.exists(), _("There is no card. Make a new one."), ""))
    seats.end_of(of.learner_id)
    _close(of.learner, now)
    cards.update(wrong=0, waits_until=None, locked_at=None, verifier="", pepper=0)
    journal.write(of.learner_id, actor.signatory(), OPEN_CARD, at=now)


@transaction.atomic
def confirm(actor: Actor, of: Post, now: datetime) -> None:
    """Somebody who stands before the training lead did themselves what was done with their card without a network. What
    it was, and how it went, is not told. Raises `NotAllowed`, `NotNow`."""
    ask(actor, CONFIRM, of.cohort)
    need((not waiting.confirm(of.learner, now), _("Nothing waits that was done without a network with this card."), ""))
    journal.write(of.learner_id, actor.signatory(), CONFIRM, at=now)


@transaction.atomic
def end_post(actor: Actor, of: Post, on: date, now: datetime) -> None:
    """Somebody works there no more. Card, attempts and certificates stay theirs. Raises `NotAllowed`, `NotNow`."""
    ask(actor, KEEP, of.cohort)
    as_seen(of.until is None or of.until > now.date())
    need((not of.since <= on <= now.date(), _("Choose a day from the first day of this post until today."), "on"))
    Post.objects.filter(pk=of.pk).update(until=on, table=None)
    journal.write(of.learner_id, actor.signatory(), KEEP, at=now)
