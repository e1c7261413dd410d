"""One provision of a law file at a time: where it stands in the text, and the text with other words in its place.

A provision is whole lines, from its dash or its key on; all other lines, comments among them, stay as they are to the
byte. What is written in one line with its neighbours (a list in brackets) is no part of its own.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml._yaml import CParser

from fanal.engines.jurisdiction.files.authoring import PARTS
from fanal.engines.jurisdiction.files.compiling import GROUPS, TEMPORAL
from fanal.engines.jurisdiction.files.reading import Defect, ReadingError, syntax

LISTS = {**dict.fromkeys((*PARTS, "victim_measures"), "id"), "definitions": "term"}
"""The lists of a file whose items are parts of their own, with the key that names an item."""
MAPPINGS = ("sources", "temporal")
"""The mappings whose keys are: `sources.stgb-2012`, `temporal.substantive`."""
WHOLE = (*GROUPS, "not_entered", "treaties")
"""What is one part as a whole."""
SINGLE = (*(f"temporal.{name}" for name in TEMPORAL), *WHOLE)
"""How the parts are named that a file has once, or not yet."""
RETIRED = "retired"
_DASH = re.compile(r"[ ]*-(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file. `ref`: `de.176`, `extradition`, `definitions.child`; `kind`: the key above it, or its own.

    `written`: its lines, without what all of them are indented by; `line`: that of the first in the file.
    `anchors`: who else uses its names; `aliases`: the names of others that it uses, with what they stand for.
    """

    ref: str
    kind: str
    name: str
    start: int
    end: int
    line: int
    indent: int
    written: str
    anchors: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, str]

    @property
    def in_list(self) -> bool:
        return self.kind in LISTS


@dataclass(slots=True)
class _Node:
    """What YAML says of a stretch of text, without following an alias."""

    start: int
    end: int
    flow: bool = True
    value: str = ""
    anchor: str | None = None
    alias: str | None = None
    inside: list["_Node"] = field(default_factory=list)
    mapping: bool = False

    def pairs(self) -> Iterator[tuple["_Node", "_Node"]]:
        if self.mapping:
            yield from zip(self.inside[::2], self.inside[1::2], strict=True)

    def every(self) -> Iterator["_Node"]:
        yield self
        for one in self.inside:
            yield from one.every()

    @property
    def last(self) -> int:
        """Where its last sign stands: YAML ends a block only where something else begins."""
        return self.end if self.flow or not self.inside else self.inside[-1].last


def parts(text: str) -> dict[str, Part]:
    """The parts of a file by how they are named, in its order; raises `ReadingError`."""
    root = _root(text)
    nodes = {ref: (kind, name, first, node) for ref, kind, name, first, node in _found(root, text)}
    defined = {one.anchor: text[one.start : one.last] for one in root.every() if one.anchor}
    made = dict[str, Part]()
    used = {ref: {one.alias for one in node.every() if one.alias} for ref, (*_, node) in nodes.items()}
    for ref, (kind, name, first, node) in nodes.items():
        start, end, indent = _lines(text, first, node)
        own = {one.anchor for one in node.every() if one.anchor}
        others = {name: tuple(one for one in nodes if one != ref and name in used[one]) for name in sorted(own)}
        made[ref] = Part(
            ref, kind, name, start, end, text.count("\n", 0, start) + 1, indent, _taken_in(text[start:end], indent),
            {name: users for name, users in others.items() if users},
            {name: defined[name] for name in sorted(used[ref] - own) if name in defined},
        )  # fmt: skip
    return made


def faults(written: str, kind: str, name: str, part: Part | None = None) -> list[Defect]:
    """What keeps lines from standing where a part does, with their own numbers: they are not YAML, or not one part.

    `name`: the id or key that it has and keeps; empty where it is new.
    """
    try:
        root = _root(written)
    except ReadingError as error:
        return list(error.defects)
    key = LISTS.get(kind)
    inside = list(root.pairs()) if key is None else [(one, one) for one in root.inside]
    begin = f"- {key}: {name or '…'}" if key else f"{name or '…'}:"
    if root.mapping != (key is None) or root.flow or len(inside) != 1:
        several = f"It begins with `{begin}`, and nothing else begins so far to the left."
        return [Defect("", 1, "not-one-part", "This is not one provision.", several)]
    found = next((value.value for one, value in inside[0][1].pairs() if one.value == key), "")
    given = found if key else inside[0][0].value
    if not given or (name and given != name):
        message = "An id is for ever." if name else "It has no name yet."
        remedy = f"Begin with `{begin}`" + ("; draft a new provision under another one." if name else ".")
        return [Defect("", 1, "other-name", message, remedy)]
    return lost(part, {one.anchor for one in root.every()}) if part else []


def lost(part: Part, kept: Collection[str | None] = ()) -> list[Defect]:
    """What other parts would miss without a part, or with one that has these anchors alone."""
    return [
        Defect("", 1, "anchor-lost", f"`*{name}` in {', '.join(users)} stands for what is here after `&{name}`.",
               f"Keep `&{name}` before it, or write it out there first.")
        for name, users in part.anchors.items() if name not in kept
    ]  # fmt: skip


def replaced(text: str, part: Part, written: str) -> str:
    """The text with other lines in the place of a part."""
    return text[: part.start] + _put_out(written, part.indent) + text[part.end :]


