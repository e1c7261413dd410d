"""Twelve months before the last days: what was told, and what became of it. Drawn with a fixed seed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from fanal import vault
from fanal.concerns.models import Concern
from fanal.concerns.triage import lists
from fanal.network.contracts import Actor
from fanal.site.demo import telling, words
from fanal.site.demo.desk import StaffDesk
from fanal.site.demo.stage import SEED
from fanal.site.demo.telling import Kept
from fanal.site.demo.tellings import Telling, beside_the_point, child_tells, draw
from fanal.vocabulary.codes import Finding, ReportChannel, Triage

FIRST, LAST = 362, 8
"""From how many days ago until how many."""

type Fate = Callable[[StaffDesk, Kept, datetime], None]

_FIRST_FILES = (366, 365)
_COUNTRIES = ("XA",) * 10 + ("XB",) * 5 + ("XC",) * 3 + ("XD",) * 2
READS_CALLS = {"XA": "femi", "XB": "quim", "XC": "hana", "XD": "jun"}
_CALLS = (ReportChannel.PHONE, ReportChannel.IN_PERSON, ReportChannel.HOTLINE_PARTNER)


def first_look(desk: StaffDesk, kept: Kept, when: datetime) -> datetime:
    """When somebody opens it first: within the clock as a rule, too late now and then."""
    if desk.stage.random.random() < 0.08:
        return desk.soon(kept, when + timedelta(days=3))
    if kept.row.danger == "yes" or kept.row.child_door:
        soon = when + timedelta(minutes=desk.stage.random.randint(3, 40))
        return soon if kept.telling.country in {"XA", "XB"} else desk.stage.at_work(kept.telling.country, soon)
    return desk.soon(kept, when, minutes=(30, 420))


def tell(desk: StaffDesk, told: Telling, when: datetime, code: vault.Receipt | None = None) -> Kept:
    """Somebody tells it through the form, or a worker writes it down."""
    if told.channel is ReportChannel.WEB_FORM:
        return telling.tell(told, when, code=code)
    return telling.write_down(told, desk.stage.actor(READS_CALLS[told.country]), when)


# ---- what becomes of a concern ----


def ends_as(code: Triage, finding: Finding | None = None) -> Fate:
    """Decided as soon as it is opened; after a call first where a child may be in danger."""

    def fate(desk: StaffDesk, kept: Kept, when: datetime) -> None:
        at = first_look(desk, kept, when)
        if kept.row.danger == "yes" and code is not Triage.OUT_OF_SCOPE:
            desk.urgent(kept, at, code, finding)
        else:
            desk.decide(kept, at, code, finding)

    return fate


def after_a_question(code: Triage, finding: Finding | None = None, *, answered: float = 1.0) -> Fate:
    """Asked first. Whoever never answers leaves a concern that nobody can act on."""

    def fate(desk: StaffDesk, kept: Kept, when: datetime) -> None:
        over = desk.ask_more(kept, first_look(desk, kept, when), answered=answered)
        desk.decide(kept, desk.soon(kept, over), code, finding)

    return fate


def the_same_again(desk: StaffDesk, kept: Kept, when: datetime) -> None:
    """Somebody else tells the same two days later: it is joined to the first, and both are decided together."""

    def second(at: datetime) -> None:
        again = telling.tell(kept.telling.but(words=words.text(desk.stage.random, kept.telling.writes)), at)

        def join(actor: Actor, later: datetime) -> None:
            lists.same_as(actor, again.id, kept.id, later)

        desk.open(again, first_look(desk, again, at), join)

    desk.play.at(when + timedelta(days=2), second)
    desk.decide(kept, desk.soon(kept, when + timedelta(days=3)), Triage.OPEN_CASE)


def spam(desk: StaffDesk, kept: Kept, when: datetime) -> None:
    """It came too fast to be read, and says nothing: it goes after seven days."""
    desk.open(kept, desk.soon(kept, when), lambda actor, at: lists.spam(actor, kept.id, at))


def found_real(desk: StaffDesk, kept: Kept, when: datetime) -> None:
    """It came too fast, and was real: somebody moved it to the queue."""

    def move(actor: Actor, at: datetime) -> None:
        lists.move(actor, kept.id, unverified=False, now=at)
        desk.decide(kept, desk.soon(kept, at), Triage.OPEN_CASE)

    desk.open(kept, desk.soon(kept, when), move)


INFORMATION = ends_as(Triage.INFORMATION_ONLY)
_PLAIN: tuple[tuple[int, Fate], ...] = (
    (22, INFORMATION),
    (20, ends_as(Triage.OPEN_CASE)),
    (8, ends_as(Triage.CLOSED_NO_CASE, Finding.CONFIRMED)),
    (8, ends_as(Triage.CLOSED_NO_CASE, Finding.NOT_CONFIRMED)),
    (10, ends_as(Triage.CLOSED_NO_CASE, Finding.UNFOUNDED)),
    (10, after_a_question(Triage.CLOSED_NO_CASE, Finding.NOT_ENOUGH_INFORMATION, answered=0)),
    (9, after_a_question(Triage.OPEN_CASE)),
    (5, after_a_question(Triage.CLOSED_NO_CASE, Finding.NOT_CONFIRMED)),
    (4, the_same_again),
)
_OUT_OF_SCOPE, _SPAM, _FAST, _CHILDREN = 10, 4, 2, 8


def plan(desk: StaffDesk) -> None:
    """Put the year into the play."""
    for told, fate in _drawn(desk):
        when = desk.stage.ago(days=desk.stage.random.uniform(LAST, FIRST))
        desk.play.at(when, _told(desk, told, fate))


def plan_files(desk: StaffDesk) -> None:
    """Put concerns into the play that become files of the first days, so that somebody is followed for a year."""
    random = Random(f"{SEED}/files")  # noqa: S311  draws a story, no key
    for ago in _FIRST_FILES:
        told = draw(random, "XA").but(danger="not_sure", about_us="no")
        desk.play.at(desk.stage.ago(days=ago), _told(desk, told, ends_as(Triage.OPEN_CASE)))


def _told(desk: StaffDesk, told: Telling, fate: Fate) -> Callable[[datetime], None]:
    def deed(when: datetime) -> None:
        kept = tell(desk, told, when)
        if desk.stage.random.random() < 0.3:
            desk.play.at(when + timedelta(days=9), lambda at: _comes_back(kept, at))
        fate(desk, kept, when)

    return deed


def _comes_back(kept: Kept, when: datetime) -> None:
    """Reads the status with the code, unless it is erased by then."""
    if Concern.objects.filter(pk=kept.id).exists():
        telling.look(kept, when)


def _drawn(desk: StaffDesk) -> Iterator[tuple[Telling, Fate]]:
    random = desk.stage.random

    def country() -> str:
        return random.choice(_COUNTRIES)

    for count, fate in _PLAIN:
        for _ in range(count):
            yield _by_call(desk, draw(random, country())), fate
    for _ in range(_OUT_OF_SCOPE):
        yield beside_the_point(random, country()), ends_as(Triage.OUT_OF_SCOPE)
    for _ in range(_SPAM):
        yield replace(beside_the_point(random, country()), unverified=True), spam
    for _ in range(_FAST):
        yield replace(draw(random, country()).but(danger="not_sure"), unverified=True), found_real
    for at in range(_CHILDREN):
        yield (
            child_tells(random, country()),
            ends_as(Triage.OPEN_CASE) if at % 4 else after_a_question(Triage.OPEN_CASE),
        )


def _by_call(desk: StaffDesk, told: Telling) -> Telling:
    """Some telephone or come to the office; not everyone of them can safely keep a code."""
    random = desk.stage.random
    if random.random() > 0.18:
        return told
    return replace(told, channel=random.choice(_CALLS), coded=random.random() < 0.6)
