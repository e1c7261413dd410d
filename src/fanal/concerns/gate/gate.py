"""The readiness gate: what must be true before a public form opens, and stay true
(docs/concerns-handovers.md, "The gate of a public form").

Each line says what holds, or what to do. It looks at clear columns, the country's file and signed statements only, so
that the daily job needs no key. A tool does not make a service: most lines are about people.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.access.api import Statement, keeping
from fanal.access.api import gate as gates
from fanal.concerns.access_terms import TRAINED, intake
from fanal.concerns.gate import small, spoken
from fanal.concerns.gate.statements import STATEMENTS, TITLES
from fanal.concerns.models import ReportingPage
from fanal.concerns.retention import ROOM
from fanal.contacts.api import country_info
from fanal.contacts.contracts import EXIT_MONTHS, OUR_ROLE, CountryInfo
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, OrgRef, PersonState, Profile, RingKind, Standing
from fanal.vocabulary.countries import country as country_of
from fanal.vocabulary.countries import is_country
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.hours import Hours
from fanal.web.api import dots, listed

KIT_MONTHS = 12


@dataclass(frozen=True, slots=True)
class _Case:
    org: OrgRef
    page: ReportingPage
    info: CountryInfo | None
    today: date
    people: Mapping[UUID, network.queries.Colleague]
    stated: Mapping[str, Statement]
    away: UUID | None = None
    """Somebody who is looked upon as not there."""

    @property
    def team(self) -> UUID:
        """The team that reads."""
        return self.page.team_id or network.teams.main(self.org.id, RingKind.INTAKE)

    @property
    def rota(self) -> frozenset[UUID]:
        """Who is, or will be, on duty by the rota of the team that reads."""
        return network.rota.coming(self.team, self.today)


def _places(pages: Collection[UUID]) -> dict[gates.Place, UUID]:
    rows = ReportingPage.objects.filter(pk__in=pages)
    return {(org, country): pk for pk, org, country in rows.values_list("pk", "org_id", "country")}


network.vouched.keep(
    ReportingPage,
    network.marks.MarkKind.PAGE,
    lambda page: _("the public page of {country}").format(country=page.country),
    beside=("checked_on",),  # says when the gate was looked at; nothing follows from it
    parts=gates.parts(ROOM, _places),
    since={"team_id": 2},
)


def holds(page: ReportingPage) -> bool:
    """Whether a page, what was stated for it, and its organisation are as this installation left them."""
    return network.vouched.is_whole(page) and network.org_holds(page.org_id)


def readers(page: ReportingPage) -> set[UUID]:
    """Who can open what is told on a page that is not about our own people: its intake team; beside a named one the
    supervisors."""
    return {person for one in intake(page.team_id) for person in network.team_people(page.org_id, one)}


def page_of(org: UUID, country: str) -> ReportingPage | None:
    """The page of an organisation for a country."""
    return ReportingPage.objects.filter(org_id=org, country=country).first()


def look(org: UUID, country: str, today: date) -> list[gates.Line]:
    """Every line for the public form of an organisation in a country."""
    page = page_of(org, country)
    if page is None:
        todo = _("A manager begins the page of this country first.")
        return [gates.Line("page", False, _("There is no page for this country."), todo)]
    case = _case_of(page, today)
    return [line for part in _LINES for line in part(case)]


def _case_of(page: ReportingPage, today: date) -> _Case:
    org, country = page.org_id, page.country
    return _Case(
        org=network.org(org),
        page=page,
        info=country_info(country),
        today=today,
        people={colleague.id: colleague for colleague in network.queries.colleagues(org)},
        stated=gates.in_force(ROOM, org, country, today),
    )


def lost_without(org: UUID, person: UUID, today: date) -> dict[str, list[str]]:
    """What no longer holds of the open pages of an organisation, by country, where somebody is not there: titles of
    lines."""
    pages = ReportingPage.objects.filter(org_id=org, published=True).order_by("country")
    found = {page.country: _missed(_case_of(page, today), person) for page in pages}
    return {country: lines for country, lines in found.items() if lines}


def _whole(case: _Case) -> Iterator[gates.Line]:
    yield gates.Line.of(
        "whole",
        holds(case.page),
        _("What is stored about this page is as it was left."),
        _("Somebody changed what is stored about this page or your organisation, past Fanal."),
        _("Tell your administrator: “fanal check” names it. Until then nobody can tell anything here."),
    )


def _contact(case: _Case) -> Iterator[gates.Line]:
    shown = case.info.shown(case.today) if case.info else ()
    if shown or "no_contact" not in case.stated:
        held = gates.Line.of(
            "contact",
            bool(shown),
            _("There is a verified emergency contact."),
            _("No emergency contact was verified within twelve months: police, ambulance or a child helpline."),
            str(STATEMENTS["no_contact"].todo),
        )
        yield held if shown else replace(held, item="no_contact")
    else:
        yield _stated(case, "no_contact", "contact")


def _hours(case: _Case) -> Iterator[gates.Line]:
    good = bool(case.page.hours) and any(Hours.parse(case.org.time_zone, case.page.hours).week)
    yield gates.Line.of(
        "hours",
        good,
        _("The hours are set, in the time of %(zone)s.") % {"zone": case.org.time_zone},
        _("No hours are set."),
        _("Set the hours in which somebody reads."),
    )


def _duty(case: _Case) -> Iterator[gates.Line]:
    for code, person, missing in (
        ("duty_person", case.page.duty_person_id, _("Nobody is on duty.")),
        ("deputy", case.page.deputy_id, _("Nobody is deputy.")),
    ):
        found = case.people.get(person) if person else None
        bad = (
            missing
            if found is None
            else _("The person named cannot open yet what is told here, or has no second factor.")
        )
        todo = _("Name an active person of the intake team who has set up an app or a passkey.")
        yield gates.Line.of(code, _can_be_on_duty(case, person), _("Named, with a second factor."), bad, todo)
    if rota := case.rota:
        yield gates.Line.of(
            "rota",
            all(_can_be_on_duty(case, one) for one in rota),
            _("Everybody on the rota can work, with a second factor."),
            _("Somebody on the rota cannot open yet what is told here, or has no second factor."),
            _("Put somebody else on duty, or let them set up an app or a passkey."),
        )


def _can_be_on_duty(case: _Case, person: UUID | None) -> bool:
    found = case.people.get(person) if person else None
    if found is None or person == case.away or found.state is not PersonState.ACTIVE or not found.signed:
        return False
    # The key of another team, which a further role asks for, they may lack: what is told here they open without it.
    there = case.team in {one.id for one in found.teams} - {one.id for one in found.missing}
    return there and found.second_factor


def _people(case: _Case) -> Iterator[gates.Line]:
    for code, ring, least, todo in (
        ("intake", RingKind.INTAKE, 2, _("Invite a second person to the intake team.")),
        ("keepers", RingKind.KEEPERS, 2, _("Give a second person the role of key keeper.")),
        ("custodian", RingKind.CUSTODIAN, 1, _("Name a custodian of who told us.")),
        ("safeguarding_lead", RingKind.SAFEGUARDING, 1, _("Name a safeguarding lead.")),
    ):
        named = case.page.team_id if code == "intake" else None
        team = network.team_people(case.org.id, named or ring)
        count = sum(case.people[one].signed for one in team if one in case.people and one != case.away)
        name = str(network.words.RINGS[ring])
        words = ngettext("%(team)s: %(count)s person.", "%(team)s: %(count)s people.", count)
        said = words % {"team": name, "count": count}
        yield gates.Line.of(code, count >= least, said, said, todo)


def _trained(case: _Case) -> Iterator[gates.Line]:
    """Whoever is on duty decides, and a second person confirms."""
    able = network.grants.holders(TRAINED, case.today, [case.org.id]) & {
        one.id
        for one in case.people.values()
        if one.state is PersonState.ACTIVE and not one.changed and one.id != case.away
    }
    named = {one for one in (case.page.duty_person_id, case.page.deputy_id) if one and one != case.away} | case.rota
    yield gates.Line.of(
        "trained",
        len(able) > 1 and named <= able,
        _("The people who decide are trained."),
        _("Somebody who is on duty has no valid training in triage, or fewer than two people have."),
        _("Let them pass the training, then give them the clearance under People."),
    )


def _kit(case: _Case) -> Iterator[gates.Line]:
    drilled = network.queries.kit(case.org.id).drilled_on
    good = drilled is not None and case.today <= months_later(drilled, KIT_MONTHS)
    yield gates.Line.of(
        "kit",
        good,
        _("The recovery kit was tested within a year."),
        _("The recovery kit was not tested within a year."),
        _("Test the recovery kit: two holders type their words under Keys."),
    )


def _law(case: _Case) -> Iterator[gates.Line]:
    law = case.info.duty_to_report(OUR_ROLE, case.today) if case.info else None
    yield gates.Line.of(
        "law",
        law is not None,
        _("The text on the duty to report was reviewed within two years."),
        _("The text on the duty to report is missing, or older than two years."),
        _("Have a lawyer of the country review it, and add it to the country’s file."),
    )
    note = case.info.authority_note if case.info else None
    yield gates.Line.of(
        "authority_note",
        note is not None and note.is_reviewed(case.today),
        _("There is a reviewed note on the authorities."),
        _("The note on the authorities is missing, or older than two years."),
        _("Write how authorities of the country treat children, have it reviewed, and add it to the country’s file."),
    )


def _agreements(case: _Case) -> Iterator[gates.Line]:
    good = (Standing.IN_FORCE, Standing.EXPIRING)
    agreements = [
        agreement
        for agreement in network.agreements.of(case.org.id)
        if AgreementPurpose.CONCERN_HANDOVER in agreement.purposes
        and network.agreements.standing(agreement, case.org.id, case.today) in good
    ]
    countries = sorted(
        {(agreement.b if agreement.a_id == case.org.id else agreement.a).country for agreement in agreements}
    )
    yield gates.Line.of(
        "agreements",
        bool(agreements),
        _("Agreements to hand over are in force with partners in: %(countries)s.") % {"countries": listed(countries)},
        _("No agreement to hand over a concern is in force."),
        _("Agree with at least one partner, under Agreements. Both sides sign."),
    )


def _statements(case: _Case) -> Iterator[gates.Line]:
    yield _stated(case, "dpia")
    yield _kept(case)
    for item in ("safeguarding", "proxy_log", "restore_drill"):
        yield _stated(case, item)


def _stated(case: _Case, item: str, code: str = "") -> gates.Line:
    return gates.line(ROOM, item, case.stated, case.today, code)


def _kept(case: _Case) -> gates.Line:
    """What was signed before there were rules counts until its end."""
    missing = keeping.unruled(case.org.id, case.page.country, ROOM, case.today)
    if missing and "retention" in case.stated:
        return _stated(case, "retention")
    known, named = STATEMENTS["retention"], {"classes": listed(one.words for one in missing)}
    bad = _("No confirmed rule says how long this is kept: %(classes)s.") % named
    return gates.Line.of("retention", not missing, str(known.words), bad, str(known.todo))


def _language(case: _Case) -> Iterator[gates.Line]:
    yield from spoken.lines(case.page, case.info)


def _exit(case: _Case) -> Iterator[gates.Line]:
    good = case.info is not None and bool(case.info.exit_target)
    good = good and case.info is not None and case.info.exit_checked.holds(case.today, EXIT_MONTHS)
    yield gates.Line.of(
        "exit_target",
        good,
        _("“Leave this page” leads to a neutral page."),
        _("Where “Leave this page” leads is not set, or was not looked at within a year."),
        _("Choose a neutral page, such as the weather, look at it, and add it to the country’s file."),
    )


def _real(case: _Case) -> Iterator[gates.Line]:
    known = is_country(case.page.country) and not country_of(case.page.country).demonstration
    yield gates.Line.of(
        "no_demo",
        known or not settings.PRODUCTION,
        _("No demonstration data stands beside real people.") if known else _("This is a demonstration."),
        _("A fictional country has no public form in production."),
        _("Use an installation without demonstration data."),
    )


def _small(case: _Case) -> Iterator[gates.Line]:
    """What a small member needs besides, and who of them cannot be ill."""
    if case.org.profile is not Profile.SMALL:
        return
    yield from small.lines(case.org.id, len(case.people), case.today)
    missed = [(one, _missed(case, one.id)) for one in case.people.values()]
    if said := tuple(_ill(one, lines) for one, lines in missed if lines):
        words = _("Nobody stands in for some of you. If one of these people is ill, the form closes until a colleague "
                  "does their part:")  # fmt: skip
        yield gates.Line("illness", True, words, watch=True, each=said)
    else:
        yield gates.Line("illness", True, _("The form stays open whoever of you is ill."))


def _ill(one: network.queries.Colleague, lines: list[str]) -> str:
    named = {"name": one.name, "roles": dots(*network.words.roles(one.roles)), "lines": listed(lines)}
    return _("%(name)s (%(roles)s). What closes it: %(lines)s.") % named


def _missed(case: _Case, person: UUID) -> list[str]:
    """Which lines about people hold no more where somebody is not there, by their titles."""
    with_them = {line.code for line in _about_people(case) if not line.ok}
    found = _about_people(replace(case, away=person))
    return [str(TITLES[line.code]) for line in found if not line.ok and line.code not in with_them]


def _about_people(case: _Case) -> Iterator[gates.Line]:
    return (line for part in (_duty, _people, _trained) for line in part(case))


_LINES: tuple[Callable[[_Case], Iterator[gates.Line]], ...] = (
    _whole, _small, _contact, _hours, _duty, _people, _trained, _kit, _law, _agreements, _statements, _language, _exit,
    _real,
)  # fmt: skip
