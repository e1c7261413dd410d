"""An office of three, a small member: its form is being set up, it writes down what is told by phone, and Casa Aurora
is its second person. One question waits there, one was answered yes and is to be carried out, one was answered no."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from fanal.concerns.gate import pages
from fanal.concerns.keeping import keeping
from fanal.concerns.models import Concern, SecondOpinion
from fanal.concerns.second import second
from fanal.concerns.second.matters import What
from fanal.concerns.triage import triage
from fanal.network import api as network
from fanal.network.contracts import Actor, Profile
from fanal.site.demo import telling, words
from fanal.site.demo.cast import LANTERNS
from fanal.site.demo.desk import decide
from fanal.site.demo.opening import OFFICE_HOURS
from fanal.site.demo.stage import SEED, Play, Stage
from fanal.site.demo.telling import Kept
from fanal.site.demo.tellings import draw
from fanal.vocabulary.codes import Finding, ReportChannel, Triage

type Asks = Callable[[Actor, Kept, datetime], What]
_HOUR = timedelta(hours=1)


def plan(stage: Stage, play: Play) -> None:
    """Put the office into the play. It draws with dice of its own, so that the other stories stay as they are."""
    dice = Random(f"{SEED}/three")  # noqa: S311  draws a story, no key
    play.at(stage.ago(days=60), lambda at: network.small.choose(stage.actor("cora"), Profile.SMALL, at) and None)
    play.at(stage.ago(days=59), lambda at: _set_up(stage, at))
    for ago, asks, agree in (
        (timedelta(hours=9), _bad_faith, None),
        (timedelta(hours=26), _erase_early, True),
        (timedelta(days=2), _bad_faith, False),
    ):
        _one(stage, play, dice, stage.now - ago, asks, agree)


def _set_up(stage: Stage, when: datetime) -> None:
    """What a form needs of a manager. It is not published: the page says what is lacking."""
    alba = stage.actor("alba")
    page = pages.make(alba, LANTERNS.country, when).pk
    duty, deputy = stage.person("alba"), stage.person("bruno")
    pages.change(alba, page, pages.Settings(OFFICE_HOURS, LANTERNS.languages, duty, deputy), when)


def _one(stage: Stage, play: Play, dice: Random, when: datetime, asks: Asks, agree: bool | None) -> None:
    """Somebody rings, Alba writes it down and opens it, and asks the partner about what she decides."""
    calm = {"danger": "no", "leaving": "unknown", "child_now": "unknown", "country": LANTERNS.country, "about_us": "no"}
    told = draw(dice, LANTERNS.country, language="en").but(**calm)

    def rings(at: datetime) -> None:
        kept = telling.write_down(replace(told, channel=ReportChannel.PHONE), stage.actor("alba"), at)
        play.at(at + _HOUR, lambda later: triage.look(stage.actor("alba"), kept.id, later) and None)
        play.at(at + 1.2 * _HOUR, lambda later: _asked(stage, play, kept, asks, agree, later))

    play.at(when, rings)


def _asked(stage: Stage, play: Play, kept: Kept, asks: Asks, agree: bool | None, when: datetime) -> None:
    alba, partner = stage.actor("alba"), stage.orgs["aurora"]
    what = asks(alba, kept, when)
    waits = Concern.objects.get(pk=kept.id).decisions.get(needs_second=True)
    later = when + timedelta(minutes=10)
    seen = second.look(alba, what, waits.pk, partner, later).hash
    row = second.ask_partner(alba, what, waits.pk, partner, seen, later)
    if agree is not None:
        play.at(when + 5 * _HOUR, lambda at: _answered(stage, row, agree, at))


def _bad_faith(alba: Actor, kept: Kept, when: datetime) -> What:
    decide(alba, kept, Triage.CLOSED_NO_CASE, when, Finding.BAD_FAITH)
    return What.BAD_FAITH


def _erase_early(alba: Actor, kept: Kept, when: datetime) -> What:
    decide(alba, kept, Triage.INFORMATION_ONLY, when)
    keeping.ask_erase(alba, kept.id, words.NOTES["erase_early"], when)
    return What.ERASE_EARLY


def _answered(stage: Stage, row: SecondOpinion, agree: bool, when: datetime) -> None:
    bao = stage.actor("bao")
    second.read(bao, row.pk, when)
    reason = words.NOTES["partner_agrees" if agree else "partner_refuses"]
    second.answer(bao, row.pk, agree=agree, reason=reason, now=when + timedelta(minutes=6))
