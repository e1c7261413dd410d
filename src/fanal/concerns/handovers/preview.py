"""What would leave in a handover, and all that it depends on: recipient, agreement, notes, clock, end of access.

It is made anew from the opened concern each time: nothing is sent that was not looked at
(docs/concerns-handovers.md, "A handover").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fanal.access.api import Opened
from fanal.clocks import api as clocks
from fanal.concerns.content import ChildIdentity, ConcernContent, HandoverContent, PersonalContent, PersonSuspected
from fanal.concerns.contracts import BASE, MEMBER, Note, PayloadClass, Proposal, Reason
from fanal.concerns.handovers.payload import Source, preview
from fanal.concerns.models import Concern, ReportingPage
from fanal.concerns.routing import acting
from fanal.concerns.routing.routing import WITH_WORDS
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, OrgKind, OrgRef
from fanal.passing.api import Addition, Preview, states
from fanal.vocabulary.codes import Danger
from fanal.vocabulary.hours import Hours
from fanal.vocabulary.results import Allowed, Answer, Refused

LEAVES_SOON = ("today_or_tomorrow", "this_week")
CONFLICT = "conflict"
"""Role of a handover about the sender's own safeguarding lead; beside those of `routing`."""
FOR_CHILD = frozenset({MEMBER, "child_home"})
"""Roles of handovers that the child's ground carries; the second is how they were kept before."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A handover before it is one. `preview` is None where nothing may go; `agreement` says why not.

    `due`: when they would have to answer, sent now. `until`: the last day on which they could read it.
    """

    concern: Concern
    recipient: OrgRef
    role: str
    country: str
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...]
    agreement: Answer
    preview: Preview[HandoverContent] | None
    urgent: bool
    due: datetime
    until: date

    @property
    def clear(self) -> tuple[str, str]:
        """Role and country as they are kept in the clear, and shown to everybody of the intake team: never where the
        child's home is, which only the file says."""
        if self.role in FOR_CHILD:
            return MEMBER, self.recipient.country
        return self.role, self.country or self.recipient.country

    @property
    def to_authority(self) -> bool:
        return self.recipient.kind is OrgKind.AUTHORITY

    @property
    def blocked(self) -> Refused | None:
        """Why nothing can be sent at all; None where it can."""
        if isinstance(self.agreement, Refused):
            return self.agreement
        missing = next((note for note in self.notes if note.missing), None)
        if missing is not None:
            return Refused("note_missing", _(missing.words))
        if self.preview is None:
            return Refused("nothing_leaves", _("Nothing is sent."))
        return None


def sight(
    actor: Actor,
    opened: Opened,
    concern: Concern,
    recipient: UUID,
    now: datetime,
    *,
    conflict: bool,
    additions: Iterable[Addition] = (),
) -> Sight | None:
    """What would leave of an opened concern for a recipient; None where routing does not propose them.

    Raises `NotAddable`.
    """
    source = source_of(opened, concern)
    proposal = next(
        (each for each in _proposals(actor, concern, source, now, conflict=conflict) if _is(each, recipient)), None
    )
    if proposal is None or proposal.recipient is None:
        return None
    answer = _with_agreement(proposal.agreement)
    urgent = is_urgent(concern, source.offender)
    made = None
    if isinstance(answer, Allowed) and proposal.payload is not PayloadClass.NOTHING:
        made = preview(source, proposal.payload, may_go(concern.org_id, proposal.role, answer), additions)
    return Sight(
        concern=concern,
        recipient=proposal.recipient,
        role=CONFLICT if conflict else proposal.role,
        country=proposal.country,
        reasons=proposal.reasons,
        notes=proposal.must_read,
        agreement=answer,
        preview=made,
        urgent=urgent,
        due=due_of(proposal.recipient.id, proposal.country, now, urgent=urgent),
        until=states.access_end(answer, now.date()),
    )


def _is(proposal: Proposal, recipient: UUID) -> bool:
    return proposal.recipient is not None and proposal.recipient.id == recipient


