"""Points with their intervals beside 0, as an SVG file. Pure. Labels stand above what they name, as in all pictures of
this program, so that they are read on a phone."""

from collections.abc import Sequence

from fanal.engines.drawing import LEADING, WIDE, Axis, above, circle, document, rule, written
from fanal.engines.intervals import Interval

_EDGE, _FOOT = 12, 52


def drawn(title: str, along: str, lines: Sequence[tuple[str, Interval]]) -> str:
    """The file. Shares are drawn in hundredths; the description has every line in words."""
    made, top = written(_EDGE, 20, title, bold=True)
    values = [100 * value for _label, one in lines for value in (one.lower, one.upper)]
    axis, y = Axis([0.0, *values], _EDGE + 8, WIDE - _EDGE - 8), top + 4
    points = []
    for label, one in lines:
        words, y = written(_EDGE, y + LEADING, label)
        points.append(above(words))
        low, point, high = (axis(100 * value) for value in (one.lower, one.point, one.upper))
        points += [rule(low, y - 4, high, y - 4, "mark", 2), circle(point, y - 4, 5, "mark")]
        y += 8
    behind = [*axis.along(top, y + 6, along), rule(axis(0.0), top, axis(0.0), y + 6, "lantern", dash="4 3")]
    said = ". ".join(
        f"{label}: {100 * one.point:.0f} ({100 * one.lower:.0f} – {100 * one.upper:.0f})" for label, one in lines
    )
    return document(title, said, [*made, *behind, *points], WIDE, y + _FOOT)
