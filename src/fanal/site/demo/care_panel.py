"""A child of the demonstration whose home is in another country, and about whose life a panel decides these days and a
conference meets."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from fanal.cases.codes import ConsentPurpose
from fanal.cases.conferences import conferences
from fanal.cases.files import files, writing
from fanal.cases.grounds import grounds
from fanal.cases.interests import interests, panel
from fanal.cases.model.parts import Option
from fanal.cases.models import BestInterests, Child, Conference
from fanal.cases.seats import seats
from fanal.network.models import Person
from fanal.site.demo import care_words as words
from fanal.site.demo.care_steps import BOTH, Walk

_SOON: Final = timedelta(minutes=5)
_HOME: Final = "XB"
_DAYS: Final = 4


def knows_home(walk: Walk, now: datetime) -> None:
    """Where the home is, and that members there may be told."""
    version = Child.objects.get(pk=walk.row().child_id).version
    writing.set_about(walk.worker(), walk.case, {"home_country": _HOME}, version, now)
    said = {**BOTH, "recipients": ("member_org",), "categories": ("existence", "location", "story")}
    grounds.give(walk.worker(), walk.case, ConsentPurpose.TRANSFER, said, now + _SOON)


def asks_panel(walk: Walk, now: datetime) -> None:
    """Where the child will live for good: three colleagues get what they need, and no file."""
    worker = walk.worker()
    row = interests.begin(worker, walk.case, interests.BID, {"trigger": words.PANEL_TRIGGER}, now)
    row = interests.decision_of(worker, walk.case, row.pk)
    able = Person.objects.filter(pk__in=interests.may_sit(row, now)).order_by("username")
    said = {
        "trigger": words.PANEL_TRIGGER, "options": tuple(Option(*one) for one in words.WAYS_TO_LIVE), "decision": "",
        "dissent": "", "review_on": now.date() + timedelta(days=60),
    }  # fmt: skip
    sits = list(able.values_list("pk", flat=True)[: interests.PANEL])
    interests.keep(worker, walk.case, row.pk, said, sits, row.version, now + _SOON, finish=False)
    with files.looking(worker, walk.case, now + 2 * _SOON) as found:
        seen = panel.leaves(found, row, now + 2 * _SOON).hash
    panel.give(worker, walk.case, row.pk, words.PANEL_SUMMARY, seen, now + 2 * _SOON)


def panel_says(walk: Walk, now: datetime) -> None:
    """All but one have said what they think."""
    for row in BestInterests.objects.filter(case=walk.case, kind=interests.BID, decided_on=None):
        given = seats.live().filter(decision=row).order_by("-person__username")
        for seat, (way, why) in zip(given, words.PANEL_SAYS, strict=False):
            panel.say(walk.stage.actor(seat.person.username), seat.pk, way, why, seat.version, now)


def plans_conference(walk: Walk, now: datetime) -> None:
    """For some days later: two colleagues and a teacher; the two get what they need."""
    worker, case = walk.worker(), walk.row()
    able = Person.objects.filter(pk__in=conferences.may_attend(case, None, now)).order_by("username")
    said = {"planned_for": now.date() + timedelta(days=_DAYS), "guests": words.GUESTS}
    row = conferences.plan(worker, walk.case, said, list(able.values_list("pk", flat=True)[:2]), now)
    with files.looking(worker, walk.case, now + _SOON) as found:
        seen = conferences.leaves(found, now + _SOON).hash
    conferences.give(worker, walk.case, row.pk, words.TO_CONFERENCE, seen, now + _SOON)


def meets(walk: Walk, now: datetime) -> None:
    """They met."""
    row = Conference.objects.get(case=walk.case, held_on=None, called_off_on=None)
    said = {"held_on": now.date(), "guests": words.GUESTS, **words.DECIDED_TOGETHER}
    who = [walk.row().owner_id, *map(UUID, row.attendees)]
    conferences.held(walk.worker(), walk.case, row.pk, said, who, row.version, now)
