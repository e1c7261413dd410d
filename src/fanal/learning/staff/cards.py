"""The card of somebody of the staff, and what follows of it: a certificate of a course gives the clearance
`training:<course>`, where some room asks for it, until the certificate ends.

A link is believed as the journal names it: a row that somebody wrote gives nothing.
"""

from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Taught, ask, clearance_kinds, clearing, need, stated
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.learning import reviewing
from fanal.learning.certificates import issuing, refreshing
from fanal.learning.certificates.issuing import Checked, State
from fanal.learning.models import Certificate, Learner, LinkedCard, Sheet, SkillCheck
from fanal.learning.signin import seats, views
from fanal.learning.signin.seats import Said
from fanal.learning.staff.policy import LINK
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.network.contracts import Actor, NetworkError, PersonRef

_PREFIX: Final = "training:"


def kind_of(course: str) -> str:
    """The clearance that a course gives, where some room asks for it."""
    return f"{_PREFIX}{course}"


def course_of(code: str) -> str:
    """The course that gives a clearance; empty where none does."""
    return code.removeprefix(_PREFIX) if code.startswith(_PREFIX) else ""


def learner_of(person: UUID) -> Learner | None:
    """The learner that somebody is, as they signed for it."""
    row = LinkedCard.objects.select_related("learner").filter(person_id=person).first()
    return row.learner if row and _is_theirs(row) else None


def person_of(learner: UUID) -> PersonRef | None:
    """Who of the staff a learner is; None where they are none."""
    row = LinkedCard.objects.filter(learner_id=learner).first()
    return network.person(row.person_id) if row and _is_theirs(row) else None


def _is_theirs(row: LinkedCard) -> bool:
    told = journal.told(row.pk, {LINK}, network.trusted.Signers())
    return stated.is_last(row, told) is True and told.said[-1][0].actor == row.person_id


def held(learner: Learner, today: date) -> list[Checked]:
    """The certificates of a learner that are valid today."""
    return [one for one in _valid(learner, today) if not one.first]


def first_ones(learner: Learner, today: date) -> list[Checked]:
    """Those of the first, which count for nobody, of courses of which they hold no other."""
    found = _valid(learner, today)
    return [one for one in refreshing.newest(found).values() if one.first]


def _valid(learner: Learner, today: date) -> list[Checked]:
    return [one for one in issuing.every([learner.pk], today)[learner.pk] if one.state is State.VALID]


def has_passed(actor: Actor, course: str, today: date) -> bool:
    """Whether somebody of the staff passed a course themselves, or is cleared for it."""
    if kind_of(course) in actor.grants:
        return True
    learner = learner_of(actor.person)
    return learner is not None and any(one.row.course == course for one in held(learner, today))


def may_lead(actor: Actor, course: str, today: date) -> bool:
    """Whether somebody may lead a course: one that gives a clearance only who passed it."""
    return kind_of(course) not in clearance_kinds() or has_passed(actor, course, today)


def teaches(org: UUID, code: str, today: date) -> Taught | None:
    """The course by which people of an organisation get a clearance: one that it gives, and can certify."""
    title = reviewing.title(org, course_of(code), today)
    return Taught(title, reverse("staff:mine")) if title and keyfile.keyfile().issuers else None


# ---- deeds ----


def link(actor: Actor, code: str, pin: str, now: datetime) -> LinkedCard:
    """Say that a card is one's own, by card and PIN: what was passed with it counts from now on. PINs that do not fit
    are counted as where somebody signs in. Raises `NotAllowed`, `NotNow`."""
    ask(actor, LINK)
    need(
        (LinkedCard.objects.filter(person_id=actor.person).exists(), _("A card is linked to your account already."), "")
    )
    learner = _by_card(code, pin, now)
    need(
        (learner.org_id != actor.org, _("This card is of another organisation. Ask for one of your own."), "card"),
        (
            _was_judged_by(actor.person, learner),
            _("You marked the skills of whoever has this card, or typed their sheet: ask a colleague for a new card."),
            "card",
        ),
    )
    try:
        with transaction.atomic():
            row = LinkedCard.objects.create(person_id=actor.person, learner=learner, at=now)
            journal.write(row.pk, actor.signatory(), LINK, at=now, items=[stated.whole(row)])
            follow(learner, now)
    except IntegrityError:
        raise NotNow(_("This card is linked to another account."), "card") from None
    return row


def _was_judged_by(person: UUID, learner: Learner) -> bool:
    """Whether somebody did for this learner what nobody does for themselves: before a card is linked, nothing tells
    whose it is."""
    marked = SkillCheck.objects.filter(learner=learner, by_id=person).exists()
    return marked or Sheet.objects.filter(learner=learner, typed_by_id=person).exists()


def _by_card(code: str, pin: str, now: datetime) -> Learner:
    found = seats.sign_in(code, pin, None, now)
    seat = seats.seated(found.token, now) if found.said is Said.IN else None
    if seat is None:
        raise NotNow(views.words_of(found), "pin")
    seats.leave(found.token)
    return seat.card.learner


@transaction.atomic
def follow(learner: Learner, now: datetime, course: str = "") -> None:
    """Whatever somebody of the staff passed gives them the clearances for which a room asks. `course`: of it alone."""
    person = person_of(learner.pk)
    for one in held(learner, now.date()) if person else ():
        asked = course in {"", one.row.course} and kind_of(one.row.course) in clearance_kinds()
        if person and asked:
            _earn(person, one, now)


def _earn(person: PersonRef, one: Checked, now: datetime) -> None:
    code = kind_of(one.row.course)
    before = clearing.held_in(person.org).get(person.id, {}).get(code)
    with suppress(NetworkError):  # nobody vouches for this person now: `fanal check` says so
        if clearing.earn(person, code, one.last, one.row.code, now) and before:
            clocks.stop(before.pk, now=now)


def on_issued(sender: Any, *, row: Certificate, now: datetime, **more: Any) -> None:
    """Somebody was given a certificate."""
    if row.learner:
        follow(row.learner, now)


def on_revoked(sender: Any, *, row: Certificate, now: datetime, **more: Any) -> None:
    """A certificate was taken back: so is the clearance that rests on it, unless another of the course still holds."""
    with suppress(NetworkError):
        if ended := clearing.unearn(row.org_id, kind_of(row.course), row.code, now):
            clocks.stop(ended.pk, now=now, done=False)
            if row.learner:
                follow(row.learner, now, row.course)


def connect() -> None:
    """Called once when the room starts."""
    issuing.issued.connect(on_issued, dispatch_uid="learning.staff")
    issuing.taken_back.connect(on_revoked, dispatch_uid="learning.staff")
