"""What must hold before an organisation opens files of children, and stay true (CM-9; docs/cases.md, "Before the first
file"). Clear columns, signed statements, the country's file: the daily look needs no key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from fanal.access.api import Statement, keeping
from fanal.access.api import gate as gates
from fanal.cases.access_terms import COURSE, SCREENED
from fanal.cases.breaking import breaking
from fanal.cases.codes import Status
from fanal.cases.models import Case, Readiness
from fanal.cases.readiness import ROOM, row_of
from fanal.contacts.api import country_info
from fanal.contacts.contracts import OUR_ROLE
from fanal.network import api as network
from fanal.network.contracts import PersonState, RingKind, Role
from fanal.vocabulary.dates import months_later
from fanal.web.api import listed

KIT_MONTHS: Final = 12
PROVIDERS: Final = ("safe_shelter", "medical", "psychosocial", "legal")
"""Kinds of help (list `service_type`) for which there is a checked provider, or a statement that none exists."""

type Checked = Callable[[UUID, date], frozenset[str]]
"""The kinds of help for which an organisation has a provider that is checked on a day."""
_checked: list[Checked] = []


def providers_from(look: Checked) -> None:
    """Where the directory of providers stands is said once, when the room starts."""
    _checked[:] = [look]


@dataclass(frozen=True, slots=True)
class _Room:
    row: Readiness
    today: date
    people: tuple[network.queries.Colleague, ...]
    stated: Mapping[str, Statement]


def look(org: UUID, _country: str, today: date) -> list[gates.Line]:
    """Every line for an organisation."""
    row = row_of(org)
    if row is None:
        return [gates.Line("begun", False, _("Nobody has begun this list."), _("A manager begins it."))]
    people = tuple(one for one in network.queries.colleagues(org) if one.state is PersonState.ACTIVE)
    room = _Room(row, today, people, gates.in_force(ROOM, org, "", today))
    return [line for part in _LINES for line in part(room)]


def _whole(room: _Room) -> Iterator[gates.Line]:
    yield gates.Line.of(
        "whole",
        network.vouched.is_whole(room.row) and network.org_holds(room.row.org_id),
        _("What is stored about this list is as it was left."),
        _("Somebody changed what is stored about this list or your organisation, past Fanal."),
        _("Tell your administrator: “fanal check” names it. Until then no file is opened."),
    )


def _in(room: _Room, ring: RingKind) -> set[UUID]:
    return set(network.team_people(room.row.org_id, ring)) & {one.id for one in room.people if one.signed}


def _people(room: _Room) -> Iterator[gates.Line]:
    work, lead = _in(room, RingKind.CASEWORK), _in(room, RingKind.SUPERVISORS)
    yield gates.Line.of(
        "casework", bool(work), _("Somebody works with children."), _("Nobody is in the casework team."),
        _("Invite a caseworker, and let a key keeper sign for the key."),
    )  # fmt: skip
    owners = Case.objects.filter(org_id=room.row.org_id, status=Status.OPEN).values_list("owner", flat=True)
    workers = {one.id for one in room.people if Role.CASEWORKER in one.roles} | set(owners.distinct())
    answered = all(lead - {one} for one in workers)
    yield gates.Line.of(
        "supervisors",
        bool(lead) and answered,
        _("Somebody else answers for the work of each."),
        _("Nobody could answer for the work of everybody who takes children on."),
        _("Name a supervisor; where supervisors take children on themselves, a second one."),
    )
    lacking = _lacking(room, work | lead, SCREENED)
    yield gates.Line.of(
        "cleared",
        not lacking,
        _("Everybody who works with children is vetted and has signed the code of conduct."),
        _("Vetting or code of conduct is missing or has ended: %(names)s.") % {"names": listed(lacking)},
        _("Give them the clearance under People, with what it rests on."),
    )
    yield gates.Line.of(
        "safeguarding_lead",
        bool(_in(room, RingKind.SAFEGUARDING)),
        _("There is a safeguarding lead."), _("There is no safeguarding lead."), _("Name a safeguarding lead."),
    )  # fmt: skip
    yield gates.Line.of(
        "dpo",
        any(Role.DATA_PROTECTION_OFFICER in one.roles for one in room.people),
        _("There is a data protection officer."), _("There is no data protection officer."),
        _("Name a data protection officer under People."),
    )  # fmt: skip


def _trained(room: _Room) -> Iterator[gates.Line]:
    untrained = _lacking(room, _in(room, RingKind.CASEWORK) | _in(room, RingKind.SUPERVISORS), [COURSE])
    yield gates.Line.of(
        "trained",
        not untrained,
        _("Everybody who works with children passed the course in casework."),
        _("The course in casework is not passed, or that has ended: %(names)s.") % {"names": listed(untrained)},
        _("Let them pass it with a training card that is linked to their account, or give them the clearance under "
          "People."),
    )  # fmt: skip


def _lacking(room: _Room, people: set[UUID], kinds: Iterable[str]) -> list[str]:
    """Who of these people lacks one of these clearances, by name."""
    held = [network.grants.holders(kind, room.today, [room.row.org_id]) for kind in kinds]
    return sorted(one.name for one in room.people if one.id in people and any(one.id not in there for there in held))


def _on_call(room: _Room) -> Iterator[gates.Line]:
    yield gates.Line.of(
        "on_call",
        len(breaking.able(room.row.org_id, room.today)) <= breaking.MOST,
        _("Five people at most can open a file on call."),
        _("More than five people can open a file on call, so nobody can."),
        _("Take the role of duty person, or a clearance, from some of them."),
    )


def _kit(room: _Room) -> Iterator[gates.Line]:
    drilled = network.queries.kit(room.row.org_id).drilled_on
    yield gates.Line.of(
        "kit",
        drilled is not None and room.today <= months_later(drilled, KIT_MONTHS),
        _("The recovery kit was tested within a year."),
        _("The recovery kit was not tested within a year."),
        _("Test the recovery kit: two holders type their words under Keys."),
    )


def _law(room: _Room) -> Iterator[gates.Line]:
    country = network.org(room.row.org_id).country
    info = country_info(country)
    yield gates.Line.of(
        "law",
        info is not None and info.duty_to_report(OUR_ROLE, room.today) is not None,
        _("The text on the duty to report was reviewed within two years."),
        _("The text on the duty to report is missing, or older than two years."),
        _("Have a lawyer of the country review it, and add it to the country’s file."),
    )
    missing = keeping.unruled(room.row.org_id, country, ROOM, room.today)
    yield gates.Line.of(
        "retention",
        not missing,
        _("Rules of the country say how long files are kept."),
        _("No confirmed rule says how long this is kept: %(classes)s.")
        % {"classes": listed(one.words for one in missing)},
        _("Type each with its law, and let a second person confirm it, under Times of keeping."),
    )


def _statements(room: _Room) -> Iterator[gates.Line]:
    for item in ("procedure", "framework", "clocks", "duty_hours", "self_assessment"):
        yield gates.line(ROOM, item, room.stated, room.today)


def _providers(room: _Room) -> Iterator[gates.Line]:
    there = frozenset[str]().union(*(look(room.row.org_id, room.today) for look in _checked))
    for kind in PROVIDERS:
        if kind in there:
            yield gates.Line(f"no_{kind}", True, _("There is a checked provider."))
        else:
            yield gates.line(ROOM, f"no_{kind}", room.stated, room.today)


_LINES: tuple[Callable[[_Room], Iterator[gates.Line]], ...] = (
    _whole,
    _people,
    _trained,
    _on_call,
    _kit,
    _law,
    _statements,
    _providers,
)
