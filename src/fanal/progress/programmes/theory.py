"""The theory of change: a text outline, which is the source, and the small graph that it describes. Pure.

A line of the outline is a part (`activity a1: Debt advice`), or belongs to the part above it:

    leads to o1: families come when it is free [believed]      or [evidence: what, where]
    measured by U1                                             a measure of the programme
    not measured: the school keeps no register

`risk:` and `harm:` say what could go wrong, each with `watch:` below: the sign by which one sees it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from typing import Final

MOST, LONGEST = 200, 300
"""So many parts an outline has at most; so many signs a line says."""


class Part(StrEnum):
    """What leads to what."""

    PROBLEM = "problem"
    ACTIVITY = "activity"
    OUTPUT = "output"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Code(StrEnum):
    """What can be wrong in an outline; the words stand in `words`."""

    UNREAD = "unread"
    LONG = "long"
    TWICE = "twice"
    MANY = "many"
    ALONE = "alone"
    ORIGIN = "origin"
    MISSING = "missing"
    UNKNOWN = "unknown"
    CYCLE = "cycle"
    NOWHERE = "nowhere"
    UNMEASURED = "unmeasured"
    BOTH = "both"
    NO_MEASURE = "no_measure"
    UNWATCHED = "unwatched"
    HARM = "harm"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in which line (0: in all of it), and the part or word that it is about."""

    code: Code
    line: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the part that it stands below to another. `evidence`: what supports the assumption; empty is believed."""

    to: str
    assumes: str
    evidence: str
    line: int


@dataclass(slots=True)
class Node:
    """One part. `reason`: why it is not measured."""

    part: Part
    code: str
    says: str
    line: int
    arrows: list[Arrow] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    reason: str = ""


@dataclass(slots=True)
class Risk:
    """What could go wrong; `harm`: to people. `watch`: the sign of it."""

    harm: bool
    says: str
    line: int
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Theory:
    """What an outline says, and what is wrong with it, by line."""

    nodes: Mapping[str, Node]
    risks: Sequence[Risk]
    faults: tuple[Fault, ...]

    @property
    def measures(self) -> set[str]:
        """The codes of measures that it names."""
        return {code for node in self.nodes.values() for code in node.measures}

    def lacking(self, measures: Sequence[str]) -> tuple[Fault, ...]:
        """What it names and the programme does not measure."""
        return tuple(
            Fault(Code.NO_MEASURE, node.line, code)
            for node in self.nodes.values()
            for code in node.measures
            if code not in measures
        )


_CODE: Final = r"[A-Za-z][A-Za-z0-9]{0,9}"
_PART: Final = re.compile(rf"({'|'.join(Part)})\s+({_CODE})\s*:\s*(\S.*)", re.IGNORECASE)
_ARROW: Final = re.compile(
    rf"leads\s+to\s+({_CODE})\s*:\s*(\S.*?)\s*\[(?:(believed)|evidence\s*:\s*([^\]]*\S)\s*)\]", re.IGNORECASE
)
_BARE: Final = re.compile(r"leads\s+to\b", re.IGNORECASE)
_MEASURED: Final = re.compile(rf"measured\s+by\s+({_CODE})", re.IGNORECASE)
_NOT: Final = re.compile(r"not\s+measured\s*:\s*(\S.*)", re.IGNORECASE)
_RISK: Final = re.compile(r"(risk|harm)\s*:\s*(\S.*)", re.IGNORECASE)
_WATCH: Final = re.compile(r"watch\s*:\s*(\S.*)", re.IGNORECASE)


class _Reading:
    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self.risks: list[Risk] = []
        self.faults: list[Fault] = []
        self.node: Node | None = None
        self.risk: Risk | None = None

    def line(self, number: int, text: str) -> None:
        if len(text) > LONGEST:
            self.faults.append(Fault(Code.LONG, number))
        elif found := _PART.fullmatch(text):
            self._part(number, Part(found[1].casefold()), found[2], found[3])
        elif found := _RISK.fullmatch(text):
            self.node, self.risk = None, Risk(found[1].casefold() == "harm", found[2], number)
            self.risks.append(self.risk)
        elif found := _WATCH.fullmatch(text):
            if self.risk is None:
                self.faults.append(Fault(Code.ALONE, number, "watch"))
            else:
                self.risk.watch = found[1]
        else:
            self._below(number, text)

    def _part(self, number: int, part: Part, code: str, says: str) -> None:
        self.node, self.risk = Node(part, code, says, number), None
        if code in self.nodes:
            self.faults.append(Fault(Code.TWICE, number, code))
        else:
            self.nodes[code] = self.node

    def _below(self, number: int, text: str) -> None:
        arrow, measured, reason = _ARROW.fullmatch(text), _MEASURED.fullmatch(text), _NOT.fullmatch(text)
        if not (arrow or measured or reason):
            code = Code.ORIGIN if _BARE.match(text) else Code.UNREAD
            self.faults.append(Fault(code, number, text.split(maxsplit=1)[0][:20]))
        elif self.node is None:
            self.faults.append(Fault(Code.ALONE, number, text.split(maxsplit=1)[0][:20]))
        elif arrow:
            self.node.arrows.append(Arrow(arrow[1], arrow[2], (arrow[4] or "").strip(), number))
        elif measured:
            self.node.measures.append(measured[1])
        elif reason:
            self.node.reason = reason[1]


def read(outline: str) -> Theory:
    """What an outline says. Nothing is raised: what is wrong with it is told by line."""
    reading = _Reading()
    for number, line in enumerate(outline.splitlines(), start=1):
        if text := " ".join(line.split()):
            reading.line(number, text)
    found = [*reading.faults, *_checked(reading.nodes, reading.risks)]
    return Theory(reading.nodes, reading.risks, tuple(sorted(found, key=lambda one: (one.line, one.code))))


def _checked(nodes: Mapping[str, Node], risks: Sequence[Risk]) -> Iterator[Fault]:
    if len(nodes) > MOST:
        yield Fault(Code.MANY, about=str(len(nodes)))
    for part in (Part.PROBLEM, Part.ACTIVITY, Part.OUTCOME):
        if not any(node.part is part for node in nodes.values()):
            yield Fault(Code.MISSING, about=part)
    for node in nodes.values():
        yield from (Fault(Code.UNKNOWN, arrow.line, arrow.to) for arrow in node.arrows if arrow.to not in nodes)
    yield from _of_ways(nodes)
    for node in nodes.values():
        if node.part is Part.OUTCOME and not node.measures and not node.reason:
            yield Fault(Code.UNMEASURED, node.line, node.code)
        if node.measures and node.reason:
            yield Fault(Code.BOTH, node.line, node.code)
    yield from (Fault(Code.UNWATCHED, risk.line) for risk in risks if not risk.watch)
    if not any(risk.harm for risk in risks):
        yield Fault(Code.HARM)


def _of_ways(nodes: Mapping[str, Node]) -> Iterator[Fault]:
    """Nothing leads back to itself, and each activity to an outcome."""
    after = {code: {arrow.to for arrow in node.arrows if arrow.to in nodes} for code, node in nodes.items()}
    sorter = TopologicalSorter(after)
    try:
        order = list(sorter.static_order())
    except CycleError as why:
        around = why.args[1]
        yield Fault(Code.CYCLE, nodes[around[0]].line, " → ".join(reversed(around[:8])))
        return
    reaches: dict[str, bool] = {}
    for code in order:  # what is led to comes first
        reaches[code] = nodes[code].part is Part.OUTCOME or any(reaches[to] for to in after[code])
    for code, node in nodes.items():
        if node.part is Part.ACTIVITY and not reaches[code]:
            yield Fault(Code.NOWHERE, node.line, code)
