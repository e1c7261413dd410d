"""Search in the network: one member asks another whether a child is known there; a person of the other looks, and says
*no hit* or *possible hit* (CM-59, DNH-43; docs/cases.md, "Whether another member knows a child").

Whoever asks sees nothing but that answer. Nothing is stored of who was found: what follows is a conversation.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, agreed, ask, emptied, found, need, open_record, stated, visible
from fanal.cases import ground, holding, index
from fanal.cases.access_terms import child_ref
from fanal.cases.codes import ConsentPurpose, Status
from fanal.cases.continuity import duties, matching
from fanal.cases.continuity.policy import ANSWER, ASK, ENDED, READ, REFUSED
from fanal.cases.files import apart, ledger, record
from fanal.cases.files.files import case_of
from fanal.cases.models import Case, Consent, NetworkSearch, SearchCard, SearchQuestion
from fanal.clocks import api as clocks
from fanal.clocks.contracts import DutyRef
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.api import keyfile, rings
from fanal.network.contracts import Actor, AgreementPurpose, RingKind
from fanal.vocabulary.codes import AccessPurpose, RecipientCategory
from fanal.vocabulary.results import Refused

CARE: Final = AgreementPurpose.CONTINUITY_OF_CARE
A_DAY: Final = 20
"""So many questions may one person ask within a day."""
SERIES: Final = 3
SERIES_WITHIN: Final = timedelta(days=30)
"""So often may one member be asked about one child in that time: what is asked is what the file says, so that more is
somebody who changes the file to see what fits (own)."""
REASONS: Final = ("came", "went", "danger", "told")
"""Why somebody asks (codes; the words are `desk.acts.REASONS`)."""
_WHY: Final = AccessPurpose.CASEWORK


class State(StrEnum):
    """How a question stands."""

    ASKED = "asked"
    NO_HIT = "no_hit"
    POSSIBLE_HIT = "possible_hit"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of whom. `facts`: of `matching.FACTS`; their values are those of the file, and nobody types one."""

    partner: UUID
    facts: frozenset[str]
    reason: str
    urgent: bool = False


# ---- asking ----


def ask_member(actor: Actor, case_id: UUID, wanted: Wanted, now: datetime) -> NetworkSearch:
    """Ask another member. Raises `NotHere`; `NotAllowed`, also where no agreement for it is in force; `NotNow` where
    less than two facts are asked or known, the file is closed, the child is grown up, or it was asked too often."""
    need(
        (len(wanted.facts & set(matching.FACTS)) < matching.LEAST, _("Choose two or more."), "facts"),
        (wanted.reason not in REASONS, _("Answer this."), "reason"),
    )
    _refuse_series(actor, case_id, wanted.partner, now)
    with record.writing(actor, case_id, ASK, now, child=True) as (case, of_child):
        network.person(actor.person, lock=True)  # of two questions of one person at the same moment, one counts first
        _need_few(actor.person, now)
        if _is_series(case, wanted.partner, now):
            raise NotNow(_too_often())
        need(
            (
                _is_open(case, wanted.partner),
                _("This member was asked about this child already. Wait for the answer."),
                "partner",
            )
        )
        row = NetworkSearch(
            case=case, partner_id=wanted.partner, agreement_id=_agreement(actor, wanted.partner, now),
            urgent=wanted.urgent, salt=secrets.token_hex(16), state=State.ASKED.value, **record.by(actor, now),
        )  # fmt: skip
        question = _question(actor, row, index.known(of_child, case.child), wanted, now)
        to = [(rings.principal(wanted.partner, RingKind.SUPERVISORS), {"content"})]
        apart.put(row, ("content",), {"content": question}, to, actor.signatory(), ASK, now)
        duties.asked(row, now)
    return row


def partners(actor: Actor, now: datetime) -> list[tuple[UUID, str]]:
    """The members that may be asked today, by name."""
    ours = network.agreements.others(actor.org)
    found = (one for one in (network.orgs() if ours else ()) if one.id in ours)
    return [(one.id, one.name) for one in found if network.agreements.check(actor.org, one.id, CARE, (), now.date())]


def _agreement(actor: Actor, partner: UUID, now: datetime) -> UUID:
    answer = network.agreements.check(actor.org, partner, CARE, (), now.date())
    if isinstance(answer, Refused):
        raise NotNow(answer.words, "partner")
    return UUID(answer.source)


