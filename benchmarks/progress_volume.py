"""Many assessments, posts and memberships for `benchmarks.progress`: rows many at once, each named by a real entry of
the journal where the product believes nothing else."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import batched
from random import Random
from typing import Any

from fanal.site.console import start_django

_MANY = 5_000
_STATES = ("yes", "partial", "no", "no_data")
_YEARS = 6


@cache
def countries() -> tuple[str, ...]:
    """195 of the countries of the world."""
    from fanal.vocabulary.countries import countries as every

    return tuple(one.alpha2 for one in every(demonstration=False))[:195]


def assess(given: dict[str, int]) -> dict[str, int]:
    """So many assessments, spread over all cells, each read and published."""
    start_django()
    from django.db import transaction

    from benchmarks.inside import actor
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.progress.assessing.policy import PUBLISH
    from fanal.progress.commitments import rubrics
    from fanal.progress.models import Cell, CountryAssessment, Publication, Reading

    dice, by, second = Random(3), actor("noor"), actor("bao")
    now = datetime.now(UTC).replace(microsecond=0)
    held = [Cell(country=country, item=item) for country in countries() for item in rubrics.shipped()]
    Cell.objects.bulk_create(held)
    versions: dict[Any, int] = {}
    made = 0
    for numbers in batched(range(given["assessments"]), _MANY, strict=False):
        with transaction.atomic():
            rows, readings, published = [], [], []
            for number in numbers:
                cell = held[number % len(held)]
                at = now - timedelta(days=365 * _YEARS - 20 * (number // len(held)), seconds=number % 86_000)
                versions[cell.pk] = versions.get(cell.pk, 0) + 1
                row = CountryAssessment(
                    cell=cell, as_of=at.date(), state=dice.choice(_STATES), points=None, rationale="Made up. " * 30,
                    citations=[{"kind": "document", "ref": "Report | p. 3", "words": "Report, p. 3", "url": "",
                                "mark": ""}],
                    searched="", differs="", confidence="high", ties="", by_id=by.person, org_id=by.org, at=at,
                )  # fmt: skip
                rows.append(row)
                read = Reading(assessment=row, agrees=True, words="", ties="", by_id=second.person, org_id=by.org)
                read.at = at
                readings.append(read)
                published.append(
                    Publication(assessment=row, kind="state", version=versions[cell.pk], by_id=second.person, at=at)
                )
            CountryAssessment.objects.bulk_create(rows)
            Reading.objects.bulk_create(readings)
            Publication.objects.bulk_create(published)
            for row, read, one in zip(rows, readings, published, strict=True):
                items = [stated.whole(each) for each in (one, row.cell, row, read)]
                journal.write(row.cell_id, second.signatory(), PUBLISH, at=now, items=items)
            made += len(rows)
    return {"made": made}


def describe(given: dict[str, int]) -> dict[str, int]:
    """So many programmes that two people published, each with ten measures at eight points."""
    start_django()
    from django.db import transaction

    from benchmarks.inside import actor
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.progress.models import Measure, Point, Programme
    from fanal.progress.programmes.kinds import Arm, Moment
    from fanal.progress.programmes.policy import PUBLISH

    by, now = actor("noor"), datetime.now(UTC).replace(microsecond=0)
    starts, ends = now.date() - timedelta(days=900), now.date() - timedelta(days=600)
    times = [(arm, moment) for arm in Arm for moment in Moment][:8]
    for number in range(given["programmes"]):
        row = Programme(
            org_id=by.org, kind="project", title=f"Mentors {number}", country=countries()[number % 195], starts=starts,
            reaches="pupils", approach="A mentor each week.", state="published", published_at=now, made_at=now,
        )  # fmt: skip
        measures = [
            Measure(programme=row, code=f"U{at}", title="Children who stay", level="outcome", unit="share",
                    counts="children", published_at=now)
            for at in range(10)
        ]  # fmt: skip
        points = [
            Point(measure=one, arm=arm, moment=moment, starts=starts, ends=ends, n=120, lost=10, hits=40 + 3 * at,
                  by_id=by.person, at=now, published_at=now)
            for one in measures for at, (arm, moment) in enumerate(times)
        ]  # fmt: skip
        with transaction.atomic():
            row.save(force_insert=True)
            Measure.objects.bulk_create(measures)
            Point.objects.bulk_create(points)
            items = [stated.whole(each) for each in (row, *measures, *points)]
            journal.write(row.pk, by.signatory(), PUBLISH, at=now, items=items)
    return {"made": given["programmes"]}


def count(given: dict[str, int]) -> dict[str, int]:
    """Posts in two hundred places of ten countries, and companies with a membership."""
    start_django()
    from django.db import transaction

    from benchmarks.inside import actor
    from fanal.access.api import stated
    from fanal.journal import api as journal
    from fanal.learning.models import Cohort, Learner, Post
    from fanal.network.contracts import OrgKind
    from fanal.network.models import Organisation
    from fanal.tourism.membership.policy import DEEDS
    from fanal.tourism.models import Membership

    by, dice, day = actor("noor"), Random(4), datetime.now(UTC).date()
    places = [
        Cohort(org_id=by.org, label=f"Place {at}", country=countries()[at % 10], kind="site", made_on=day)
        for at in range(200)
    ]
    Cohort.objects.bulk_create(places)
    roles = ("front_desk", "housekeeping", "security", "driver", "caregiver")
    for numbers in batched(range(given["posts"]), _MANY, strict=False):
        people = [Learner(org_id=by.org, label=f"n{at}", language="en", made_on=day) for at in numbers]
        Learner.objects.bulk_create(people)
        since = day - timedelta(days=200)
        Post.objects.bulk_create(
            Post(learner=one, cohort=dice.choice(places), role=dice.choice(roles), since=since) for one in people
        )
    deed = sorted(DEEDS)[0]
    for at in range(given["members"]):
        with transaction.atomic():
            org = Organisation(name=f"Firm {at}", kind=OrgKind.COMPANY, country=countries()[at % 195], founded_on=day)
            org.save()
            row = Membership(
                org=org, programme="the-code", criteria="1", state="active", entered_on=day, member_since=day,
                begun_at=datetime.now(UTC),
            )  # fmt: skip
            row.save()
            journal.write(row.pk, by.signatory(), deed, at=datetime.now(UTC), items=[stated.whole(row)])
    return {"posts": Post.objects.count()}
