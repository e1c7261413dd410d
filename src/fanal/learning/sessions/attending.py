"""Who is there: by a card that is scanned, from the list of posts, or by name; when they came and went."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import as_seen, found, need, visible
from fanal.journal import api as journal
from fanal.learning.models import Attendance, Card, GroupSession, Learner, Post
from fanal.learning.people import people
from fanal.learning.sessions import sessions
from fanal.learning.sessions.policy import LEAD
from fanal.network.contracts import Actor

CARD, LIST, LABEL = "card", "list", "label"


def there(one: GroupSession) -> list[Attendance]:
    """Who is or was there, by name."""
    rows = one.attendances.select_related("learner")
    return list(rows.order_by("learner__label", "pk"))


def attendance(actor: Actor, pk: UUID) -> Attendance:
    """One of them, with its session. Raises `NotHere`."""
    return found(actor, Attendance, pk, "session", "learner")


def missing(actor: Actor, one: GroupSession) -> list[Post]:
    """The posts of the cohort of those who are not there yet."""
    here = set(one.attendances.values_list("learner", flat=True))
    return [post for post, _card in people.posts(actor, one.cohort, one.planned_on) if post.learner_id not in here]


@transaction.atomic
def by_card(actor: Actor, pk: UUID, scanned: str, now: datetime) -> Attendance:
    """Somebody is there whose card was scanned, or its code typed. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    one = _running(actor, pk)
    code = scanned.rpartition("#")[2]  # a camera reads the address on the card, whose code comes after a #
    digest = vault.training_card_digest(code).hex()
    card = Card.objects.filter(digest=digest, ended_at=None).select_related("learner").first()
    need((card is None or not _is_ours(actor, card.learner), _("This card is not known here."), "card"))
    assert card is not None
    [made] = _add(actor, one, [card.learner], CARD, now, "card")
    return made


def _is_ours(actor: Actor, learner: Learner) -> bool:
    return learner.org_id == actor.org or visible(actor, Post.objects.filter(learner=learner)).exists()


@transaction.atomic
def by_list(actor: Actor, pk: UUID, posts: Collection[UUID], now: datetime) -> list[Attendance]:
    """People of the cohort are there. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    one = _running(actor, pk)
    chosen = {post.learner_id: post.learner for post in missing(actor, one) if post.pk in posts}
    need((not chosen, _("Choose who is there."), "posts"))
    return _add(actor, one, list(chosen.values()), LIST, now, "posts")


@transaction.atomic
def by_label(actor: Actor, pk: UUID, labels: Sequence[str], now: datetime) -> list[Attendance]:
    """People are there who are on no list yet: they become part of the cohort, and get a card later. Raises `NotHere`,
    `NotAllowed`, `NotNow`."""
    one = _running(actor, pk)
    made = people.add_without_cards(actor, one.cohort, labels, "other", one.language, now)
    return _add(actor, one, made, LABEL, now, "labels")


def _running(actor: Actor, pk: UUID) -> GroupSession:
    one = sessions.session(actor, pk, lock=True)
    sessions.leads(actor, one)
    as_seen(one.started_at is not None and one.closed_at is None)
    return one


def _add(
    actor: Actor, one: GroupSession, learners: Sequence[Learner], how: str, now: datetime, name: str
) -> list[Attendance]:
    words = _("You lead this session: somebody else leads the one in which you learn.")
    need((any(sessions.is_self(actor, learner) for learner in learners), words, name))
    made = [one.attendances.get_or_create(learner=each, defaults={"how": how, "in_at": now})[0] for each in learners]
    journal.write(one.pk, actor.signatory(), LEAD, at=now)
    return made


@transaction.atomic
def leave(actor: Actor, pk: UUID, now: datetime) -> None:
    """Somebody went before the end. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = attendance(actor, pk)
    one = _running(actor, row.session_id)
    as_seen(row.out_at is None)
    Attendance.objects.filter(pk=row.pk, out_at=None).update(out_at=now)
    journal.write(one.pk, actor.signatory(), LEAD, at=now)


def came_late(one: GroupSession, row: Attendance) -> bool:
    """Whether somebody came more than ten minutes after it began."""
    return one.started_at is not None and row.in_at > one.started_at + sessions.LATE_AFTER
