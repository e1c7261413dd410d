"""Who can act on an open concern: confirmed facts, the directory of the network, and the proposals made from them."""

from datetime import date

from fanal.concerns.content import ConcernContent, PersonSuspected
from fanal.concerns.contracts import ConcernFacts, Directory, Note, Proposal
from fanal.concerns.models import Concern
from fanal.concerns.routing import legal, routing
from fanal.contacts.api import country_info
from fanal.contacts.contracts import ContactKind, CountryInfo
from fanal.network import api as network
from fanal.network.contracts import OrgRef

_ONLINE = frozenset({"online_contact", "came_upon_images"})


def proposals(
    concern: Concern, content: ConcernContent, offender: PersonSuspected, day: date, language: str
) -> list[Proposal]:
    """Who can act, each with reasons, agreement and what must be read first. Nothing is sent here.

    `language`: in which notes are wanted; a note that is not there in it comes in another one.
    """
    facts = facts_of(concern, content, offender, day)
    return routing.propose(facts, directory(facts.own, day, language), network.agreements, legal.current())


def facts_of(concern: Concern, content: ConcernContent, offender: PersonSuspected, day: date) -> ConcernFacts:
    """What routing may know: the country of the place, and the countries that a person confirmed."""
    return ConcernFacts(
        own=network.org(concern.org_id),
        day=day,
        place=concern.country_of_harm,
        adult_countries=offender.confirmed,
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
