"""The outline of a theory of change with its picture, as a page shows them: so much of them at a time as a small page
holds. The picture has the parts of its page, so that the words beside it say the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any, Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.progress.models import Programme
from fanal.progress.programmes import picture, words
from fanal.progress.programmes.theory import Node, Part, Risk, Theory
from fanal.web import api as web

_ROOM: Final = 44_000
"""About so many bytes of words and picture a page has."""
_TOGETHER: Final = 10
"""So many arrows of a part are never parted."""
type _Piece = Node | Risk


def shown(request: HttpRequest, here: str, row: Programme, made: Theory) -> dict[str, Any]:
    """What a page of a programme, which is `here`, shows of its outline."""
    pages = list(_pages([*_pieces(made.nodes.values()), *made.risks]))
    found, first, following = web.paged(request, here, pages, 1, "outline")
    held = found[0] if found else []
    nodes = [one for one in held if isinstance(one, Node)]
    return {
        "outline": [_said(one) for one in nodes],
        "risks": [_risk(one) for one in held if isinstance(one, Risk)],
        "picture": _drawn(row, nodes) if nodes else "",
        "outline_first": first,
        "outline_following": following,
    }


def _pieces(nodes: Iterable[Node]) -> Iterator[Node]:
    """Each part; of one with very many arrows some at a time."""
    for node in nodes:
        some, *others = [list(each) for each in batched(node.arrows, _TOGETHER, strict=False)] or [[]]
        yield replace(node, arrows=some)
        yield from (replace(node, arrows=more, measures=[], reason="") for more in others)


def _pages(pieces: Iterable[_Piece]) -> Iterator[Sequence[_Piece]]:
    held, room = list[_Piece](), _ROOM
    for one in pieces:
        if held and room < _size(one):
            yield held
            held, room = [], _ROOM
        held.append(one)
        room -= _size(one)
    if held:
        yield held


def _size(one: _Piece) -> int:
    """About how many bytes it makes, in words and in the picture."""
    if isinstance(one, Risk):
        return 150 + _bytes(one.says) + _bytes(one.watch)
    arrows = sum(180 + _bytes(arrow.assumes) + _bytes(arrow.evidence) for arrow in one.arrows)
    drawn = 500 + 4 * _bytes(one.says) + 350 * len({arrow.to for arrow in one.arrows})
    return drawn + _bytes(one.says) + _bytes(one.reason) + _bytes("".join(one.measures)) + arrows


def _bytes(text: str) -> int:
    return len(text.encode())


def _said(node: Node) -> dict[str, Any]:
    return {
        "part": words.PARTS[node.part],
        "code": node.code,
        "says": node.says,
        "arrows": [
            (arrow.to, arrow.assumes, arrow.evidence or _("believed, without evidence")) for arrow in node.arrows
        ],
        "measured": web.listed(node.measures) if node.measures else "",
        "reason": node.reason,
    }


def _risk(one: Risk) -> tuple[str, str, str]:
    """What could go wrong, and by which sign one sees it."""
    return _("Harm") if one.harm else _("Risk"), one.says, one.watch


def _drawn(row: Programme, nodes: Iterable[Node]) -> SafeString:
    """The picture inside a page; the outline says the same in words."""
    held: dict[str, Node] = {}
    for one in nodes:
        before = held.get(one.code)
        arrows = {arrow.to: arrow for arrow in [*(before.arrows if before else ()), *one.arrows]}
        held[one.code] = replace(one, arrows=list(arrows.values()))
    names: Mapping[Part, str] = {part: str(said) for part, said in words.PARTS.items()}
    words_ = _("The outline below says the same. A dashed line is believed; another has evidence.")
    title = _("Theory of change: %(title)s") % {"title": row.title}
    return web.drawings.inline(picture.svg(Theory(held, (), ()), title, words_, names), "theory")
