"""What goes from member to member as kinds of passing on (`fanal.passing`): a piece of help that is asked for, a child
who is handed over, a child who is asked for. Whose it is on each side, what leaves, and what follows in the file."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import ClassVar, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, Opened, stated
from fanal.cases.access_terms import circle
from fanal.cases.codes import Risk, ServiceState
from fanal.cases.codes_work import Passed
from fanal.cases.files import files
from fanal.cases.members import duties, seen
from fanal.cases.members.seen import Wanted
from fanal.cases.models import Case, Service, TakenOver, Transition, TransitionStep, TransitionText
from fanal.cases.packed import PackContent, PassingWords
from fanal.cases.passing_on import pack
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import keyfile, records, rings
from fanal.network.contracts import Actor, RingKind
from fanal.passing.api import Duties, Kind, Leaving, Preview, steps
from fanal.vault import Principal
from fanal.vocabulary.codes import HandoverOutcome
from fanal.vocabulary.codes import TransitionState as State
from fanal.vocabulary.hours import Hours
from fanal.vocabulary.results import Allowed, Answer, Refused

OFFICE: Final = (RingKind.CASEWORK, RingKind.SUPERVISORS)
"""Who gets it on the other side."""
_BOXES: Final = ("content", "identity", "personal")
_HELP: Final = {
    State.OFFERED: ServiceState.REFERRED,
    State.ACCEPTED: ServiceState.ACCEPTED,
    State.DECLINED: ServiceState.DECLINED_BY_PROVIDER,
    State.EXPIRED: ServiceState.NO_ANSWER,
    State.WITHDRAWN: ServiceState.PLANNED,
    State.REVOKED: ServiceState.PLANNED,
}
"""What help is once what asks for it stands so; what came of it the worker says."""
REFUSALS: Final = frozenset({HandoverOutcome.NOT_POSSIBLE, HandoverOutcome.NOT_FOUND})
"""Why a child is not offered to whoever asked."""
_WAITS: Final = frozenset({ServiceState.REFERRED, ServiceState.ACCEPTED})


def _hold_with_file(row_id: UUID) -> None:
    """The file first, as deeds on files do."""
    rows = Transition.objects.filter(pk=row_id)
    list(Case.objects.select_for_update(of=("self",)).filter(pk__in=rows.values("case")).values_list("pk"))
    list(rows.select_for_update(of=("self",)).values_list("pk"))


class Members(Kind[Transition]):
    """What the three share."""

    room, noun = "cases", "transition"
    otherwise = {
        "read_words": "cases.read_transition_words",
        "erase_words": "cases.erase_transition_words",
        "preview": "cases.pass_on",
    }
    model, step_model, text_model = Transition, TransitionStep, TransitionText
    empty, words = PackContent(), PassingWords
    kept_as, kept_days = ("handover_copy", "handover_words"), 90
    later = {"names": "personal"}
    role: ClassVar[Passed]

    def rows(self) -> QuerySet[Transition]:
        return Transition.objects.filter(role=self.role)

    def is_still(self, actor: Actor, opened: Opened, row: Transition, now: datetime) -> Answer:
        if steps.is_same(opened, row, self.again(actor, opened, row, now).preview):
            return Allowed()
        words = _("What would leave has changed since the offer. Nothing was sent. End their access and offer it anew.")
        return Refused("changed", words)

    def hold(self, row_id: UUID) -> None:
        _hold_with_file(row_id)

    def teams(self, row: Transition, org: UUID) -> list[Principal]:
        if org != row.org_id:
            return became_for_few(row) or [rings.principal(org, one) for one in OFFICE]
        if row.case is None:
            return [rings.principal(org, RingKind.SAFEGUARDING if row.restricted else RingKind.SUPERVISORS)]
        found = [rings.principal(org, one) for one in circle(row.case)]
        if row.case.restricted:
            two = [row.case.owner_id, row.case.supervisor_id]
            found += [to for to, _only in records.to_people(org, two, frozenset(_BOXES))]
        return found

    def file(self, row: Transition, org: UUID) -> UUID | None:
        return row.case_id if org == row.org_id else None

    def owner(self, row: Transition, org: UUID) -> Target | None:
        if not row.restricted or org != row.org_id:
            return None
        return Target.person(row.case.owner_id) if row.case is not None else duties.SAFEGUARDING

    def reads(self, row: Transition, org: UUID) -> Target | None:
        return Target.team(row.team_id) if row.team_id and org == row.org_id else None

    def covered(self, row: Transition, day: date, data: Collection[str] | None = None) -> Answer:
        at = datetime.combine(day, time(12), UTC)
        return seen.grounded(row, seen.agreed(row.org_id, row.recipient_id, self.role, at, data or ()), day)

    def hours(self, row: Transition, org: UUID, *, urgent: bool) -> Hours | None:
        return None

    def again(self, actor: Actor, opened: Opened, row: Transition, now: datetime) -> Leaving:
        if row.case_id is None:
            raise NotNow(_("The file is erased. Nothing can be sent."), code="too_late")
        stored = opened.read(row, "additions") or PackContent()
        with files.looking(actor, row.case_id, now) as found:
            return seen.seen(found, wanted(row, stored), now).leaving

    def data_of(self, added: PackContent) -> Collection[str]:
        return {str(pack.category_of(one.field)) for one in added.items}

    def is_urgent_on_record(self, row: Transition) -> bool:
        return False

    def beside(self, row: Transition) -> list[UUID]:
        """Of a child who is handed over what was offered of the same file; of a piece of help, of the same help."""
        if row.case_id is None:
            return [row.pk]
        return list(self.rows().filter(case=row.case_id, service=row.service_id).values_list("pk", flat=True))

    def came_back(self, row: Transition, now: datetime) -> None:
        """Whoever works with the child looks for another way."""
        if row.case is None:
            return
        self.helped(row, keyfile.installation(row.org_id), now)
        limit = duties.BACK.limit / 4 if row.case.risk == Risk.CRITICAL else None
        to = {**steps.owned(self, row, row.org_id), "person": row.case.owner_id}
        clocks.start(duties.BACK, row.org_id, row.pk, now=now, limit=limit, **to)

    def answered(self, row: Transition, now: datetime) -> None:
        self.helped(row, keyfile.installation(row.org_id), now)

    def completed(self, actor: Actor, row: Transition, payload: PackContent, now: datetime) -> None:
        """Nothing more: the sender reads it."""

    def helped(self, row: Transition, by: Signatory, now: datetime) -> None:
        """Only a piece of help that is asked for has a state of its own."""


class Referrals(Members):
    """One piece of help in the plan, asked of another member."""

    duties: Duties = duties.REFERRAL
    role = Passed.REFERRAL

    def rows(self) -> QuerySet[Transition]:
        """Also what is of no kind, since somebody changed it: its clocks go on."""
        return Transition.objects.exclude(role__in=[Passed.TRANSFER.value, Passed.REQUEST.value])

    def helped(self, row: Transition, by: Signatory, now: datetime) -> None:
        """The help stands as what asks for it does. What somebody changed by hand is not vouched for."""
        state = _HELP.get(State(row.state))
        help_ = Service.objects.filter(pk=row.service_id).first() if row.service_id else None
        if help_ is None or state is None:
            return
        if row.state != State.OFFERED and (help_.state not in _WAITS or help_.transition != row.pk):
            return  # it is asked of somebody else meanwhile, or over
        good = stated.kept(help_.case_id, [help_])
        help_.state = state.value
        if row.state == State.OFFERED:
            help_.transition = row.pk
        help_.version += 1
        help_.save(update_fields=["state", "transition", "version"])
        if good:
            journal.write(help_.case_id, by, self.deed("answer"), at=now, items=[stated.item(help_)])


class Transfers(Members):
    """A child whom another member takes over."""

    duties: Duties = duties.TRANSFER
    role = Passed.TRANSFER
    outcomes = frozenset({HandoverOutcome.HELPED})

    def by_two(self, row: Transition) -> bool:
        """Worker and supervisor (CM-54)."""
        return True

    def completed(self, actor: Actor, row: Transition, payload: PackContent, now: datetime) -> None:
        """They met the child, of whom they were told all that was to go: the sender's file can end."""
        if not row.released:
            raise NotNow(_("The sender has more for you and was asked to send it."))
        clocks.stop(row.pk, duties.NAMES, now=now, done=False)
        if row.case is not None:
            to = {**steps.owned(self, row, row.org_id), "person": row.case.owner_id}
            clocks.start(duties.CLOSE, row.org_id, row.pk, now=now, **to)

    def came_back(self, row: Transition, now: datetime) -> None:
        """Nobody there opens a file of it any more."""
        for duty in (duties.NAMES, duties.OPEN):
            clocks.stop(row.pk, duty, now=now, done=False)
        unlend(row, now)
        super().came_back(row, now)