def source_of(opened: Opened, concern: Concern) -> Source:
    """All of an opened concern of which anything may ever leave."""
    return Source(
        country=concern.country_of_harm,
        received_on=concern.received_on,
        personal=opened.read(concern, "personal") or PersonalContent(),
        content=opened.read(concern, "content") or ConcernContent(),
        identity=opened.read(concern, "identity") or ChildIdentity(),
        offender=opened.read(concern, "offender") or PersonSuspected(),
    )


def _proposals(actor: Actor, concern: Concern, source: Source, now: datetime, *, conflict: bool) -> list[Proposal]:
    if conflict:
        return conflict_partners(concern.org_id, now.date())
    return acting.proposals(actor, concern, source.content, source.offender, now, get_language() or "en")


def _with_agreement(answer: Answer) -> Answer:
    """A duty to report is no agreement: what Fanal sends rests on one, and the rest is said by telephone."""
    if isinstance(answer, Allowed) and answer.because != "agreement":
        words = _("The law makes us report this, and there is no agreement. Telephone them, and write down the call.")
        return Refused("no_agreement", words)
    return answer


def conflict_partners(own: UUID, day: date) -> list[Proposal]:
    """The members whose safeguarding lead may hear a concern about ours, each with how the agreement stands."""
    found = []
    for org in network.orgs(OrgKind.MEMBER, also_changed=True):
        answer, payload = _conflict_agreement(own, org.id, day)
        if org.id != own and not (isinstance(answer, Refused) and answer.reason_code == "no_agreement"):
            found.append(Proposal(org, "place", (Reason(CONFLICT, org.country),), answer, payload))
    return found


def _conflict_agreement(own: UUID, org: UUID, day: date) -> tuple[Answer, PayloadClass]:
    wide = check_agreement(own, org, CONFLICT, day, frozenset(WITH_WORDS))
    if isinstance(wide, Allowed):
        return wide, PayloadClass.WITH_ADULT_WORDS
    return check_agreement(own, org, CONFLICT, day), PayloadClass.DEFAULT


def check_agreement(
    sender: UUID, recipient: UUID, role: str, day: date, data: frozenset[str] = frozenset(BASE)
) -> Answer:
    """Whether an agreement in force carries a handover of this role today."""
    conflict = role == CONFLICT
    purpose = AgreementPurpose.CONFLICT_OF_INTEREST if conflict else AgreementPurpose.CONCERN_HANDOVER
    return network.agreements.check(sender, recipient, purpose, data, day)


def may_go(org: UUID, role: str, answer: Allowed) -> frozenset[str]:
    """The data categories that may go: those of the agreement; to the child's home country, of them only what a ground
    of the child was asked for."""
    known = _categories(org, answer)
    return known & BASE if role == "child_home" else known


def _categories(org: UUID, answer: Allowed) -> frozenset[str]:
    """The data categories of the agreement that allowed it."""
    found = [one for one in network.agreements.of(org) if str(one.id) == answer.source]
    return network.agreements.ref(found[0]).categories if found else frozenset()


def hours_of(org: UUID, country: str = "") -> Hours | None:
    """The published hours of an organisation, of its page for the country first; None where it publishes none."""
    rows = network.vouched.whole(ReportingPage.objects.filter(org_id=org))
    pages = sorted(rows, key=lambda page: (page.country != country, page.country))
    return Hours.parse(network.org(org).time_zone, pages[0].hours) if pages else None


def is_urgent(concern: Concern, offender: PersonSuspected) -> bool:
    """Whether the partner must answer by tomorrow: danger, a child who tells it, or an adult who leaves within days."""
    pressing = concern.danger == Danger.YES or concern.time_critical or concern.child_door
    return pressing or offender.leaving in LEAVES_SOON


def answer_hours(org: UUID, country: str = "", *, urgent: bool) -> Hours | None:
    """The hours in which the time to answer runs: the published ones, and day and night where it is urgent."""
    return None if urgent else hours_of(org, country)


def due_of(org: UUID, country: str, now: datetime, *, urgent: bool) -> datetime:
    """When their time to answer ends, sent now."""
    return clocks.due_after(now, states.answer_limit(urgent=urgent), hours=answer_hours(org, country, urgent=urgent))