def _question(actor: Actor, row: NetworkSearch, card: index.Card, wanted: Wanted, now: datetime) -> SearchQuestion:
    year = matching.year_of(card, row.case.opened_on.year)
    if _is_adult(year, now):
        raise NotNow(_("Another member is asked about children only."))
    if not wanted.facts <= matching.known(card, year):
        raise NotNow(_("The file does not say all of this. Choose what it says, or write it down first."), "facts")
    secret = agreed.secret(actor, wanted.partner, CARE, now)
    return matching.asked(matching.key_of(secret, row.salt), card, year, wanted.facts, wanted.reason)


def _is_adult(year: int | None, now: datetime) -> bool:
    """Where nobody knows, it is a child."""
    return year is not None and now.year - year > ground.ADULT


def _need_few(person: UUID, now: datetime) -> None:
    today = NetworkSearch.objects.filter(made_by=person, made_at__gt=now - timedelta(days=1))
    if today.count() >= A_DAY:
        raise NotNow(_("You have asked twenty times within a day. Go on tomorrow."))


def _refuse_series(actor: Actor, case_id: UUID, partner: UUID, now: datetime) -> None:
    """What is refused is told to the safeguarding lead, in a transaction of its own: it must outlast the refusal."""
    case = case_of(actor, case_id)
    ask(actor, ASK, case)
    if not _is_series(case, partner, now):
        return
    with transaction.atomic():
        journal.write(case.pk, actor.signatory(), REFUSED, at=now, purpose=_WHY)
        duties.series(case, now)
    raise NotNow(_too_often())


def _is_open(case: Case, partner: UUID) -> bool:
    return NetworkSearch.objects.filter(case__child=case.child_id, partner=partner, state=State.ASKED).exists()


def _is_series(case: Case, partner: UUID, now: datetime) -> bool:
    before = NetworkSearch.objects.filter(case__child=case.child_id, partner=partner)
    return before.filter(made_at__gt=now - SERIES_WITHIN).count() >= SERIES


def _too_often() -> str:
    return _("This member was asked about this child three times within a month. Talk to the safeguarding lead.")


# ---- looking, and the answer ----


@dataclass(frozen=True, slots=True)
class Hit:
    """A file of ours that may be about the same child, and which of the asked facts are the same."""

    case: Case
    same: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Looked:
    """A question, open. `hits`: the most alike first."""

    row: NetworkSearch
    reason: str
    hits: tuple[Hit, ...] = ()


def search_of(actor: Actor, search_id: UUID, *, lock: bool = False) -> NetworkSearch:
    """A question that the person may see, from either side. Raises `NotHere`, `NotAllowed` where somebody changed or
    planted it."""
    row = found(actor, NetworkSearch, search_id, "case__child", "case__org", "partner", lock=lock)
    stated.need(row.pk, row)
    return row


