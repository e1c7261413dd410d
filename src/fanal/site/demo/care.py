"""Workers and the children they take on: files opened from concerns, and how each goes on until today. Each child has a
story of its own, drawn with a seed of its own; a step whose day has not come did not happen yet."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from fanal.access.api import NotNow
from fanal.cases.models import Accepted, Case
from fanal.cases.opening.opening import open_file
from fanal.cases.opening.prefill import prefill
from fanal.concerns import api as concerns
from fanal.network.models import Person
from fanal.site.demo import care_ends as ends
from fanal.site.demo import care_members as beyond
from fanal.site.demo import care_others as others
from fanal.site.demo import care_panel as panel
from fanal.site.demo import care_steps as steps
from fanal.site.demo import care_words as words
from fanal.site.demo.care_steps import Walk
from fanal.site.demo.stage import SEED, Play, Stage
from fanal.site.demo.telling import Kept

type Step = Callable[[Walk, datetime], object]
type Story = Sequence[tuple[float, Step]]
"""Days since the file was opened, and what is done then."""

DEEP: Final = frozenset({"XA", "XB"})
"""Where the children are followed to the end; elsewhere the first days are told."""


def take_on(stage: Stage, play: Play, kept: Kept, decided: datetime) -> None:
    """The worker who was named opens the file within the day, and goes on from there. Of those of this week some
    wait."""
    random = Random(f"{SEED}/{play.done}")  # noqa: S311  draws a story, no key
    if decided < stage.ago(days=5) or random.random() < 0.4:
        wait = timedelta(minutes=random.randint(40, 900))
        play.at(decided + wait, lambda at: _open(stage, play, kept, at, random))


def _open(stage: Stage, play: Play, kept: Kept, at: datetime, random: Random) -> None:
    row = Accepted.objects.filter(concern=kept.id, case=None).first()
    if row is None:
        return
    worker = stage.actor(Person.objects.get(pk=row.worker_id).username)
    told = prefill(concerns.told(worker, kept.id, at)).values
    sex = told.get("child.sex") or random.choice(("female", "male"))
    answers = {
        "child.given_name": random.choice(words.NAMES[sex]),
        "child.family_name": random.choice(words.FAMILIES),
        "child.age_at_intake": random.randint(9, 17),
        "child.languages": (random.choice(words.LANGUAGES),),
        "child.safe_to_contact": random.choice(words.SAFE),
        "case.standing": "victim" if random.random() < 0.8 else "at_risk",
        "case.risk": random.choices(words.RISKS, words.HOW_OFTEN)[0],
        "case.travel_tourism": random.choice(("yes", "unknown")),
        "consent.child_assented": "not_asked",
        "consent.given_by": "nobody",
        "consent.basis": "child_protection_best_interests",
        "consent.basis_reason": words.NOT_MET,
        **told,
        "child.sex": sex,
    }
    case = open_file(worker, kept.id, answers, at)
    _go_on(play, Walk(stage, kept.telling.country, case.pk, random), at)


_PANEL_THESE_DAYS: Final[Story] = ((2.5, panel.asks_panel), (2.2, panel.plans_conference), (1.2, panel.panel_says))


def _go_on(play: Play, walk: Walk, at: datetime) -> None:
    """The days that follow. Which story it is follows from how many files the member opened before."""
    before = Case.objects.filter(org_id=walk.row().org_id, reopened_from=None).count() - 1
    story = _story(walk.country, before)
    if story is _panel:
        for days, step in _PANEL_THESE_DAYS:
            play.at(walk.stage.at_work(walk.country, walk.stage.ago(days=days)), partial(_does, walk, step))
    for days, step in story(walk.random):
        when = at + timedelta(days=days, minutes=walk.random.randint(0, 90))
        play.at(walk.stage.at_work(walk.country, when), partial(_does, walk, step))
    if at < walk.stage.ago(days=20) and walk.random.random() < 0.8:
        lately = walk.stage.ago(days=walk.random.randint(0, 9), minutes=walk.random.randint(30, 700))
        play.at(lately, partial(_does, walk, steps.looks_again))
    if story is _unsafe and at < walk.stage.ago(days=20):  # so that a provider has a code today
        play.at(walk.stage.ago(minutes=200), partial(_does, walk, others.asks_by_code))


def _story(country: str, before: int) -> Callable[[Random], Iterator[tuple[float, Step]]]:
    """Each story once at Casa Aurora, then every second child is followed; at Nordlys from the first."""
    is_followed = country == "XA" and before < len(STORIES)
    if country in DEEP and (is_followed or before % 2 == 0):
        return STORIES[before % len(STORIES)]
    return _first_days


def _does(walk: Walk, step: Step, now: datetime) -> None:
    """A step that cannot be done now is left out, as in earnest; the tests say what must be there at the end."""
    with suppress(NotNow):
        step(walk, now)


# ---- stories ----


def _first_days(random: Random) -> Iterator[tuple[float, Step]]:
    yield 0.4, steps.signs
    if random.random() < 0.85:
        yield 0.6, steps.meets
    yield 1.5, steps.notes_push
    if random.random() < 0.7:
        yield 2, steps.hears_wish
    if random.random() < 0.5:
        yield 5, steps.observes


def _to_plan(random: Random) -> Iterator[tuple[float, Step]]:
    """From the first day to the plan that is acted on."""
    yield from ((0.4, steps.signs), (0.6, steps.meets), (1, steps.hears_wish), (1.2, steps.notes_push))
    if random.random() < 0.25:
        yield 1.1, steps.quick_look
    if random.random() < 0.5:
        yield 1.4, steps.notes_act
    yield from ((2, steps.to_assessment), (2.2, steps.reports), (3, steps.asks_child))
    yield from ((4, steps.assesses), (5, steps.supervisor_approves), (6, steps.to_planning))
    if random.random() < 0.5:
        yield 7, steps.knows_around
    yield from ((8, steps.plans), (9.5, steps.supervisor_approves), (11, steps.to_action), (20, steps.gives_help))


def _assesses_now(random: Random) -> Iterator[tuple[float, Step]]:
    """The child was heard; what the worker thinks of it is not written yet."""
    yield from ((0.4, steps.signs), (0.6, steps.meets), (1, steps.hears_wish), (1.2, steps.notes_push))
    yield from ((2, steps.to_assessment), (2.2, steps.reports), (3 + random.random(), steps.asks_child))


def _plans_now(random: Random) -> Iterator[tuple[float, Step]]:
    """Looked at with the child; the plan is being made."""
    yield from ((0.4, steps.signs), (0.6, steps.meets), (1, steps.hears_wish), (1.2, steps.notes_push))
    yield from ((2, steps.to_assessment), (2.2, steps.reports), (3, steps.asks_child))
    yield from ((4, steps.assesses), (5, steps.supervisor_approves), (6, steps.to_planning))
    yield 7 + random.random(), steps.knows_around


def _followed(random: Random) -> Iterator[tuple[float, Step]]:
    """Contacts at their months, and what the child says of us."""
    for milestone, day in (("month_1", 38), ("month_3", 98), ("month_6", 189), ("month_12", 352)):
        if random.random() < 0.95:
            yield day + random.randint(-2, 2), steps.follows_up(milestone)
        if milestone != "month_12":
            yield day + 4, steps.child_says if random.random() < 0.75 else steps.child_skips
            yield day + 6, steps.supervisor_reads
    yield 300, steps.renews


def _stays(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _to_plan(random)
    yield from _followed(random)


def _goes_well(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _stays(random)
    yield from ((106, steps.to_review), (107, ends.all_is_reached), (108, ends.asks_to_close))
    yield from ((109.5, steps.supervisor_approves), (196, ends.last_contact))


def _comes_back(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _goes_well(random)
    yield 240, ends.comes_back


def _with_law(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _goes_well(random)
    yield from ((1.6, steps.notes_act), (3.5, steps.suspects), (12, steps.asks_law))
    yield from ((13, others.tells_police), (40, others.police_answer))


def _sent_back(random: Random) -> Iterator[tuple[float, Step]]:
    for day, step in _goes_well(random):
        if step is steps.supervisor_approves and day == 5:
            yield from ((4.8, steps.sends_back), (5.2, steps.asks_again), (5.6, steps.supervisor_approves))
        else:
            yield day, step


def _lapses(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _stays(random)
    yield 45, steps.changes_plan


def _barred(random: Random) -> Iterator[tuple[float, Step]]:
    yield 2.6, steps.bars
    yield from _stays(random)


def _panel(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _stays(random)
    yield 13, panel.knows_home
    yield from ((14, steps.finds_best), (15, steps.supervisor_approves))
    yield from ((16, others.asks_by_code), (16.6, others.provider_says_yes), (18, others.tells_police))
    yield from ((20, others.page_is_over), (21, panel.plans_conference), (25, panel.meets))


def _asks_data(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _stays(random)
    yield from ((30, steps.asks_for_data), (25, steps.does_not_count), (26, steps.refuses_sharing))


def _unsafe(random: Random) -> Iterator[tuple[float, Step]]:
    yield from _stays(random)
    yield 16, steps.is_not_safe


def _withdraws(random: Random) -> Iterator[tuple[float, Step]]:
    yield from (one for one in _stays(random) if one[0] < 40)
    yield from ((48, ends.withdraws), (49, steps.supervisor_approves))


def _by_mistake(random: Random) -> Iterator[tuple[float, Step]]:
    yield from ((0.4, steps.signs), (1, ends.was_a_mistake), (1.8, steps.supervisor_approves))


def _waits(random: Random) -> Iterator[tuple[float, Step]]:
    """What was asked waits for the supervisor; so the file goes no further."""
    yield from (one for one in _to_plan(random) if one[1] is not steps.supervisor_approves)


def _helped_there(random: Random) -> Iterator[tuple[float, Step]]:
    """Another member gives a piece of the help."""
    yield from _stays(random)
    yield from ((12, beyond.asks_member), (13, beyond.they_say_yes), (14, beyond.sends), (70, beyond.they_helped))


def _moves(random: Random) -> Iterator[tuple[float, Step]]:
    """The family moves, and another member takes the work on."""
    yield from _to_plan(random)
    yield from ((26, beyond.hands_over), (27, beyond.they_take_over), (28, beyond.sends), (28.5, beyond.tells_names))
    yield from ((29, beyond.they_open), (32, beyond.they_met), (33, beyond.ends_file))


STORIES: Final[tuple[Callable[[Random], Iterator[tuple[float, Step]]], ...]] = (
    _goes_well, _with_law, _sent_back, _comes_back, _withdraws, _by_mistake, _plans_now, _lapses, _asks_data, _barred,
    _panel, _unsafe, _stays, _waits, _helped_there, _moves, _assesses_now,
)  # fmt: skip
