"""Who can act on a concern: proposals with reasons, made from confirmed facts only
(docs/concerns-rules.md, "Who can act").

Pure and deterministic; nothing is sent here. A country that is not among the confirmed facts gets no proposal, an
unknown one stays unknown, and where nobody is there it says so instead of naming a neighbour.
"""

from collections.abc import Iterator
from dataclasses import replace

from fanal.concerns.contracts import (
    BASE,
    Agreements,
    ConcernFacts,
    Directory,
    Note,
    PayloadClass,
    Proposal,
    Reason,
    Role,
)
from fanal.concerns.routing.legal import LegalView
from fanal.contacts.contracts import NO_NOTE
from fanal.network.contracts import AgreementPurpose, OrgKind, OrgRef
from fanal.vocabulary.codes import DataCategory
from fanal.vocabulary.results import Allowed, Answer, Refused
from fanal.vocabulary.words import gettext_noop

WITH_WORDS = BASE | {DataCategory.OFFENDER}
"""What may go to an authority on a legal duty, or where the agreement names words on the adult."""

NOTHING_LEAVES = Refused("nothing_leaves", gettext_noop("Nothing is sent."))
NO_MEMBER = Refused("no_member", gettext_noop("There is no member for this country."))

_RELATIONS = ("lives_in", "comes_from", "travels_to")


def propose(facts: ConcernFacts, directory: Directory, agreements: Agreements, verdicts: LegalView) -> list[Proposal]:
    """All proposals, in the order in which a person reads them: keep, place, sending, home, authority, hotline."""
    case = _Case(facts, directory, agreements, verdicts)
    found = [*case.place(), *case.sending(), *case.child_home(), *case.authority(), *case.hotline()]
    return _merged(found)


class _Case:
    """The rules of docs/concerns-rules.md, "Who can act", one method each."""

    def __init__(self, facts: ConcernFacts, directory: Directory, agreements: Agreements, law: LegalView) -> None:
        self.facts, self.directory, self.agreements, self.law = facts, directory, agreements, law
        self.members = sorted(
            (org for org in directory.organisations if org.kind is OrgKind.MEMBER and org.id != facts.own.id),
            key=lambda org: org.id,
        )

    def place(self) -> Iterator[Proposal]:
        """Rules 1 and 2: the country where it happened."""
        country = self.facts.country
        if not country:
            yield Proposal(None, "place", (Reason(f"place_{self.facts.place}"),), NO_MEMBER, PayloadClass.NOTHING)
            return
        yield from self._in_country(country, "place", Reason("place", country, ("country",)))

    def sending(self) -> Iterator[Proposal]:
        """Rule 3: countries that the adult lives in, comes from or travels to, and that somebody confirmed."""
        by_country: dict[str, list[tuple[int, str]]] = {}
        for link in self.facts.adult_countries:
            if link.country != self.facts.country:
                by_country.setdefault(link.country, []).append((_RELATIONS.index(link.relation), link.basis))
        for country in sorted(by_country):
            relation, _ = min(by_country[country])
            bases = tuple(sorted({f"basis:{basis}" for _, basis in by_country[country] if basis}))
            reason = Reason(_RELATIONS[relation], country, ("countries", *bases))
            yield from self._in_country(country, "sending", reason)

    def child_home(self) -> Iterator[Proposal]:
        """Rule 4: only once a case is open and a ground exists, and to whom it names; not more than it covers."""
        home, grounds = self.facts.child_home, self.facts.child_ground
        if home and home != self.facts.country and self.facts.case_open and grounds:
            reason = Reason("child_home", home, ("child_home", "ground"))
            for one in self._in_country(home, "child_home", reason):
                if one.recipient is None or one.role == "keep":
                    yield one
                elif one.recipient.id in grounds:
                    yield replace(one, payload=PayloadClass.DEFAULT)

    def authority(self) -> Iterator[Proposal]:
        """Rule 5: an authority of the place, never one of another country than our own."""
        country, own = self.facts.country, self.facts.own
        if not country or country not in own.mandates | {own.country}:
            return
        notes = self._notes(country)
        for org in sorted(self.directory.organisations, key=lambda org: org.id):
            if org.kind is not OrgKind.AUTHORITY or org.country != country:
                continue
            answer, payload = self._agreement(org)
            rule = "authority_agreement"
            if self.facts.legal_duty and not answer:
                answer, payload, rule = Allowed("legal_duty"), PayloadClass.WITH_ADULT_WORDS, "authority_duty"
            elif isinstance(answer, Refused) and answer.reason_code == "no_agreement":
                continue
            reason = Reason(rule, country, ("country",), self.law.verdict(country, self.facts))
            yield Proposal(org, "authority", (reason,), answer, payload, notes)

    def hotline(self) -> Iterator[Proposal]:
        """Rule 6: who came upon material online is pointed to the hotline; nothing is stored or sent."""
        if self.facts.online or self.facts.place == "online":
            country = self.facts.country
            reason = Reason("online", country, ("online",))
            name = self.directory.hotlines.get(country, "")
            yield Proposal(None, "hotline_signpost", (reason,), NOTHING_LEAVES, PayloadClass.NOTHING, signpost=name)

    def _in_country(self, country: str, role: Role, reason: Reason) -> Iterator[Proposal]:
        """Ourselves where we have the mandate, else each member that has it, else the words that none is there."""
        reason = replace(reason, verdict=self.law.verdict(country, self.facts))
        if country in self.facts.own.mandates:
            yield Proposal(self.facts.own, "keep", (reason,), NOTHING_LEAVES, PayloadClass.NOTHING)
            return
        there = [org for org in self.members if country in org.mandates]
        for org in there:
            answer, payload = self._agreement(org)
            yield Proposal(org, role, (reason,), answer, payload)
        if not there:
            yield Proposal(None, role, (reason,), NO_MEMBER, PayloadClass.NOTHING)

    def _agreement(self, org: OrgRef) -> tuple[Answer, PayloadClass]:
        """The widest default payload that the agreement allows, or why there is none."""
        for categories, payload in (
            (WITH_WORDS, PayloadClass.WITH_ADULT_WORDS),
            (BASE, PayloadClass.DEFAULT),
        ):
            answer = self.agreements.check(
                self.facts.own.id, org.id, AgreementPurpose.CONCERN_HANDOVER, categories, self.facts.day
            )
            if answer:
                return answer, payload
        return answer, PayloadClass.DEFAULT

    def _notes(self, country: str) -> tuple[Note, ...]:
        note = self.directory.authority_notes.get(country) or Note("authority", country, NO_NOTE, missing=True)
        law = self.directory.law_notes.get(country)
        return (note, law) if law else (note,)


def _merged(proposals: list[Proposal]) -> list[Proposal]:
    """One card a recipient: further reasons join the first. Proposals without one stay apart."""
    merged: dict[object, Proposal] = {}
    for proposal in proposals:
        key = proposal.recipient.id if proposal.recipient else (proposal.role, proposal.country)
        first = merged.get(key)
        merged[key] = replace(first, reasons=first.reasons + proposal.reasons) if first else proposal
    order = ("keep", "place", "sending", "child_home", "authority", "hotline_signpost")
    return sorted(merged.values(), key=lambda proposal: order.index(proposal.role))
