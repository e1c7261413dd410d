"""Who is on duty for an intake team: weeks, single days, the hour of handing over; and whoever leads hears of a day
that nobody has."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.clocks import api as clocks
from fanal.clocks.api import Owed
from fanal.clocks.contracts import Step, Target
from fanal.concerns.api import named_on_duty
from fanal.network import api as network
from fanal.network.contracts import Actor, RingKind, Role, TeamRef
from fanal.site.desk.deeds import no_team
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web
from fanal.web.api import Act, Things, deeds

GAP = clocks.register(
    clocks.DutyKind(
        "network_rota_gap",
        gettext_noop("Say who is on duty: a day within the week has nobody"),
        timedelta(days=3),
        Target.role(Role.SUPERVISOR),
        (Step(timedelta(0), Target.role(Role.MANAGER)),),
    )
)


def look(now: datetime) -> None:
    """Begin the duty of each team of which a day within a week has nobody, and end it where all have somebody."""
    gaps = (one for one in network.rota.every() if network.rota.gaps(one.team_id, now))
    clocks.only([GAP], (Owed(one.org_id, one.team_id, (GAP,)) for one in gaps), now)


def _look(org: UUID, team: UUID, now: datetime) -> None:
    if network.rota.gaps(team, now):
        clocks.start(GAP, org, team, now=now)
    else:
        clocks.stop(team, GAP, now=now, org=org)


class Turn(web.Page):
    """Which week or day, who, and who is deputy."""

    day = web.Day(
        label=lazy("Which week?"),
        help_text=lazy("Any day of it."),
        error_messages={"required": lazy("Choose a day.")},
    )
    single = forms.BooleanField(label=lazy("Only this one day, such as a holiday"), required=False)
    person = forms.ChoiceField(label=lazy("Who is on duty?"), required=False)
    deputy = forms.ChoiceField(label=lazy("Who is deputy?"), required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this")),)

    def __init__(self, actor: Actor, team: TeamRef, data: Any = None) -> None:
        super().__init__(data)
        able = network.names(network.team_people(actor.org, team.id))
        people = sorted(((str(person), name) for person, name in able.items()), key=lambda pair: pair[1])
        for field in ("person", "deputy"):
            web.offer(self, field, [("", _("Nobody")), *people])


class HandOver(web.Page):
    """On which day and at what time."""

    weekday = forms.ChoiceField(label=lazy("On which day?"), choices=list(enumerate(web.DAY_WORDS.values())))
    at = forms.TimeField(
        label=lazy("At what time?"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": lazy("Choose a time."), "invalid": lazy("Write a time like 08:00.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep this")),)

    def __init__(self, team: TeamRef, data: Any = None) -> None:
        weekday, at = network.rota.handed_over(team.id)
        super().__init__(data, initial={"weekday": weekday, "at": at})


def shown(org: UUID, team: TeamRef, now: datetime) -> list[tuple[str, str]]:
    """The coming turns in words: when, and who."""
    turns = network.rota.turns(team.id, now)
    named = dict.fromkeys(named_on_duty(org, team.id))
    there = (one for turn in turns if turn.on for one in (turn.on.person, turn.on.deputy) if one)
    names = network.names([*named, *there])
    nobody = _nobody([names.get(one, "") for one in named])
    return [(_when(turn.day, single=turn.single), _who(turn.on, names) if turn.on else nobody) for turn in turns]


def _nobody(named: list[str]) -> str:
    if not named:
        return _("nobody")
    return _("nobody, so %(names)s, whom the public page names") % {"names": web.listed(named)}


def _when(day: date, *, single: bool) -> str:
    words = _("Only %(day)s") if single else _("From %(day)s")
    return words % {"day": web.day_words(day)}


def _who(on: network.rota.OnDuty, names: dict[UUID, str]) -> str:
    deputy = names.get(on.deputy, "") if on.deputy else ""
    words = _("%(name)s, deputy: %(deputy)s") if deputy else "%(name)s"
    return words % {"name": names.get(on.person, ""), "deputy": deputy}


def handed_over(team: TeamRef) -> str:
    """When duty is handed over, in words."""
    weekday, at = network.rota.handed_over(team.id)
    return _("It is handed over each week: %(day)s, %(time)s.") % {
        "day": list(web.DAY_WORDS.values())[weekday],
        "time": web.digits(f"{at:%H:%M}"),
    }


def found(actor: Actor, team_id: UUID) -> TeamRef:
    """An intake team of the actor's organisation. Raises `NotHere`."""
    for team in network.teams.of(actor.org):
        if team.id == team_id and team.kind is RingKind.INTAKE:
            return team
    raise no_team(actor.org, team_id)


def _put(actor: Actor, team: TeamRef, data: dict[str, Any], now: datetime) -> None:
    person, deputy = (UUID(data[name]) if data[name] else None for name in ("person", "deputy"))
    network.rota.put(actor, team.id, data["day"], person, deputy, now, single=data["single"])
    _look(actor.org, team.id, now)


def _set(actor: Actor, team: TeamRef, data: dict[str, Any], now: datetime) -> None:
    minute = data["at"].hour * 60 + data["at"].minute
    network.rota.hand_over_at(actor, team.id, int(data["weekday"]), minute, now)
    _look(actor.org, team.id, now)


TEAMS = Things(
    find=found,
    url=lambda team: reverse("desk:team", args=[team.id]),
    back=network.words.team,
    guards=True,
)
ACTS = {
    "rota-put": Act(
        deed="network.put_on_rota",
        title=lazy("Who is on duty"),
        lede=lazy("Hears at once when a child is in danger. In the place of whom the public page names."),
        form=lambda request, actor, team: Turn(actor, team, deeds.posted(request)),
        call=_put,
        done=lazy("Kept."),
        slug="on-duty",
    ),
    "rota-hand-over": Act(
        deed="network.set_hand_over",
        title=lazy("When duty is handed over"),
        form=lambda request, _actor, team: HandOver(team, deeds.posted(request)),
        call=_set,
        done=lazy("Kept."),
        slug="hand-over",
    ),
}
PATHS = list(TEAMS.paths("people/teams/<uuid:team_id>/", "", ACTS))