def look(actor: Actor, search_id: UUID, now: datetime) -> Looked:
    """Open a question that another member asked, and look which of our children it may be about: children of whom the
    ledger lets that member find them, and whose files are this person's to see. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row = search_of(actor, search_id)
    with open_record(actor, apart.ref(row), ANSWER, purpose=_WHY, now=now, thing=row) as opened:
        _need_open(row, now)
        question = opened.read(row, "content")
        return Looked(row, question.reason, _hits(actor, row, question, now))


def answer(actor: Actor, search_id: UUID, hit: UUID | None, now: datetime) -> None:
    """Say *no hit*, or *possible hit* because of a file of ours, which no answer names. What was asked goes. Raises
    as `look` does, and `NotNow` for a file that does not fit or may not be found."""
    with transaction.atomic():
        row = search_of(actor, search_id, lock=True)
        with open_record(actor, apart.ref(row), ANSWER, purpose=_WHY, now=now, thing=row, write=True) as opened:
            _need_open(row, now)
            if hit is not None:
                hits = _hits(actor, row, opened.read(row, "content"), now)
                need((hit not in {one.case.pk for one in hits}, _("Look again: this file does not fit now."), "hit"))
            row.state = State.NO_HIT if hit is None else State.POSSIBLE_HIT
            row.answered_by_id, row.answered_at = actor.person, now
            row.version += 1
            opened.empty(row, "content")
            row.save()
            opened.state(row)
        duties.answered(row, now)


def read(actor: Actor, search_id: UUID, now: datetime) -> None:
    """Somebody has read what came of it. Raises `NotHere`, `NotAllowed`."""
    row = search_of(actor, search_id)
    ask(actor, READ, row)
    with transaction.atomic():
        for kind in (duties.ANSWERED, duties.UNANSWERED):
            clocks.stop(row.pk, kind, now=now, org=actor.org)
        journal.write(row.pk, actor.signatory(), READ, at=now, purpose=_WHY)


def _need_open(row: NetworkSearch, now: datetime) -> None:
    if row.state != State.ASKED:
        raise NotNow(_("This question has its answer, or its time is over."))
    answer = network.agreements.check(row.case.org_id, row.partner_id, CARE, (), now.date())
    if isinstance(answer, Refused):
        raise NotNow(answer.words)
    if answer.source != str(row.agreement_id):  # what was asked under another secret fits nothing
        raise NotNow(_("The agreement under which this was asked is over. The other member may ask again."))


def _hits(actor: Actor, row: NetworkSearch, question: SearchQuestion, now: datetime) -> tuple[Hit, ...]:
    key = matching.key_of(agreed.secret(actor, row.case.org_id, CARE, now), row.salt)
    hits: dict[UUID, Hit] = {}
    for case, card in _cards(actor):
        year = matching.year_of(card, case.opened_on.year)
        same = () if _is_adult(year, now) else matching.same(key, question, card, year)
        if len(same) >= matching.LEAST and case.child_id not in hits and _may_be_found(actor, case, row, now):
            hits[case.child_id] = Hit(case, same)
    return tuple(sorted(hits.values(), key=lambda one: (-len(one.same), one.case.number)))


def _cards(actor: Actor) -> Iterator[tuple[Case, index.Card]]:
    """Cards of files of which somebody once wrote down that the child wants to be found: no other is opened."""
    rows = visible(actor, Case.objects.all()).exclude(status=Status.VOID)
    cases = {one.pk: one for one in rows.filter(_wants()).select_related("child").order_by("-opened_on", "pk")}
    lying: dict[UUID, list[SearchCard]] = {pk: [] for pk in cases}
    for one in SearchCard.objects.filter(holding.mine(actor), case__in=cases):
        lying[one.case_id].append(one)
    for pk, case in cases.items():
        card = next((card for one in lying[pk] if (card := index.opened(actor, case.org_id, one))), None)
        if card is not None:
            yield case, card


def _wants() -> Exists:
    return Exists(Consent.objects.filter(child=OuterRef("child"), purpose=ConsentPurpose.CONTINUITY_SEARCH))


def _may_be_found(actor: Actor, case: Case, row: NetworkSearch, now: datetime) -> bool:
    """Whether the child's ledger has a live ground to be found by that very member (CM-41)."""
    to = ground.Recipient(RecipientCategory.MEMBER_ORG, str(row.case.org_id))
    if not (stated.stands(case) and stated.stands(case.child)):
        return False
    with open_record(actor, child_ref(case.child), ANSWER, purpose=_WHY, now=now, thing=case) as opened:
        return bool(ground.allows(ledger.read(opened, case.child), ground.Use.ANSWER_SEARCH, to, (), now))


# ---- without an answer ----


def on_coming(sender: Any, *, subject: UUID, **_more: Any) -> None:
    """Before the sweep takes the duty: the question, in the order in which an answer takes them."""
    NetworkSearch.objects.select_for_update(of=("self",)).filter(pk=subject).first()


def on_late(sender: Any, *, duty: DutyRef, now: datetime, **_more: Any) -> None:
    """Nobody answered in time: what was asked goes, and the supervisors of both sides hear of it. Key-less."""
    _end(duty.subject, now)


def on_agreement_ended(sender: Any, *, agreement: UUID, now: datetime, **_more: Any) -> None:
    """The agreement is over, and its secret is gone: so is what was asked under it."""
    for pk in list(NetworkSearch.objects.filter(agreement=agreement, state=State.ASKED).values_list("pk", flat=True)):
        _end(pk, now)


def _end(pk: UUID, now: datetime) -> None:
    with transaction.atomic():
        rows = NetworkSearch.objects.select_for_update(of=("self",)).select_related("case")
        row = rows.filter(pk=pk, state=State.ASKED).first()
        if row is None or not stated.stands(row):  # a row that somebody changed tells nobody anything
            return
        row.state = State.UNANSWERED
        row.version += 1
        gone = emptied(row, "content")
        row.save()
        by = keyfile.installation(row.case.org_id)
        journal.write(row.pk, by, ENDED, at=now, items=[gone, stated.item(row)])
        duties.unanswered(row, now)


def of_file(actor: Actor, case: Case) -> list[NetworkSearch]:
    """What other members were asked from a file, the newest first; one that somebody changed is left out."""
    rows = visible(actor, NetworkSearch.objects.filter(case=case)).select_related("partner").order_by("-made_at", "-pk")
    return [row for row in rows if stated.stands(row)]
