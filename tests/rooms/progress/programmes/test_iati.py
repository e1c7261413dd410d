"""The file for donors: valid by IATI's own schema, and what is missing or hidden is no 0."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lxml import etree

from fanal.progress.programmes.iati import Activity, document
from fanal.progress.programmes.kinds import Arm, Counts, Level, Moment, Unit
from fanal.progress.programmes.measuring import Measure, Point

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[3] / "data/iati/iati-activities-schema.xsd"))
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
DAY = date(2025, 6, 30)


def _measure(number: int = 0, *points: Point, **more: Any) -> Measure:
    plain = {"level": Level.OUTCOME, "unit": Unit.SHARE, "counts": Counts.CHILDREN, "up": True}
    return Measure(f"U{number}", f"Children in school {number}", points=points, **(plain | more))


def _activity(*measures: Measure, **more: Any) -> Activity:
    plain = {
        "identifier": "XX-1-2", "org_ref": "XX-1", "org_name": "Aurora", "title": "Debt advice", "description": "Free.",
        "country": "XA", "starts": DAY, "ends": DAY, "funders": ("A fund",), "updated": NOW,
    }  # fmt: skip
    return Activity(measures=measures, **(plain | more))


def _file(*activities: Activity) -> etree._Element:
    text = "".join(document(activities, NOW, "CC BY 4.0"))
    tree = etree.fromstring(text.encode())
    SCHEMA.assertValid(tree)
    return tree


def _point(moment: Moment, **more: Any) -> Point:
    return Point(Arm.PROGRAMME, moment, DAY, DAY, **more)


def test_what_was_measured_stands_in_the_file() -> None:
    tree = _file(
        _activity(
            _measure(
                1, _point(Moment.BASELINE, n=100, lost=0, hits=40),
                _point(Moment.AFTER_6, n=100, lost=20, hits=60, target=Decimal(70)),
            )
        )
    )  # fmt: skip
    assert tree.get("version") == "2.03"
    [indicator] = tree.iter("indicator")
    assert (indicator.get("measure"), indicator.get("aggregation-status")) == ("2", "false"), (
        "a percentage adds up to nothing"
    )
    assert indicator.find("baseline").get("value") == "40"
    assert indicator.find("period/target").get("value") == "70"
    assert indicator.find("period/actual").get("value") == "75"
    assert tree.find(".//result").get("type") == "2"


@pytest.mark.parametrize(
    ("point", "words"),
    [
        (_point(Moment.AFTER_6, target=Decimal(70)), "No value was told"),
        (_point(Moment.AFTER_6, n=100, lost=0, hits=3), "Hidden"),
        (_point(Moment.AFTER_6, n=100, lost=0, hits=0), "Hidden"),
        (_point(Moment.AFTER_6, n=24, lost=0, hits=12), "12 of 24"),
    ],
)
def test_missing_and_hidden_are_never_zero(point: Point, words: str) -> None:
    tree = _file(_activity(_measure(1, point)))
    [period] = tree.iter("period")
    assert period.find("actual") is None
    assert words in "".join(period.itertext())
    assert 'value="0"' not in etree.tostring(tree).decode()


def test_hidden_before_as_after() -> None:
    tree = _file(_activity(_measure(1, _point(Moment.BASELINE, n=30, lost=0, hits=2))))
    assert tree.find(".//baseline").get("value") is None
    assert "Hidden" in "".join(tree.find(".//baseline").itertext())


_SOME_TEXT, _AMOUNT = some.text(min_size=1, max_size=30), some.none() | some.decimals(-100, 100, places=2)


@settings(max_examples=60, deadline=None)
@given(
    _SOME_TEXT, some.text(max_size=30), some.sampled_from(Unit), some.sampled_from(Level), some.sampled_from(Moment),
    some.none() | some.integers(0, 300), _AMOUNT, some.booleans(),
)  # fmt: skip
def test_every_file_is_valid(
    title: str, comment: str, unit: Unit, level: Level, moment: Moment, n: int | None, value: Decimal | None, over: bool
) -> None:
    point = _point(moment, n=n, hits=None if n is None else n // 2, lost=0, value=value, target=value, comment=comment)
    measure = _measure(1, point, unit=unit, level=level, what=comment)
    _file(_activity(measure, title=title, description=title, ends=DAY if over else None, funders=()))


def test_five_hundred_programmes_in_five_seconds() -> None:
    points = [_point(Moment.DURING, n=1000, lost=10, hits=500, target=Decimal(60)) for _number in range(8)]
    one = _activity(*(_measure(number, *points) for number in range(10)))
    start = time.process_time()
    text = "".join(document([one] * 500, NOW, "CC BY 4.0"))
    took = time.process_time() - start
    assert text.count("<period>") == 500 * 10 * 8
    assert took < 5
