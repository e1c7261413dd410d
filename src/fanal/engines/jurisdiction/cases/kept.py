"""An answer as it is kept for its readers, who follow one way of each state and read of the others how they end.

A way has a hundred steps, and an act at twelve places a thousand ways: whole, that is forty million bytes, of which a
page shows a tenth. Of the ways beside, the steps that are told are kept: what a text asks for and no case file tells;
and in a state that cannot, what fails on those of its ways that lack least.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fanal.engines.jurisdiction.answer import Answer, Node, Route, Verdict
from fanal.engines.jurisdiction.cases import ends

_ASKS = "law.also_asks"


def kept(answer: Answer) -> Answer:
    """The same answer: every way with its verdict, parts, ends and reasons, and the steps that a page shows."""
    first, near = _first(answer.routes), _nearest(answer.routes)
    routes = (
        route if ends.way(route).route in first else _brief(route, told=_failing(route) == near.get(route.state))
        for route in answer.routes
    )
    return replace(answer, routes=tuple(routes))


def _first(routes: Iterable[Route]) -> set[str]:
    """The way of each state, whole or part, that a lawyer would follow."""
    ways: dict[str, list[ends.Way]] = {}
    for route in routes:
        for code in {route.state, route.state.partition("-")[0]}:
            ways.setdefault(code, []).append(ends.way(route))
    return {min(held, key=ends.followed).route for held in ways.values()}


def _nearest(routes: Iterable[Route]) -> dict[str, int]:
    """How many parts fail at least on the ways of each state that cannot."""
    found: dict[str, int] = {}
    able = {route.state for route in routes if route.verdict is not Verdict.NONE}
    for route in routes:
        if route.state not in able:
            found[route.state] = min(_failing(route), found.get(route.state, len(route.parts)))
    return found


def _failing(route: Route) -> int:
    return sum(value.is_false for value in route.parts.values())


def _brief(route: Route, *, told: bool) -> Route:
    fails = [_failed(node) for node in route.tree.children if told and node.value.is_false]
    asked = {(node.params["value"], node.value): node for node in _below(route.tree) if _is_asked(node)}
    named = {route.offence, route.rule, *(value for step in fails for node in _below(step) for value in _named(node))}
    provisions = tuple(ref for ref in route.provisions if ref.id in named)
    return replace(route, tree=replace(route.tree, children=(*fails, *asked.values())), provisions=provisions)


def _is_asked(node: Node) -> bool:
    return node.text_key == _ASKS and node.value.is_unknown


def _failed(node: Node) -> Node:
    """A step that fails, with those below it that do; the lowest with what stands right below."""
    failed = [_failed(child) for child in node.children if child.value.is_false]
    return replace(node, children=tuple(failed or (replace(child, children=()) for child in node.children)))


def _below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _below(child)


def _named(node: Node) -> tuple[object, ...]:
    return node.id, *node.params.values()
