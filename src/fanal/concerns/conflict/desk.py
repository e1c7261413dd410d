"""The pages on which a concern goes to the safeguarding lead alone, back to the intake team, or to another one."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from fanal.concerns.conflict.conflict import CLEAR, MARK, clear, mark
from fanal.concerns.conflict.teams import GIVE, give_to, others
from fanal.concerns.models import Concern
from fanal.network.contracts import Actor
from fanal.web import api as web


class Team(web.Page):
    """Which team gets it."""

    team = forms.ChoiceField(
        label=lazy("Which team?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": lazy("Choose a team."),
            "invalid_choice": lazy("This team has it already, or is there no more. Choose another."),
        },
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it to this team")),)

    def __init__(self, row: Concern, data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "team", ((str(one.id) if one.name else _MAIN, one.name or MAIN) for one in others(row)))


_MAIN, MAIN = "main", lazy("The main team")


def _give(actor: Actor, row: Concern, data: dict[str, Any], now: datetime) -> None:
    give_to(actor, row.pk, None if data["team"] == _MAIN else UUID(data["team"]), now)


ACTS = {
    "conflict": web.Act(
        deed=MARK,
        title=lazy("A concern"),
        heading=lazy("It is about our own people"),
        lede=lazy(
            "Staff, volunteers or partners may be concerned. From now on only the safeguarding lead opens it, and it "
            "leaves the queue."
        ),
        button=lazy("Give it to the safeguarding lead alone"),
        template="concerns/conflict/conflict.html",
        call=web.plain(mark),
        done=lazy("Done. It is in the other hands now."),
        slug="own-people",
        leads=lambda _made: reverse("concerns:queue"),
    ),
    "no_conflict": web.Act(
        deed=CLEAR,
        title=lazy("A concern"),
        heading=lazy("It is not about our own people"),
        lede=lazy("It goes back to the intake team and into the queue, with its clocks begun anew."),
        button=lazy("Give it back to the intake team"),
        call=web.plain(clear),
        done=lazy("Done. It is in the other hands now."),
        slug="not-own-people",
        leads=lambda _made: reverse("concerns:queue"),
    ),
    "give_team": web.Act(
        deed=GIVE,
        title=lazy("A concern"),
        heading=lazy("Give it to another intake team"),
        lede=lazy("From now on that team and the supervisors open it. Its clocks go on."),
        points=(lazy("What was read cannot be un-read."),),
        form=lambda request, _actor, row: Team(row, web.deeds.posted(request)),
        call=_give,
        done=lazy("Done. It is in the other hands now."),
        slug="team",
        leads=lambda _made: reverse("concerns:queue"),
    ),
}
