"""Who is on duty for a team, and who is deputy: by week, on single days otherwise, handed over at a time
(docs/network.md, "Rota").

Nothing opens by it: it says who hears first. It stands under the code of the installation all the same (`vouched`), so
that nobody who writes to the database sends a child's need to where it is not heard.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from fanal.journal import api as journal
from fanal.network import marks, teams, vouched
from fanal.network.contracts import Actor, NetworkError, PersonState
from fanal.network.models import Rota, TeamMember

AHEAD = 7
"""So many days before one that nobody has is the lead told."""
LONGEST = timedelta(days=366)
_WEEK = timedelta(days=7)
_WEEKS = 6
"""So many weeks ahead are shown."""
_FULL_DAY = 24 * 60

vouched.keep(Rota, marks.MarkKind.ROTA, lambda rota: _("the rota of {team}").format(team=teams.words_of(rota.team_id)))


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who hears first, and who next."""

    person: UUID
    deputy: UUID | None

    @classmethod
    def of(cls, person: UUID | None, deputy: UUID | None) -> "OnDuty | None":
        """The two that a page names; None where it names nobody first."""
        return cls(person, deputy) if person else None


@dataclass(frozen=True, slots=True)
class Turn:
    """A week from its first day, or a single day, with who has it; nobody: `on` is None."""

    day: date
    single: bool
    on: OnDuty | None


def of(team: UUID) -> Rota | None:
    """The rota of a team as it was left; None where there is none, or somebody changed it."""
    row = Rota.objects.filter(team_id=team).select_related("org").first()
    return row if row is not None and vouched.is_whole(row) else None


def every() -> list[Rota]:
    """The rotas of teams that are not closed, as they were left."""
    rows = Rota.objects.filter(team__closed_on=None).select_related("org").order_by("pk")
    return vouched.whole(rows)


def on_duty(team: UUID, at: datetime) -> OnDuty | None:
    """Who is on duty at an instant, of those who are in the team and work; None where nobody is."""
    row = of(team)
    return _on(row, day_of(row, at), _able(team)) if row is not None else None


def day_of(row: Rota, at: datetime) -> date:
    """The day of duty of an instant: it begins at the hour of handing over."""
    return (at.astimezone(ZoneInfo(row.org.time_zone)) - timedelta(minutes=row.minute)).date()


def week_of(row: Rota, day: date) -> date:
    """The first day of the week of a day of duty."""
    return day - timedelta(days=(day.weekday() - row.weekday) % 7)


def handed_over(team: UUID) -> tuple[int, time]:
    """On which day of the week (Monday is 0) and when duty is handed over; as a new rota has it where there is none."""
    row = of(team) or Rota()
    return row.weekday, time(*divmod(row.minute, 60))


def _able(team: UUID) -> frozenset[UUID]:
    links = TeamMember.objects.filter(team_id=team, until=None, person__state=PersonState.ACTIVE)
    return frozenset(links.values_list("person_id", flat=True))


def _on(row: Rota, day: date, able: frozenset[UUID]) -> OnDuty | None:
    """A single day stands before its week; who left the team is passed over, and the deputy has it."""
    held = row.days.get(day.isoformat())
    return _of(row.weeks.get(week_of(row, day).isoformat()) if held is None else held, able)


def _of(held: Sequence[str] | None, able: frozenset[UUID]) -> OnDuty | None:
    there = [UUID(one) for one in held or () if UUID(one) in able]
    return OnDuty(there[0], there[1] if len(there) > 1 else None) if there else None


def coming(team: UUID, today: date) -> frozenset[UUID]:
    """Everybody who is, or will be, on duty or deputy, as the rota has it."""
    row = of(team)
    days = {**row.weeks, **row.days} if row is not None else {}
    return frozenset(UUID(one) for day, who in days.items() if date.fromisoformat(day) > today - _WEEK for one in who)


