"""The picture of a theory of change: parts as boxes, from the problem down to the impact, and what leads to what. The
outline beside it says the same in words. Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from fanal.engines.drawing import COLOURS, LEADING, WIDE, document, lines, text
from fanal.progress.programmes.theory import Node, Part, Theory

_LEFT, _GAP, _IN, _ROW = 8, 12, 8, 26
_ACROSS: Final = 2
_BOX: Final = (WIDE - 2 * _LEFT - _GAP) / _ACROSS
_COLOUR: Final[Mapping[Part, str]] = {
    Part.PROBLEM: "danger", Part.ACTIVITY: "mark", Part.OUTPUT: "mark", Part.OUTCOME: "ok", Part.IMPACT: "ok",
}  # fmt: skip
type _Place = tuple[float, float, float, float]


def svg(theory: Theory, title: str, words: str, names: Mapping[Part, str]) -> str:
    """The whole file; `words` is its description, `names` says the parts in a language."""
    places, drawn, y = dict[str, _Place](), list[str](), 12.0
    for part in Part:
        nodes = [node for node in theory.nodes.values() if node.part is part]
        if not nodes:
            continue
        drawn.append(text(_LEFT, y + 12, names[part], "quiet"))
        y += 22
        for at in range(0, len(nodes), _ACROSS):
            row = nodes[at : at + _ACROSS]
            wide = _BOX if len(nodes) > 1 else WIDE - 2 * _LEFT
            held = [lines(f"{node.code}: {node.says}", wide - 2 * _IN) for node in row]
            high = LEADING * max(map(len, held)) + 2 * _IN
            for place, (node, said) in enumerate(zip(row, held, strict=True)):
                x = _LEFT + place * (_BOX + _GAP)
                places[node.code] = (x, y, wide, high)
                drawn += _box(node, said, places[node.code])
            y += high + _ROW
    return document(title, words, [*_arrows(theory, places), *drawn], WIDE, y)


def _box(node: Node, said: list[str], place: _Place) -> Iterator[str]:
    x, y, wide, high = place
    yield (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="4" fill="{COLOURS["surface"]}" '
        f'stroke="{COLOURS[_COLOUR[node.part]]}" stroke-width="1.5"/>'
    )
    for at, line in enumerate(said):
        yield text(x + _IN, y + _IN + 11 + LEADING * at, line)


def _arrows(theory: Theory, places: Mapping[str, _Place]) -> Iterator[str]:
    """They lie below the boxes; one that is only believed is dashed."""
    for code, node in theory.nodes.items():
        for arrow in node.arrows:
            if arrow.to not in places or arrow.to == code:
                continue
            x, y, wide, high = places[code]
            to_x, to_y, to_wide, to_high = places[arrow.to]
            down = to_y >= y + high
            start, end = (y + high, to_y) if down else (y + high / 2, to_y + to_high / 2)
            from_x, at_x = x + wide / 2, to_x + to_wide / 2
            dash = "" if arrow.evidence else ' stroke-dasharray="4 3"'
            yield (
                f'<path d="M{from_x:.1f} {start:.1f} L{at_x:.1f} {end - (6 if down else 0):.1f}" fill="none" '
                f'stroke="{COLOURS["quiet"]}" stroke-width="1.5"{dash}/>'
            )
            if down:
                head = f"M{at_x - 4:.1f} {end - 7:.1f} L{at_x + 4:.1f} {end - 7:.1f} L{at_x:.1f} {end:.1f} Z"
                yield f'<path d="{head}" fill="{COLOURS["quiet"]}"/>'
