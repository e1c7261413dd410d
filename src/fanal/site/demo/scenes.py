"""The last days: what stands in every queue, board and inbox at the moment of loading, and by when it is due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from fanal import vault
from fanal.concerns.conflict import conflict
from fanal.concerns.content import NoteContent
from fanal.concerns.gate import practice
from fanal.concerns.keeping import custody, keeping
from fanal.concerns.models import Concern
from fanal.concerns.public.place import practice_place
from fanal.concerns.triage import decisions
from fanal.network.contracts import Actor
from fanal.site.demo import telling, words
from fanal.site.demo.cast import CODE
from fanal.site.demo.desk import StaffDesk, decide, writing
from fanal.site.demo.handing import POLICE, Sent, Way, first_person, hand_over
from fanal.site.demo.partners import taken_on
from fanal.site.demo.telling import Kept
from fanal.site.demo.tellings import Telling, child_tells, draw, lives_abroad
from fanal.site.demo.year import tell
from fanal.vocabulary.codes import Finding, ReportChannel, Triage
from fanal.vocabulary.hours import Hours

type Then = Callable[[Kept, datetime], None]


def plan(desk: StaffDesk) -> None:
    """Put the last days into the play."""
    for scene in (
        _pressing,
        _waiting,
        _talking,
        _second_looks,
        _own_people,
        _flood,
        _class,
        _keeping,
        _partners,
        _elsewhere,
    ):
        scene(desk)


def _tell(
    desk: StaffDesk, told: Telling, then: Then | None = None, *, code: vault.Receipt | None = None, **ago: float
) -> None:
    """Somebody tells it so long ago; `then` plans what follows."""

    def deed(at: datetime) -> None:
        kept = tell(desk, told, at, code)
        if then is not None:
            then(kept, at)

    desk.play.at(desk.stage.ago(**ago), deed)


def _draw(desk: StaffDesk, member: str = "XA", /, **answers: object) -> Telling:
    """A concern about the member's own country, with chosen answers; None leaves one out."""
    calm = {"danger": "no", "leaving": "unknown", "child_now": "unknown", "country": member, "about_us": "no"}
    return draw(desk.stage.random, member).but(**(calm | answers))


# ---- Casa Aurora: the queue ----


def _pressing(desk: StaffDesk) -> None:
    """A child may be in danger: late, due in minutes, just told; one is open on a desk."""
    stage = desk.stage
    _tell(desk, _draw(desk, danger="yes", leaving="today_or_tomorrow"), hours=1, minutes=22)
    _tell(desk, child_tells(stage.random, "XA"), minutes=34)
    _tell(desk, _draw(desk, danger="yes"), minutes=4)

    def claimed(kept: Kept, at: datetime) -> None:
        desk.open(kept, at + timedelta(minutes=15), by="amara")

    _tell(desk, _draw(desk, danger="yes", child_now="with_adult"), claimed, minutes=19)

    def called(kept: Kept, at: datetime) -> None:
        desk.urgent(kept, at + timedelta(minutes=6), None)

    _tell(
        desk,
        replace(_draw(desk, danger="yes", what=("came_upon_images", "controls_child")), channel=ReportChannel.PHONE),
        called,
        hours=5,
    )


def _waiting(desk: StaffDesk) -> None:
    """Late ones that have gone up the chain, and what came yesterday and today."""
    _tell(desk, _draw(desk, what=("offers_access",)), days=4, hours=6)
    _tell(desk, _draw(desk, danger="not_sure"), days=2, hours=7)
    _tell(desk, _draw(desk, leaving="today_or_tomorrow"), hours=9)
    _tell(desk, _draw(desk, danger="not_sure", country="unknown"), hours=13)
    _tell(desk, replace(_draw(desk), channel=ReportChannel.IN_PERSON, coded=False), hours=20)
    _tell(
        desk, _draw(desk, country="online", what=("online_contact",), place=None, place_type="online"), days=1, hours=2
    )
    _tell(desk, _draw(desk, country="XE"), days=1, hours=8)
    _tell(desk, _draw(desk, words="See this: www.not-a-real-page.example/x She is with him there."), hours=3)

    def held(kept: Kept, at: datetime) -> None:
        desk.open(kept, desk.stage.ago(minutes=6), by="femi")

    _tell(desk, _draw(desk, danger="not_sure"), held, hours=6)


def _talking(desk: StaffDesk) -> None:
    """A thread with an answer that nobody has read; a question that waits; a reply to a closed concern."""

    def answered(kept: Kept, at: datetime) -> None:
        desk.open(kept, at + timedelta(hours=2), writing(kept, words.QUESTIONS["en"], question=True), by="femi")
        desk.play.at(desk.stage.ago(hours=3), lambda later: telling.answer(kept, words.ANSWERS["en"][0], later))

    def asked(kept: Kept, at: datetime) -> None:
        desk.open(kept, at + timedelta(hours=1), writing(kept, words.QUESTIONS["en"], question=True), by="amara")

    def again(kept: Kept, at: datetime) -> None:
        desk.decide(kept, at + timedelta(hours=3), Triage.CLOSED_NO_CASE, Finding.NOT_ENOUGH_INFORMATION)
        desk.play.at(desk.stage.ago(hours=8), lambda later: telling.answer(kept, words.ANSWERS["en"][1], later))

    told = draw(desk.stage.random, "XA", language="en").but(danger="not_sure", country="XA", about_us="no")
    _tell(desk, told, answered, code=CODE, days=1, hours=10)
    _tell(desk, told.but(danger="no", words=words.text(desk.stage.random, "en")), asked, days=1, hours=5)
    _tell(desk, told.but(danger="no", words=words.text(desk.stage.random, "en")), again, days=30)


