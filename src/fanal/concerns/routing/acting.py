"""Who can act on an open concern: confirmed facts, the directory of the network, and the proposals made from them."""

from datetime import date, datetime

from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.contracts import ConcernFacts, Directory, Note, Proposal
from fanal.concerns.models import Concern
from fanal.concerns.routing import care, legal, routing
from fanal.contacts.api import country_info
from fanal.contacts.contracts import ContactKind, CountryInfo
from fanal.network import api as network
from fanal.network.contracts import Actor, OrgRef

_ONLINE = frozenset({"online_contact", "came_upon_images"})


def proposals(
    actor: Actor, concern: Concern, content: ConcernContent, offender: PersonSuspected, now: datetime, language: str
) -> list[Proposal]:
    """Who can act, each with reasons, agreement and what must be read first. Nothing is sent here.

    `language`: in which notes are wanted; a note that is not there in it comes in another one.
    """
    facts = facts_of(actor, concern, content, offender, now)
    return routing.propose(facts, directory(facts.own, facts.day, language), network.agreements, legal.current())


def facts_of(
    actor: Actor, concern: Concern, content: ConcernContent, offender: PersonSuspected, now: datetime
) -> ConcernFacts:
    """What routing may know: the country of the place, the countries that a person confirmed, and what this person may
    know of the child's file."""
    day, file = now.date(), care.of(actor, concern, now)
    return ConcernFacts(
        own=network.org(concern.org_id),
        day=day,
        place=concern.country_of_harm,
        adult_countries=offender.confirmed,
        child_home=file.home if file else "",
        case_open=file is not None,
        child_ground=file.grounds if file else frozenset(),
        online=concern.imagery_signalled or bool(_ONLINE.intersection(content.what)),
    )


def directory(own: OrgRef, day: date, language: str) -> Directory:
    """Who is in the network, and what is known of the authorities and hotlines of our own countries."""
    countries = sorted(own.mandates | {own.country})
    infos = {code: info for code in countries if (info := country_info(code))}
    notes = {code: note for code, info in infos.items() if (note := note_of(info, day, language))}
    hotlines = {code: line for code, info in infos.items() if (line := _hotline(info, day))}
    return Directory(tuple(network.orgs(also_changed=True)), authority_notes=notes, hotlines=hotlines)


def note_of(info: CountryInfo, day: date, language: str) -> Note | None:
    """The reviewed note on the authorities of a country; None where there is none, which blocks a handover to them."""
    note = info.reviewed_note(day)
    return Note("authority", info.country, note.text.for_staff(language), note.reviewed.on) if note else None


def _hotline(info: CountryInfo, day: date) -> str:
    found = info.shown(day, (ContactKind.ILLEGAL_CONTENT_HOTLINE,))
    return found[0].url or found[0].number if found else ""