class Requests(Members):
    """A child whom another member wants to take over, and asks to be handed. It is of no file of whoever asks; what is
    asked opens from the offer, and nothing is added later."""

    duties: Duties = duties.REQUEST
    role = Passed.REQUEST
    outcomes = REFUSALS | {HandoverOutcome.PASSED_ON}  # the second by the offer itself

    def again(self, actor: Actor, opened: Opened, row: Transition, now: datetime) -> Leaving:
        stored = opened.read(row, "payload") or PackContent()
        return requested(row.org_id, row.recipient_id, stored, now, urgent=row.urgent)

    def came_back(self, row: Transition, now: datetime) -> None:
        """Whoever asked reads it: there is no other way to look for."""


def requested(own: UUID, org: UUID, content: PackContent, now: datetime, *, urgent: bool) -> Leaving:
    """What leaves where a child is asked for. Raises `NotNow` without an agreement."""
    answer = seen.agreed(own, org, Passed.REQUEST, now)
    if isinstance(answer, Refused):
        raise NotNow(answer.words, code=answer.reason_code)
    return Leaving(Preview(content, PackContent()), answer, urgent, to_authority=False)


def unlend(row: Transition, now: datetime) -> None:
    """The ground that carried the first days of the other member's work is gone with what it came by."""
    taken = TakenOver.objects.filter(transition=row).exclude(case=None).select_related("case__child").first()
    child = taken.case.child if taken is not None and taken.case is not None else None
    if taken is None or child is None or child.lent_until is None:
        return
    good = stated.kept(child.pk, [child])
    child.lent_until = None
    child.version += 1
    child.save(update_fields=["lent_until", "version"])
    if good:
        by = keyfile.installation(taken.org_id)
        journal.write(child.pk, by, TRANSFERS.deed("revoke"), at=now, items=[stated.item(child)])