def _second_looks(desk: StaffDesk) -> None:
    """Bad faith takes two: one such decision waits, one was confirmed, and one was not."""

    def waits(kept: Kept, at: datetime) -> None:
        desk.decide(kept, at + timedelta(hours=4), Triage.CLOSED_NO_CASE, Finding.BAD_FAITH)

    def looked_at(agree: bool) -> Then:
        def then(kept: Kept, at: datetime) -> None:
            desk.open(kept, at + timedelta(hours=4), lambda actor, later: _both(desk, actor, kept, later, agree=agree))

        return then

    _tell(desk, _draw(desk), waits, days=1, hours=14)
    _tell(desk, _draw(desk), looked_at(True), days=25)
    _tell(desk, _draw(desk), looked_at(False), days=15)


def _both(desk: StaffDesk, actor: Actor, kept: Kept, at: datetime, *, agree: bool) -> None:
    made = decide(actor, kept, Triage.CLOSED_NO_CASE, at, Finding.BAD_FAITH)
    reason = NoteContent() if agree else NoteContent(text=words.NOTES["not_agreed"])
    desk.play.at(
        at + timedelta(hours=3),
        lambda later: decisions.confirm(desk.second(kept), made.pk, agree=agree, note=reason, now=later) and None,
    )
    if not agree:
        desk.decide(kept, desk.soon(kept, at + timedelta(days=1)), Triage.CLOSED_NO_CASE, Finding.UNFOUNDED)


def _own_people(desk: StaffDesk) -> None:
    """About the member's own people: for the safeguarding lead alone, said by the reporter or seen in triage."""
    _tell(desk, _draw(desk, about_us="yes"), hours=8)
    _tell(desk, _draw(desk, about_us="not_sure"), days=6)

    def seen(kept: Kept, at: datetime) -> None:
        desk.open(kept, at + timedelta(hours=2), lambda actor, later: conflict.mark(actor, kept.id, later), by="femi")

    def cleared(kept: Kept, at: datetime) -> None:
        desk.play.at(at + timedelta(hours=9), lambda later: conflict.clear(desk.stage.actor("dalia"), kept.id, later))
        desk.decide(kept, at + timedelta(hours=12), Triage.INFORMATION_ONLY)

    def decided(kept: Kept, at: datetime) -> None:
        desk.decide(kept, at + timedelta(hours=12), Triage.OPEN_CASE)

    def to_partner(kept: Kept, at: datetime) -> None:
        way = Way("XB", conflict=True)
        hand_over(desk, kept, at + timedelta(hours=6), way, lambda sent: sent.accept(hours=5))

    _tell(desk, _draw(desk, about_us="yes"), to_partner, days=13)
    _tell(desk, _draw(desk), seen, days=2)
    _tell(desk, _draw(desk, about_us="not_sure"), cleared, days=40)
    _tell(desk, _draw(desk, about_us="yes"), decided, days=70)


def _flood(desk: StaffDesk) -> None:
    """Messages that came too fast: unverified, some with the same words; danger = yes has its clock all the same."""
    same = replace(_draw(desk, words="Everybody in this street does it. Close the street."), unverified=True)

    def four_more(first: Kept, at: datetime) -> None:
        for minute in range(1, 5):
            desk.play.at(at + timedelta(minutes=minute), lambda later: telling.tell(same, later, first=first))

    _tell(desk, same, four_more, days=1, hours=3)
    _tell(desk, replace(_draw(desk, danger="yes"), unverified=True), minutes=49)
    _tell(desk, replace(_draw(desk), unverified=True), hours=16)


def _class(desk: StaffDesk) -> None:
    """A class practises this morning with a link that Bao made."""

    def deed(at: datetime) -> None:
        token = practice.make_link(desk.stage.actor("bao"), "XA", at)
        place = practice_place(token, "XA", at)

        def practises(later: datetime) -> None:
            telling.tell(replace(_draw(desk), practice=True), later, place=place)

        for minute in range(4):
            desk.play.at(at + timedelta(minutes=20 + minute), practises)

    desk.play.at(desk.stage.ago(hours=5), deed)


# ---- keeping ----


