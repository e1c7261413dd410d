"""What the public form of one country says and knows: who listens there, when, and whom to call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.signals import post_delete, post_save

from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.form.questions import QuestionSet, in_use
from fanal.concerns.gate import gate, practice, spoken
from fanal.concerns.models import ReportingPage
from fanal.network import api as network
from fanal.network.contracts import RingKind
from fanal.vocabulary.hours import Hours

FRESH = timedelta(seconds=2)
_held: dict[str, tuple[datetime, Place | None]] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """The published page of a country: the member that reads, its hours, and who is on duty.

    Who is on duty the rota of the team says; where it names nobody, the page itself. `readers`: how many people can
    open what is told. `shield`: the flood shield is up now. `decided_within`, `seen_within`: how long they have to read
    what is told, and to say that they saw a danger. `team`: the named intake team that reads; None: the main one.
    """

    page: UUID
    org: UUID
    country: str
    member: str
    readers: int
    hours: Hours
    languages: tuple[str, ...]
    questions: QuestionSet = field(hash=False)
    duty_person: UUID | None
    deputy: UUID | None
    alerts_outside_hours: bool
    outside_address: str
    shield: bool
    decided_within: timedelta
    seen_within: timedelta
    team: UUID | None = None

    def hours_of(self, *, urgent: bool) -> Hours | None:
        """In which a concern is read; None: at any time of the day."""
        return None if urgent and self.alerts_outside_hours else self.hours


def place_of(country: str, now: datetime) -> Place | None:
    """The page of a country if it is published, and as it was left. It may be some seconds old, so that a surge does
    not ask again and again for what hardly ever changes."""
    held = _held.get(country)
    if held and timedelta(0) <= now - held[0] < FRESH:
        return held[1]
    row = ReportingPage.objects.filter(country=country, published=True).first()
    place = _form_of(row, now) if row and gate.holds(row) else None
    _held[country] = now, place
    return place


def forget(**_signal: object) -> None:
    """Ask the database again: a page was changed."""
    _held.clear()


post_save.connect(forget, sender=ReportingPage, dispatch_uid="concerns.public.place")
post_delete.connect(forget, sender=ReportingPage, dispatch_uid="concerns.public.place")


def place_before(org: UUID, now: datetime) -> Place | None:
    """The page of a member, published or not: for what was told to it before."""
    rows = network.vouched.whole(ReportingPage.objects.filter(org_id=org).order_by("country"))
    return place_of_page(rows[0], now) if rows else None


def place_of_page(row: ReportingPage, now: datetime) -> Place:
    """What a page says and knows, whether it is published or not."""
    org = network.org(row.org_id)
    on = _on_duty(row.org_id, row.team_id, now) or network.rota.OnDuty.of(row.duty_person_id, row.deputy_id)
    return Place(
        page=row.id,
        org=row.org_id,
        country=row.country,
        member=org.name,
        readers=len(gate.readers(row)),
        hours=Hours.parse(org.time_zone, row.hours),
        languages=tuple(row.languages),
        questions=in_use(row.country),
        duty_person=on.person if on else None,
        deputy=on.deputy if on else row.deputy_id,
        alerts_outside_hours=row.alerts_outside_hours,
        outside_address=row.outside_address,
        shield=row.shield_until is not None and row.shield_until > now,
        decided_within=clocks.rules.limit(row.org_id, duties.DECIDE),
        seen_within=clocks.rules.limit(row.org_id, duties.ACKNOWLEDGE),
        team=row.team_id,
    )


def _on_duty(org: UUID, team: UUID | None, now: datetime) -> network.rota.OnDuty | None:
    return network.rota.on_duty(team or network.teams.main(org, RingKind.INTAKE), now)


def named_on_duty(org: UUID, team: UUID) -> list[UUID]:
    """Whom the pages that this team reads name: they are on duty where its rota has nobody."""
    main = network.teams.main(org, RingKind.INTAKE)
    pages = network.vouched.whole(ReportingPage.objects.filter(org_id=org).order_by("country"))
    return [page.duty_person_id for page in pages if page.duty_person_id and (page.team_id or main) == team]


def of_team(place: Place, team: UUID | None, now: datetime) -> Place:
    """The page as if another intake team read what comes: who is on duty there hears of it, nobody else."""
    on = _on_duty(place.org, team, now)
    return replace(place, team=team, duty_person=on.person if on else None, deputy=on.deputy if on else None)


def practice_place(token: str, country: str, now: datetime) -> Place | None:
    """The page that a link opens for practice (`practice.page_of_link`)."""
    page = practice.page_of_link(token, country, now)
    return _form_of(page, now) if page else None


def _form_of(row: ReportingPage, now: datetime) -> Place:
    """What its form says, in the languages that it speaks."""
    return replace(place_of_page(row, now), languages=tuple(spoken.spoken(row)))


def listening() -> list[tuple[str, str]]:
    """(country, member) of every published page."""
    rows = network.vouched.whole(ReportingPage.objects.filter(published=True).order_by("country"))
    names = {org.id: org.name for org in network.orgs()}
    return [(row.country, names[row.org_id]) for row in rows if row.org_id in names]
