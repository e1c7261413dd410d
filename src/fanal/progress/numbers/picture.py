"""One series of a country as a picture: lines end where a value is missing and where the way of counting changed. Pure
but for its words."""

import itertools
from collections.abc import Sequence

from fanal.engines import drawing
from fanal.progress.observations.values import Point, ends, runs

_HIGH, _LEFT, _TOP = 170, 52, 12


def drawn(title: str, words: str, points: Sequence[Point], broken: str) -> str:
    """The picture as a file; `broken`: the word at a break. Empty where there is no value."""
    known = [one for one in points if one.value is not None]
    if not known:
        return ""
    reach = [limit for one in known for limit in (one.value, one.lower, one.upper) if limit is not None]
    up = drawing.Axis([0, *reach], _HIGH, _TOP)
    along = drawing.Axis([_at(one) for one in points], _LEFT + 8, drawing.WIDE - 14)
    parts = list(up.upward(_LEFT, drawing.WIDE - 6))
    for one in known:
        assert one.value is not None
        x = along(_at(one))
        if one.lower is not None and one.upper is not None:
            parts.append(drawing.rule(x, up(one.lower), x, up(one.upper), "quiet", 2))
        parts.append(drawing.circle(x, up(one.value), 3.5, "mark"))
    for run in runs(points):
        for before, after in itertools.pairwise(run):
            assert before.value is not None
            assert after.value is not None
            parts.append(
                drawing.rule(along(_at(before)), up(before.value), along(_at(after)), up(after.value), "mark", 2)
            )
    for one in points:
        if one.breaks:
            x = along(_at(one)) - 8
            parts.append(drawing.rule(x, _TOP, x, _HIGH, "lantern", 1, "4 3"))
            parts.append(drawing.text(x, _TOP - 2, broken, "lantern", anchor="middle"))
    years = [float(year) for year in sorted({int(_at(one)) for one in points})]
    step = max(1, len(years) // 6)
    for year in years[::step]:
        parts.append(drawing.text(along(year), _HIGH + 18, f"{year:.0f}", "quiet", anchor="middle"))
    return drawing.document(title, words, parts, drawing.WIDE, _HIGH + 28)


def _at(one: Point) -> float:
    end = ends(one.period)
    return int(end[:4]) + (int(end[5:]) - 1) / 12 if len(end) > len("2024") else float(end)
