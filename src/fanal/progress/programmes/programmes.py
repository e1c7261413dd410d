"""A programme: described, looked at, measured, published by two. What is published stays, a result that is none or a
bad one as any other; it can be spoken of, and measured again."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import DecimalField
from django.utils.translation import gettext as _

from fanal.access.api import NotHere, NotNow, ask, found, need, need_second, stated, visible
from fanal.journal import api as journal
from fanal.network.contracts import Actor
from fanal.progress import wording
from fanal.progress.models import Cost, Measure, Point, Programme, Remark
from fanal.progress.programmes import duties, grading, measuring, theory, words
from fanal.progress.programmes.kinds import PUBLIC, WAITING, Arm, Comparison, Counts, Level, Moment, State, Unit
from fanal.progress.programmes.policy import (
    BEGIN,
    COST,
    DESCRIBE,
    DESIGN,
    MEASURE,
    OUTLINE,
    POINT,
    PROPOSE,
    PUBLISH,
    REMARK,
    RETURN,
    SAFETY,
    SECOND_OF,
    TAKE_OUT,
    WROTE,
)
from fanal.vocabulary.dates import months_later

type AnyPart = Measure | Point | Cost | Remark

FRESH: Final = 12
"""So many months what was said of safety counts."""
ABOUT: Final = (
    "kind", "title", "country", "admin1", "starts", "ends", "reaches", "ages", "settings", "push", "approach", "lead",
    "adverse", "org_ref",
)  # fmt: skip
_TEXTS: Final = ("reaches", "approach", "lead", "adverse")
LOOKED: Final = ("comparison", "same", "planned_on", "independent")
_VALUES: Final = ("target", "n", "lost", "hits", "value", "lower", "upper")


# ---- reading ----


def programmes(actor: Actor) -> list[Programme]:
    """Those of the organisation, the newest first."""
    return list(visible(actor, Programme.objects.all()).order_by("-made_at", "pk"))


def programme(actor: Actor, pk: UUID, *, lock: bool = False) -> Programme:
    """One of them. Raises `NotHere`."""
    return found(actor, Programme, pk, "org", lock=lock)


def parts(row: Programme) -> list[AnyPart]:
    """All that belongs to it, in the order in which it is shown."""
    measures = list(row.measures.order_by("level", "code", "pk"))
    points = list(Point.objects.filter(measure__programme=row).select_related("measure").order_by("ends", "at", "pk"))
    costs = list(row.costs.order_by("year", "funder", "pk"))
    return [*measures, *points, *costs, *row.remarks.order_by("at", "pk")]


def need_believed(row: Programme, beside: list[AnyPart]) -> None:
    """Raises `NotAllowed` where it is not as the last deeds left it, or something of it is gone."""
    stated.need_each(row.pk, [row, *beside])


def is_believed(row: Programme, beside: list[AnyPart]) -> bool:
    """Whether it is as the last deeds left it: nobody takes a result out of the database."""
    return stated.is_each(row.pk, [row, *beside])


_ORDER: Final = {level: place for place, level in enumerate(Level)}


def measures(beside: list[AnyPart], *, public: bool = False) -> list[measuring.Measure]:
    """What is measured, as the rules take it: outputs, then outcomes, then impact. `public`: what two people published,
    and nothing that is typed since."""
    points: dict[UUID, list[measuring.Point]] = {}
    for one in beside:
        if isinstance(one, Point) and (one.published_at or not public):
            points.setdefault(one.measure_id, []).append(_point(one))
    made = [
        measuring.Measure(
            one.code, one.title, Level(one.level), Unit(one.unit), Counts(one.counts), one.up, one.what, one.place,
            one.no_baseline, tuple(points.get(one.pk, ())),
        )
        for one in beside
        if isinstance(one, Measure) and (one.published_at or not public)
    ]  # fmt: skip
    return sorted(made, key=lambda one: (_ORDER[one.level], one.code))


def _point(row: Point) -> measuring.Point:
    return measuring.Point(
        Arm(row.arm), Moment(row.moment), row.starts, row.ends, row.target, row.n, row.lost, row.hits, row.value,
        row.lower, row.upper, row.comment, row.published_at is not None,
    )  # fmt: skip


def graded(row: Programme, made: list[measuring.Measure]) -> grading.Graded | None:
    """How sure one may be of what it says came of it."""
    planned = row.planned_on is not None and row.planned_on < row.starts
    outcomes = [measuring.evidence(one) for one in made if one.level is not Level.OUTPUT]
    return grading.graded(
        grading.Design(
            bool(row.theory) and not theory.read(row.theory).faults, measuring.is_monitored(made), row.same,
            Comparison(row.comparison), planned, row.independent, bool(row.adverse), outcomes,
        )
    )  # fmt: skip


# ---- deeds ----


def _write(actor: Actor, row: Programme, deed: str, now: datetime, *beside: AnyPart, gone: bool = False) -> None:
    row.version += 1
    row.save()
    items = [stated.dropped(one) if gone else stated.whole(one) for one in beside]
    journal.write(row.pk, actor.signatory(), deed, at=now, items=[stated.whole(row), *items])
    duties.follow(row, now)


def _held(actor: Actor, pk: UUID, deed: str, *states: State) -> tuple[Programme, list[AnyPart]]:
    """A programme that is locked and believed, in one of the states, with what belongs to it."""
    row = programme(actor, pk, lock=True)
    ask(actor, deed, row)
    beside = parts(row)
    need_believed(row, beside)
    if State(row.state) not in states:
        raise NotNow(str(words.NOT_NOW[State(row.state)]))
    return row, beside


@transaction.atomic
def begin(actor: Actor, said: Mapping[str, Any], now: datetime) -> Programme:
    """Begin with what it is. Raises `NotAllowed`, `NotNow`."""
    ask(actor, BEGIN)
    row = Programme(org_id=actor.org, made_at=now)
    _describe(actor, row, said, now.date())
    row.version = 0
    _write(actor, row, BEGIN, now)
    return row


@transaction.atomic
def describe(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Programme:
    """Correct what it is, as long as it is a draft."""
    row, _beside = _held(actor, pk, DESCRIBE, State.DRAFT)
    _describe(actor, row, said, now.date())
    _write(actor, row, DESCRIBE, now)
    return row


def _describe(actor: Actor, row: Programme, said: Mapping[str, Any], today: date) -> None:
    for name in ABOUT:
        setattr(row, name, said[name])
    need(
        (row.ends is not None and row.ends < row.starts, _("It ends before it begins."), "ends"),
        (row.starts.year > today.year + 5, _("Choose the day on which it begins."), "starts"),
    )
    wording.need_plain(actor, {name: said[name] for name in ("title", *_TEXTS)}, [row.title])


@transaction.atomic
def outline(actor: Actor, pk: UUID, text: str, now: datetime) -> Programme:
    """Write the theory of change. It is kept also while something is wrong with it: that is told beside it."""
    row, _beside = _held(actor, pk, OUTLINE, State.DRAFT)
    made = theory.read(text)
    need((any(one.code is theory.Code.MANY for one in made.faults), words.fault(_many(made)), "theory"))
    wording.need_plain(actor, {"theory": "\n".join(_sentences(made))}, [row.title])
    row.theory = text
    _write(actor, row, OUTLINE, now)
    return row


def _many(made: theory.Theory) -> theory.Fault:
    return theory.Fault(theory.Code.MANY, about=str(len(made.nodes)))


def _sentences(made: theory.Theory) -> Iterator[str]:
    for node in made.nodes.values():
        yield f"{node.says}. {node.reason}."
        yield from (f"{arrow.assumes}. {arrow.evidence}." for arrow in node.arrows)
    yield from (f"{risk.says}. {risk.watch}." for risk in made.risks)


@transaction.atomic
def design(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Programme:
    """Say how it is looked at."""
    row, _beside = _held(actor, pk, DESIGN, State.DRAFT)
    for name in LOOKED:
        setattr(row, name, said[name])
    row.comparison = Comparison(said["comparison"]).value
    planned = row.planned_on is not None and row.planned_on > now.date()
    need((planned, _("Choose today or a day before it."), "planned_on"))
    _write(actor, row, DESIGN, now)
    return row


@transaction.atomic
def say_safety(actor: Actor, pk: UUID, raised: int, in_time: int, until: date, now: datetime) -> Programme:
    """Say how many concerns about safety there were, and how many were answered within 72 hours; none is an answer."""
    row, _beside = _held(actor, pk, SAFETY, State.DRAFT, State.PUBLISHED)
    need(
        (in_time > raised, _("More were answered than there were."), "in_time"),
        (until > now.date(), _("Choose today or a day before it."), "safe_until"),
    )
    row.raised, row.in_time, row.safe_until = raised, in_time, until
    _write(actor, row, SAFETY, now)
    return row


@transaction.atomic
def add_measure(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Measure:
    """Say what is measured."""
    row, beside = _held(actor, pk, MEASURE, State.DRAFT, State.PUBLISHED)
    codes = {one.code for one in beside if isinstance(one, Measure)}
    need(
        (said["code"] in codes, _("Another measure has this code."), "code"),
        (len(codes) >= 60, _("A programme has at most 60 measures."), "code"),
    )
    wording.need_plain(actor, {name: said[name] for name in ("title", "what", "no_baseline")}, [row.title])
    made = Measure(programme=row, **said)
    made.save()
    _write(actor, row, MEASURE, now, made)
    return made


def measure(actor: Actor, pk: UUID) -> Measure:
    """One of them. Raises `NotHere`."""
    return found(actor, Measure, pk, "programme__org")


@transaction.atomic
def add_point(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Point:
    """Write down what was measured, or the target for it. What was published stays beside it."""
    which = measure(actor, pk)
    row, beside = _held(actor, which.programme_id, POINT, State.DRAFT, State.PUBLISHED)
    [made] = [one for one in measures(beside) if one.code == which.code]
    point = Point(measure=which, by_id=actor.person, at=now, **said)
    wrong = [*measuring.wrong(made, _point(point), now.date()), *measuring.again(made, _point(point))]
    need(*((True, words.wrong(code), field) for code, field in wrong))
    wording.need_plain(actor, {"comment": said["comment"]}, [row.title])
    _kept(point)
    _write(actor, row, POINT, now, point)
    return point


def _kept(one: Point | Cost) -> None:
    """Stored, with its amounts as the database has them: the journal names those."""
    one.save()
    one.refresh_from_db(fields=[field.name for field in one._meta.concrete_fields if isinstance(field, DecimalField)])


@transaction.atomic
def add_cost(actor: Actor, pk: UUID, said: Mapping[str, Any], now: datetime) -> Cost:
    """Write down what a year cost, and who paid."""
    row, _beside = _held(actor, pk, COST, State.DRAFT, State.PUBLISHED)
    made = Cost(programme=row, **said)
    _kept(made)
    _write(actor, row, COST, now, made)
    return made


@transaction.atomic
def remark(actor: Actor, pk: UUID, text: str, now: datetime) -> Remark:
    """Speak of a programme that is published. Two people publish it, as everything else."""
    row, _beside = _held(actor, pk, REMARK, State.PUBLISHED)
    need((not text.strip(), _("Write the remark."), "words"))
    wording.need_plain(actor, {"words": text}, [row.title])
    made = Remark(programme=row, words=text.strip(), by_id=actor.person, at=now)
    made.save()
    _write(actor, row, REMARK, now, made)
    return made


_TABLES: Final = {"measure": Measure, "point": Point, "cost": Cost, "remark": Remark}


def part(actor: Actor, kind: str, pk: UUID) -> AnyPart:
    """Something that belongs to a programme. Raises `NotHere`."""
    table: Any = _TABLES[kind]
    beside = ("measure__programme__org",) if table is Point else ("programme__org",)
    made: AnyPart = found(actor, table, pk, *beside)
    return made


def programme_of(one: AnyPart) -> Programme:
    """Which one it belongs to."""
    return one.measure.programme if isinstance(one, Point) else one.programme


@transaction.atomic
def take_out(actor: Actor, kind: str, pk: UUID, now: datetime) -> Programme:
    """Take out what was typed and never published. What was published stays."""
    row, beside = _held(actor, programme_of(part(actor, kind, pk)).pk, TAKE_OUT, State.DRAFT, State.PUBLISHED)
    one = next((each for each in beside if each.pk == pk), None)  # as it is now that nobody else publishes it
    if one is None:
        raise NotHere
    need((one.published_at is not None, _("This is published and stays. Write a remark beside it."), ""))
    going = [each for each in beside if each.pk == one.pk or (isinstance(each, Point) and each.measure_id == one.pk)]
    for each in reversed(going):
        type(each)._default_manager.filter(pk=each.pk).delete()
    _write(actor, row, TAKE_OUT, now, *going, gone=True)
    return row


# ---- two people ----


def lacking(row: Programme, beside: list[AnyPart], today: date) -> list[str]:
    """What has to be there before it is published, in words."""
    made = theory.read(row.theory)
    codes = [one.code for one in beside if isinstance(one, Measure)]
    faults = [*made.faults, *made.lacking(codes)]
    fresh = row.safe_until is not None and months_later(row.safe_until, FRESH) >= today
    cases = (
        (not row.theory, _("Write the theory of change.")),
        (bool(row.theory and faults), _("Correct the theory of change: what is wrong stands beside it.")),
        (not row.lead, _("Say who answers for the safety of children in it: the office, not a name.")),
        (
            row.raised is None,
            _("Say how concerns about safety in it were answered; that there were none is said too."),
        ),
        (row.raised is not None and not fresh, _("What is said of safety is older than a year. Say it anew.")),
    )
    return [words_ for holds, words_ in cases if holds]


def _new(beside: list[AnyPart]) -> list[AnyPart]:
    return [one for one in beside if one.published_at is None]


@transaction.atomic
def propose(actor: Actor, pk: UUID, now: datetime) -> Programme:
    """Ask a second person to publish it, or what was added since."""
    row, beside = _held(actor, pk, PROPOSE, State.DRAFT, State.PUBLISHED)
    first = row.state == State.DRAFT
    need(
        *((True, sentence, "") for sentence in lacking(row, beside, now.date())),
        (not first and not _new(beside), _("Nothing was added since it was published."), ""),
    )
    row.state = (State.PROPOSED if first else State.MORE).value
    _write(actor, row, PROPOSE, now)
    return row


@transaction.atomic
def give_back(actor: Actor, pk: UUID, now: datetime) -> Programme:
    """It is changed before it is published. What was published before stays as it is."""
    row, _beside = _held(actor, pk, RETURN, *WAITING)
    row.state = (State.DRAFT if row.state == State.PROPOSED else State.PUBLISHED).value
    _write(actor, row, RETURN, now)
    return row


@transaction.atomic
def publish(actor: Actor, pk: UUID, now: datetime) -> Programme:
    """A second person publishes it: all of it, what came out well and what did not. Raises `NotAllowed`."""
    row, beside = _held(actor, pk, PUBLISH, *WAITING)
    need_second(actor, row.pk, *SECOND_OF, wrote=WROTE, until=PUBLISH)
    need(*((True, sentence, "") for sentence in lacking(row, beside, now.date())))
    fresh = _new(beside)
    for one in fresh:
        one.published_at = now
        one.save(update_fields=["published_at"])
    row.state, row.published_at = State.PUBLISHED.value, row.published_at or now
    _write(actor, row, PUBLISH, now, *fresh)
    return row


def is_public(row: Programme) -> bool:
    """Whether everybody may read it."""
    return State(row.state) in PUBLIC and row.published_at is not None
