"""What researchers ask for: answered with released and synthetic data only. Record-level data are given to nobody.

A request names a question and the independent committee that approved it; the secretariat answers within thirty days.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, need, need_second, visible
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgKind
from fanal.research import wording
from fanal.research.contracts import ReleaseState
from fanal.research.models import DataRequest, Release
from fanal.research.requests.duties import REQUEST
from fanal.research.requests.policy import ANSWER, ASK, WITHDRAW
from fanal.vocabulary.dates import months_later

LONGEST_MONTHS = 36
"""How far ahead an approval may hold: a committee looks again after three years."""
WORDS = {"question": 1000, "committee": 200, "committee_number": 80, "answer": 1000}


class RequestState(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Wanted(StrEnum):
    """What can be asked for. There is no third."""

    TABLE = "table"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What a researcher says. `expires_on`: the last day of the committee's approval."""

    wanted: Wanted
    question: str
    committee: str
    committee_number: str
    committee_on: date
    expires_on: date


def request_of(actor: Actor, request_id: UUID, *, lock: bool = False) -> DataRequest:
    """A request that the actor may see. Raises `NotHere`."""
    rows = DataRequest.objects.select_for_update(of=("self",)) if lock else DataRequest.objects.all()
    found = _with_names(visible(actor, rows)).filter(pk=request_id).first()
    if found is None:
        raise NotHere
    return found


def requests_of(actor: Actor) -> list[DataRequest]:
    """The requests that the actor may see: those that wait first, then the newest."""
    rows = _with_names(visible(actor, DataRequest.objects.all())).order_by("-at", "pk")
    return sorted(rows, key=lambda one: one.state != RequestState.ASKED)


def answers(wanted: str) -> list[Release]:
    """The releases that can answer a request: what everybody may read, newest first; for synthetic rows those that have
    some."""
    rows = Release.objects.filter(audience="public", state=ReleaseState.PUBLISHED).defer("packed")
    if wanted == Wanted.SYNTHETIC:
        rows = rows.filter(synthetic=True)
    return list(rows.order_by("-published_at", "number"))


def has_expired(request: DataRequest, now: datetime) -> bool:
    """Whether the committee's approval has ended."""
    return request.expires_on < now.date()


@clocks.owes
def owed(_now: datetime) -> Iterator[clocks.Owed]:
    """Each request waits for an answer of the secretariat."""
    for row in DataRequest.objects.filter(state=RequestState.ASKED):
        yield from (clocks.Owed(house.id, row.pk, (REQUEST,)) for house in network.orgs(OrgKind.SECRETARIAT))


@transaction.atomic
def ask_for(actor: Actor, form: RequestForm, now: datetime) -> DataRequest:
    """Ask for a table or for synthetic rows. Raises `NotAllowed`, `NotNow` for the field that does not do."""
    ask(actor, ASK)
    _check(form, now.date())
    wording.no_person(actor.org, question=form.question)
    row = DataRequest(
        org_id=actor.org, asked_by_id=actor.person, wanted=Wanted(form.wanted).value, committee_on=form.committee_on,
        expires_on=form.expires_on, at=now, question=_kept(form.question, "question"),
        committee=_kept(form.committee, "committee"),
        committee_number=_kept(form.committee_number, "committee_number"),
    )  # fmt: skip
    row.save(force_insert=True)
    journal.write(row.pk, actor.signatory(), ASK, at=now)
    for house in network.orgs(OrgKind.SECRETARIAT):
        clocks.start(REQUEST, house.id, row.pk, now=now)
    return row


@transaction.atomic
def answer(
    actor: Actor, request_id: UUID, verdict: RequestState | str, words: str, release: UUID | None, now: datetime
) -> DataRequest:
    """Answer it (`ANSWERED`, with a release where one is the answer) or refuse it, with words, once.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    row = request_of(actor, request_id, lock=True)
    ask(actor, ANSWER, row)
    need_second(actor, row.pk, ASK)
    given = RequestState(verdict)
    if given not in {RequestState.ANSWERED, RequestState.REFUSED}:
        raise NotNow(_("Say yes or no."), "verdict")
    _still_asked(row)
    if not words.strip():
        raise NotNow(_("Write what you answer."), "words")
    wording.no_person(actor.org, words=words)
    if given is RequestState.ANSWERED:
        _may_be_given(row, release, now)
        row.release_id = release
    row.state, row.answer = given.value, _kept(words, "answer")
    row.answered_by_id, row.answered_on = actor.person, now.date()
    row.save(update_fields=["state", "answer", "release", "answered_by", "answered_on"])
    journal.write(row.pk, actor.signatory(), ANSWER, at=now)
    clocks.stop(row.pk, REQUEST, now=now)
    clocks.want_notice([row.asked_by_id], now=now)
    return row


@transaction.atomic
def withdraw(actor: Actor, request_id: UUID, now: datetime) -> None:
    """Take back what one asked for, before it is answered. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    row = request_of(actor, request_id, lock=True)
    ask(actor, WITHDRAW, row)
    _still_asked(row)
    row.state = RequestState.WITHDRAWN.value
    row.save(update_fields=["state"])
    journal.write(row.pk, actor.signatory(), WITHDRAW, at=now)
    clocks.stop(row.pk, REQUEST, now=now, done=False)


def _with_names(rows: QuerySet[DataRequest]) -> QuerySet[DataRequest]:
    return rows.select_related("org", "asked_by", "answered_by", "release").defer("release__packed")


def _still_asked(row: DataRequest) -> None:
    if row.state != RequestState.ASKED:
        raise NotNow(_("This request is answered or taken back already."))


def _may_be_given(row: DataRequest, release: UUID | None, now: datetime) -> None:
    if has_expired(row, now):
        raise NotNow(_("The approval of the committee has ended. Nothing can be given on it."), "verdict")
    if release is not None and release not in {one.pk for one in answers(row.wanted)}:
        raise NotNow(_("Choose a release from the list."), "release")


def _check(form: RequestForm, today: date) -> None:
    three_years = _("An approval counts for three years at most. Choose an earlier day.")
    need(
        (form.wanted not in set(Wanted), _("Say what you need: a table, or synthetic rows."), "wanted"),
        (not form.question.strip(), _("Write your question, and what the answer is for."), "question"),
        (not form.committee.strip(), _("Name the independent committee that approved it."), "committee"),
        (not form.committee_number.strip(), _("Write the number of the approval."), "committee_number"),
        (form.committee_on > today, _("The approval must have been given already."), "committee_on"),
        (form.expires_on < today, _("This approval has ended. Ask the committee again first."), "expires_on"),
        (form.expires_on > months_later(today, LONGEST_MONTHS), three_years, "expires_on"),
    )


def _kept(words: str, name: str) -> str:
    """Words as they are kept. Raises `NotNow` where they are longer than their field."""
    if len(words.strip()) > WORDS[name]:
        raise NotNow(_("This is too long. Write it shorter."), "words" if name == "answer" else name)
    return words.strip()
