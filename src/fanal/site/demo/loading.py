"""The whole demonstration, played from its founding to the day of loading."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from fanal.concerns.gate import pages
from fanal.concerns.handovers import clock
from fanal.concerns.keeping import keeping
from fanal.progress.observations import computing
from fanal.site import checkpoints, clearances
from fanal.site.demo import (
    asking,
    documents,
    earlier,
    evidence,
    founding,
    helpers,
    lawyers,
    learning,
    linked,
    opening,
    partners,
    prevention,
    promises,
    scenes,
    three,
    travel,
    year,
)
from fanal.site.demo.desk import StaffDesk
from fanal.site.demo.stage import Play, Stage


def load(now: datetime, progress: Callable[[int, int], None] = lambda done, total: None, *, more: int = 0) -> None:
    """Make the whole network as of `now`. Whole or not at all. `more`: so many further files of children, of the
    years before. Raises RuntimeError in production.

    `progress` is told how many steps of how many are done; the number of all grows while the play goes on.
    """
    if settings.MODE == "production":
        raise RuntimeError("a demonstration is never loaded into production")
    with transaction.atomic():
        stage = Stage(now.replace(second=0, microsecond=0))
        play = Play(stage, lambda midnight: _night(stage, midnight))
        desk = StaffDesk(stage, play)
        founding.found(stage)
        learning.begin(stage)
        founding.clear(stage)
        founding.agree(stage, play)
        opening.open_pages(stage, play)
        founding.come_and_go(stage, play)
        opening.drill(stage, play)
        helpers.plan(stage, play)
        year.plan(desk)
        year.plan_files(desk)
        partners.plan(desk)
        scenes.plan(desk)
        three.plan(stage, play)
        lawyers.plan(stage, play)
        earlier.plan(stage, play, more)
        evidence.plan(stage, play)
        linked.plan(stage, play)
        learning.plan(stage, play)
        travel.plan(stage, play)
        promises.plan(stage, play)
        prevention.plan(stage, play)
        asking.plan(stage, play)
        documents.plan(stage, play)
        play.run(progress)
    keeping.scrub()


def _night(stage: Stage, midnight: datetime) -> None:
    """What the installation does at night: every night in the last days; long ago now and then, to save time."""
    lately = midnight > stage.now - timedelta(days=9)
    if lately or midnight.weekday() == 0:
        keeping.erase_due(midnight)
        clock.lapse(midnight)
    if midnight > stage.now - timedelta(days=1):
        computing.compute(midnight)
    if lately or midnight.day == 1:
        pages.check_all(midnight)
        checkpoints.write(midnight)
        clearances.look(midnight)