# ---- a file that it became, and that opens for named people only ----


def became_for_few(row: Transition) -> list[Principal]:
    """Who has what came, once the file that it became opens for named people only; nobody where it does not. A file
    that somebody changed names nobody."""
    taken = TakenOver.objects.filter(transition=row).exclude(case=None).select_related("case").first()
    if taken is None or taken.case is None:
        return []
    is_whole = bool(stated.kept(row.pk, [taken])) and stated.stands(taken.case)
    if is_whole and not taken.case.restricted:
        return []
    return few(taken.case) if is_whole else [rings.principal(taken.org_id, RingKind.SAFEGUARDING)]


def few(case: Case) -> list[Principal]:
    """The safeguarding lead, and by name the two of a file that opens for named people only."""
    people = records.to_people(case.org_id, dict.fromkeys([case.owner_id, case.supervisor_id]), frozenset(_BOXES))
    named = [to for to, _only in people if to.kind == "user"]
    return [rings.principal(case.org_id, RingKind.SAFEGUARDING), *named]


REFERRALS, TRANSFERS, REQUESTS = Referrals(), Transfers(), Requests()
KINDS: Final[dict[str, Members]] = {one.role.value: one for one in (REFERRALS, TRANSFERS, REQUESTS)}


def kind_of(row: Transition) -> Members:
    """Of which kind a row is. What is of none, since somebody changed it, is held to be help that is asked for: it
    opens nothing (`stated`), and ends."""
    return KINDS.get(row.role, REFERRALS)


def wanted(row: Transition, stored: PackContent) -> Wanted:
    """What a stored offer is of."""
    said, added = seen.stored(stored.items)
    return Wanted(Passed(row.role), row.recipient_id, row.urgent, row.service_id, said, added)
