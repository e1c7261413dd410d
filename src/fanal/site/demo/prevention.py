"""Programmes of prevention and practices that harm, all made up: one programme that helped, one of which no difference
can be told, both published; four practices: written down, written to, taken further, closed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from fanal.access.api import reviews
from fanal.progress.models import Practice
from fanal.progress.practices import practices, reviewing
from fanal.progress.programmes import programmes
from fanal.site.demo import prevention_words as words
from fanal.site.demo.stage import Play, Stage

_DAY: Final = timedelta(days=1)


def plan(stage: Stage, play: Play) -> None:
    """Both programmes ended before the play; the practices go on in it."""
    play.at(stage.ago(days=150), lambda when: _programme(stage, play, words.MENTORS, "pilar", "bao", when))
    play.at(stage.ago(days=140), lambda when: _programme(stage, play, words.EVENINGS, "signe", "oda", when))
    play.at(stage.ago(days=150), lambda when: _closed(stage, play, when))
    play.at(stage.ago(days=120), lambda when: _taken_further(stage, play, when))
    play.at(stage.ago(days=22), lambda when: _letter(stage, play, words.BOOKING, when))
    play.at(stage.ago(days=2), lambda when: _written(stage, words.REPORT, when))


# ---- programmes ----


def _programme(stage: Stage, play: Play, told: words.Programme, officer: str, manager: str, when: datetime) -> None:
    """Described with what was measured, proposed, and published by who leads the organisation."""
    who, ended = stage.actor(officer), when.date() - timedelta(days=60)
    dates = {"starts": ended - timedelta(days=700), "ends": ended - timedelta(days=380)}
    row = programmes.begin(who, {**told.about, **dates}, when)
    programmes.outline(who, row.pk, told.outline, when)
    programmes.design(who, row.pk, {**told.look, "planned_on": dates["starts"] - timedelta(days=40)}, when)
    programmes.say_safety(who, row.pk, *told.safety, when.date() - 5 * _DAY, when)
    for measure, points in told.measures:
        made = programmes.add_measure(who, row.pk, measure, when)
        for point in points:
            programmes.add_point(who, made.pk, _point(point, **dates, last=ended), when)
    for year, amount in ((dates["starts"].year, told.cost), (dates["ends"].year, told.cost)):
        paid = {"year": year, "funder": "Foundation of the harbour (fictional)", "named": True, "currency": "EUR"}
        programmes.add_cost(who, row.pk, paid | {"amount": Decimal(amount)}, when)
    programmes.propose(who, row.pk, when + timedelta(hours=1))
    play.at(when + 3 * _DAY, lambda later: programmes.publish(stage.actor(manager), row.pk, later))
    if told.remark:
        play.at(when + 40 * _DAY, lambda later: _spoken_of(stage, row.pk, told.remark, officer, manager, later))


def _point(told: Mapping[str, Any], starts: date, ends: date, last: date) -> dict[str, Any]:
    """A measurement: before on the first day, during it until its end, after a year until it was looked at."""
    empty = dict.fromkeys(("target", "n", "lost", "hits", "value", "lower", "upper"))
    begins, until = {"baseline": (starts, starts), "during": (starts, ends)}.get(told["moment"], (ends, last))
    return {**empty, "arm": "programme", "comment": "", "starts": begins, "ends": until, **told}


def _spoken_of(stage: Stage, pk: UUID, remark: str, officer: str, manager: str, when: datetime) -> None:
    programmes.remark(stage.actor(officer), pk, remark, when)
    programmes.propose(stage.actor(officer), pk, when)
    programmes.publish(stage.actor(manager), pk, when + _DAY)


# ---- practices ----


def _written(stage: Stage, said: Mapping[str, Any], when: datetime) -> Practice:
    seen = {"seen_on": when.date() - 3 * _DAY}
    return practices.write(stage.actor("noor"), None, {**said, **seen}, False, when)


def _letter(stage: Stage, play: Play, said: Mapping[str, Any], when: datetime) -> UUID:
    """Noor writes it down, Lena checks it, the letter goes out."""
    pk = _written(stage, said, when).pk
    play.at(when + 2 * _DAY, lambda later: practices.check(stage.actor("lena"), pk, later))
    play.at(when + 4 * _DAY, lambda later: practices.send(stage.actor("noor"), pk, words.LETTER, later.date(), later))
    return pk


def _closed(stage: Stage, play: Play, when: datetime) -> None:
    """The addressee answered, and took the advertisement down."""
    pk, noor = _letter(stage, play, words.ADVERTISING, when), partial(stage.actor, "noor")
    answer, by = words.ANSWER, "The management"
    play.at(when + 18 * _DAY, lambda later: practices.note_answer(noor(), pk, answer, by, later.date(), later))
    play.at(when + 50 * _DAY, lambda later: practices.close(noor(), pk, "changed", words.CAME, later))
    _public(stage, play, pk, when + 51 * _DAY)


def _taken_further(stage: Stage, play: Play, when: datetime) -> None:
    """Nobody answered; the association of the trade is asked next."""
    pk, noor = _letter(stage, play, words.VISITS, when), partial(stage.actor, "noor")
    play.at(when + 35 * _DAY, lambda later: practices.note_silence(noor(), pk, later))
    _public(stage, play, pk, when + 36 * _DAY)
    play.at(when + 80 * _DAY, lambda later: practices.escalate(noor(), pk, "association", later))


def _public(stage: Stage, play: Play, pk: UUID, when: datetime) -> None:
    """Noor proposes it, Yara reads it for those who lived through such things, Lena publishes it."""
    play.at(when, lambda later: practices.propose(stage.actor("noor"), pk, later))
    play.at(when + _DAY, lambda later: _read(stage, pk, later))
    play.at(when + 2 * _DAY, lambda later: practices.publish(stage.actor("lena"), pk, later))


def _read(stage: Stage, pk: UUID, when: datetime) -> None:
    item = reviewing.item(Practice.objects.select_related("org").get(pk=pk))
    until = when.date() + timedelta(days=300)
    said = reviews.Statement("survivor", True, item.digest, when.date(), until, reviewer="Survivors’ council")
    reviews.review(stage.actor("yara"), item, said, when)