def gaps(team: UUID, now: datetime) -> list[date]:
    """The days of duty from today that nobody has; none where the team has no rota."""
    row = of(team)
    if row is None:
        return []
    first, able = day_of(row, now), _able(team)
    coming = [first + timedelta(days=n) for n in range(AHEAD + 1)]
    return [day for day in coming if _on(row, day, able) is None]


def turns(team: UUID, now: datetime) -> list[Turn]:
    """The coming weeks, and the single days in them, in order."""
    row = of(team)
    if row is None:
        return []
    able, begins = _able(team), week_of(row, day_of(row, now))
    found = [begins + _WEEK * n for n in range(_WEEKS)]
    listed = [Turn(day, False, _of(row.weeks.get(day.isoformat()), able)) for day in found]
    singles = [date.fromisoformat(day) for day in row.days]
    inside = (day for day in singles if begins <= day < begins + _WEEK * _WEEKS)
    listed += [Turn(day, True, _on(row, day, able)) for day in inside]
    return sorted(listed, key=lambda turn: (turn.day, turn.single))


# ---- deeds ----


def _changed(actor: Actor, team: UUID) -> Rota:
    """The rota of a team of the actor's organisation, begun where there is none. It is held until the deed is done."""
    row, made = Rota.objects.get_or_create(team=teams.held(actor.org, team), defaults={"org_id": actor.org})
    if not made and not vouched.is_whole(row):
        raise vouched.changed(row)
    return row


@transaction.atomic
def put(
    actor: Actor, team: UUID, day: date, person: UUID | None, deputy: UUID | None, now: datetime, *, single: bool
) -> date:
    """Say who has the week of a day, or that day alone; a week without anybody is taken off, a day is kept as one that
    nobody has. Returns its first day. Raises NetworkError."""
    row = _changed(actor, team)
    first = day if single else week_of(row, day)
    today = day_of(row, now)
    if single and first < today:
        raise NetworkError(_("This day is over. Choose one from today on."), "day")
    if not today - _WEEK < first <= today + LONGEST:
        raise NetworkError(_("Choose a day from this week on, within a year."), "day")
    if {one for one in (person, deputy) if one} - _able(team):
        raise NetworkError(_("Choose people of this team who can work: nobody else can open what comes."), "person")
    if deputy and (person is None or person == deputy):
        raise NetworkError(_("The deputy is somebody else."), "deputy")
    held: dict[str, Sequence[str]] = dict(row.days if single else row.weeks)
    held.pop(first.isoformat(), None)
    if person is not None or single:
        held[first.isoformat()] = [str(one) for one in (person, deputy) if one]
    kept = _recent(held, today)
    row.days, row.weeks = (kept, row.weeks) if single else (row.days, kept)
    _save(actor, row, "network.put_on_rota", now)
    return first


def _recent(held: Mapping[str, Sequence[str]], today: date) -> dict[str, Sequence[str]]:
    """What is over goes: who was on duty long ago is nobody's to read."""
    return {day: who for day, who in sorted(held.items()) if date.fromisoformat(day) > today - 5 * _WEEK}


@transaction.atomic
def hand_over_at(actor: Actor, team: UUID, weekday: int, minute: int, now: datetime) -> None:
    """On which day of the week, and at which minute of it, duty is handed over. Weeks that were filled keep their
    people. Raises NetworkError."""
    row = _changed(actor, team)
    if weekday not in range(7) or minute not in range(_FULL_DAY):
        raise NetworkError(_("Choose a day and a time."))
    running = week_of(row, day_of(row, now))
    row.weekday, row.minute = weekday, minute
    by = week_of(row, day_of(row, now)) - running  # whoever is on duty stays it
    row.weeks = {(date.fromisoformat(day) + by).isoformat(): who for day, who in row.weeks.items()}
    _save(actor, row, "network.set_hand_over", now)


def _save(actor: Actor, row: Rota, deed: str, now: datetime) -> None:
    row.save()
    vouched.seal(row)
    journal.write(actor.org, actor.signatory(), deed, at=now, purpose=str(row.team_id))