def _keeping(desk: StaffDesk) -> None:
    """Legal holds, early erasure by two, and the custodian's openings."""
    stage = desk.stage

    def held(days: int) -> Then:
        def then(kept: Kept, at: datetime) -> None:
            desk.decide(kept, at + timedelta(hours=3), Triage.CLOSED_NO_CASE, Finding.UNFOUNDED)
            until = (stage.now + timedelta(days=days)).date()
            reason = "A court of XA asks for it (fictional)."
            desk.play.at(
                at + timedelta(days=2), lambda later: keeping.hold(stage.actor("bao"), kept.id, until, reason, later)
            )

        return then

    def goes_early(erased: bool) -> Then:
        def then(kept: Kept, at: datetime) -> None:
            desk.decide(kept, at + timedelta(hours=3), Triage.CLOSED_NO_CASE, Finding.UNFOUNDED)
            desk.play.at(at + timedelta(days=1), lambda later: _ask_erase(desk, kept, later, erased=erased))

        return then

    _tell(desk, _draw(desk), held(5), days=60)
    _tell(desk, _draw(desk), held(140), days=33)
    _tell(desk, _draw(desk), goes_early(True), days=90)
    _tell(desk, _draw(desk), goes_early(False), days=2, hours=4)
    exposed = _draw(desk, **{"exposure": "yes", "pass_on": "through_member"})
    for days, reason, seen in ((50, "danger_to_them", True), (21, "child_needs_it", True), (3, "they_asked", False)):
        _tell(desk, exposed, _custodian(desk, reason, seen=seen), days=days)


def _ask_erase(desk: StaffDesk, kept: Kept, when: datetime, *, erased: bool) -> None:
    keeping.ask_erase(desk.stage.actor("femi"), kept.id, "The writer asks for it, and nothing is left to do.", when)
    if erased:
        waiting = Concern.objects.get(pk=kept.id).decisions.get(code=keeping.ERASE_EARLY, needs_second=True)
        later = when + timedelta(hours=5)
        desk.play.at(later, lambda at: keeping.erase_early(desk.stage.actor("bao"), waiting.pk, at))


def _custodian(desk: StaffDesk, reason: str, *, seen: bool) -> Then:
    stage = desk.stage

    def then(kept: Kept, at: datetime) -> None:
        desk.decide(kept, at + timedelta(hours=3), Triage.OPEN_CASE)
        opened = at + timedelta(days=1)
        desk.play.at(opened, lambda later: custody.open_reporter(stage.actor("celia"), kept.id, reason, later))
        if seen:
            desk.play.at(opened + timedelta(days=1), lambda later: custody.seen(stage.actor("dalia"), kept.id, later))

    return then


# ---- between members, now ----


def _partners(desk: StaffDesk) -> None:
    """Handovers that are drafted, half confirmed, on their way, due soon, just taken on."""
    stage = desk.stage
    to_b, to_police = Way("XB", ("XB",)), Way(POLICE, ("XB",))

    def half(sent: Sent) -> None:
        first_person(stage.actor("amara"), sent, sent.at + timedelta(minutes=3))

    def begin(told: Telling, when: datetime, way: Way, then: Callable[[Sent], None] | None = None) -> None:
        def deed(at: datetime) -> None:
            kept = telling.tell(told, at)
            hand_over(desk, kept, at + timedelta(minutes=12), way, then)

        desk.play.at(when, deed)

    def calm(country: str, *homes: str) -> Telling:
        return lives_abroad(stage.random, country, *homes).but(danger="not_sure", leaving="later", child_now="unknown")

    begin(calm("XA", "XB"), stage.ago(hours=7), replace(to_b, send=False))
    begin(calm("XA", "XB"), stage.ago(hours=10), replace(to_police, send=False), half)
    begin(calm("XA", "XB"), stage.ago(hours=4), to_b)
    begin(calm("XA", "XB").but(leaving="today_or_tomorrow"), stage.ago(hours=21), to_b)
    begin(calm("XB", "XA").but(leaving="this_week"), stage.ago(hours=22), Way("XA", ("XA",)))
    begin(calm("XB", "XA"), stage.ago(hours=15), Way("XA", ("XA",)))
    begin(calm("XC", "XA"), stage.ago(days=1, hours=4), Way("XA", ("XA",)))
    begin(calm("XA", "XB"), stage.ago(days=3), to_b, taken_on)
    begin(calm("XA", "XB"), stage.ago(hours=30), Way(POLICE, ("XB",)))
    begin(calm("XC", "XD"), _due_in(stage.hours["XD"], stage.now, 72, 20), Way("XD", ("XD",)))


def _due_in(hours: Hours, now: datetime, limit: float, due: float) -> datetime:
    """When something must have been sent, so that a limit in published hours ends `due` hours from now, or soon after.

    Where that lies outside the hours, it ends in the first of them.
    """
    wanted, when = hours.next_open(now + timedelta(hours=due)) + timedelta(minutes=50), now
    while hours.add_working(when, timedelta(hours=limit)) > wanted:
        when -= timedelta(minutes=30)
    return when


def _elsewhere(desk: StaffDesk) -> None:
    """The other members have a little to do; the one in XD has an empty queue."""
    _tell(desk, _draw(desk, "XB", danger="not_sure"), days=6)
    _tell(desk, _draw(desk, "XB"), hours=11)
    _tell(desk, _draw(desk, "XB", danger="yes"), minutes=42)
    _tell(desk, _draw(desk, "XC"), hours=9)
    _tell(desk, child_tells(desk.stage.random, "XC"), hours=1)