def without(text: str, known: Iterable[Part], part: Part) -> str:
    """The text without one of its parts. Its id goes to those that nothing may have again."""
    found = text[: part.start] + text[part.end :].removeprefix("\n")
    alone = part.in_list and not any(one.kind == part.kind for one in known if one.ref != part.ref)
    if alone or part.kind in MAPPINGS:
        found = _emptied(found, part.kind)
    return _retired(found, part.name) if LISTS.get(part.kind) == "id" else found


def added(text: str, known: Iterable[Part], kind: str, written: str) -> tuple[str, int]:
    """The text with a part more than it has, behind the last one of its kind or at the end; and the line on which that
    begins."""
    behind = [one for one in known if one.kind == kind]
    if behind:
        last = behind[-1]
        line = text.count("\n", 0, last.end) + 2
        return f"{text[: last.end]}\n{_put_out(written, last.indent)}{text[last.end :]}", line
    whole = kind not in LISTS and kind not in MAPPINGS
    made = _ended(_emptied(text, kind), written if whole else f"{kind}:\n{_put_out(written, 2)}")
    return made, made.count("\n") - written.rstrip("\n").count("\n")


def _found(root: _Node, text: str) -> Iterator[tuple[str, str, str, int, _Node]]:
    """How each part is named, its kind, its own name, where its first line begins, and what it says."""
    seen = list[str]()
    for key, value in root.pairs() if not root.flow else ():
        if key.value in WHOLE:
            yield key.value, key.value, key.value, key.start, value
        elif key.value in MAPPINGS and not value.flow:
            for own, inside in value.pairs():
                if key.value == "sources" or own.value in TEMPORAL:
                    yield f"{key.value}.{own.value}", key.value, own.value, own.start, inside
        elif key.value in LISTS and not value.flow:
            for item in value.inside:
                name = next((one.value for what, one in item.pairs() if what.value == LISTS[key.value]), "")
                ref = f"{key.value}.{name}" if key.value == "definitions" else name
                seen.append(ref)
                if (nth := seen.count(ref)) > 1:  # a term may be defined for several times
                    ref = f"{ref}.{nth}"
                if name:
                    yield ref, key.value, name, _dash(text, item.start), item


def _dash(text: str, start: int) -> int:
    """Where the line begins on which the dash of an item stands."""
    line = text.rfind("\n", 0, start) + 1
    while not _DASH.match(text, line):
        line = text.rfind("\n", 0, line - 1) + 1
    return line


def _lines(text: str, first: int, node: _Node) -> tuple[int, int, int]:
    """The lines of a part, without the line break behind the last one, and how far they are indented."""
    start = text.rfind("\n", 0, first) + 1
    end = start + len(text[start : max(node.last, first)].rstrip())
    return start, _line_end(text, end), _indent(text[start:end])


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _taken_in(lines: str, indent: int) -> str:
    return "\n".join(line[min(indent, _indent(line)) :] for line in lines.split("\n"))


def _put_out(lines: str, indent: int) -> str:
    return "\n".join(" " * indent + line if line.strip() else line for line in lines.rstrip("\n").split("\n"))


def _ended(text: str, written: str) -> str:
    """A text with lines at its end."""
    return f"{text.rstrip()}\n{written.rstrip()}\n"


def _emptied(text: str, key: str) -> str:
    """A text without a key that holds nothing, for there its new first item, or none, is to stand."""
    for name, value in _root(text).pairs():
        if name.value == key and not value.inside:
            start, end, _indent = _lines(text, name.start, value)
            return text[:start] + text[end + 1 :]
    return text


def _retired(text: str, name: str) -> str:
    """A text that names an id among those that are given up."""
    for key, value in _root(text).pairs():
        if key.value == RETIRED and value.inside:
            last = value.inside[-1]
            if value.flow:
                return f"{text[: last.last]}, {name}{text[last.last :]}"
            line = _dash(text, last.start)
            end = _line_end(text, last.last)
            return f"{text[:end]}\n{' ' * _indent(text[line:])}- {name}{text[end:]}"
    return _ended(_emptied(text, RETIRED), f"{RETIRED}: [{name}]")


def _root(text: str) -> _Node:
    """The one document of a text as it is written; raises `ReadingError`."""
    try:
        parser = CParser(text)
        roots = list[_Node]()
        while not parser.check_event(yaml.StreamEndEvent):
            event = parser.get_event()
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
                roots.append(_node(parser, event))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ReadingError([syntax(error, "")]) from None
    if len(roots) != 1:
        what = "more than one document" if roots else "nothing"
        raise ReadingError([Defect("", 1, "yaml-documents", f"Here stands {what}.", "Write one provision.")])
    return roots[0]


def _node(parser: Any, event: Any) -> _Node:
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, yaml.AliasEvent):
        return _Node(start, end, alias=event.anchor)
    if isinstance(event, yaml.ScalarEvent):
        return _Node(start, end, value=event.value, anchor=event.anchor)
    mapping = isinstance(event, yaml.MappingStartEvent)
    made = _Node(start, end, bool(event.flow_style), anchor=event.anchor, mapping=mapping)
    while not parser.check_event(yaml.MappingEndEvent, yaml.SequenceEndEvent):
        made.inside.append(_node(parser, parser.get_event()))
    made.end = parser.get_event().end_mark.index
    return made
