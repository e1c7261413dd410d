"""YAML by the rules of its version 1.2, quick, and with the line of everything that was read.

libyaml finds the structure; the types are ours (YAML 1.2.2, section 10.3, core schema): only ``true`` and ``false``,
``null`` and ``~`` and nothing at all, and decimal numbers mean more than their letters. The bare word ``NO`` is Norway,
a date is a string, and so is every key. Anchors, aliases and ``<<`` work. What cannot be read is a ``Defect``.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Literal

import yaml
from yaml._yaml import CParser

LARGEST = 16 * 1024 * 1024
"""Bytes of a file of many documents. What is larger was put there by mistake, and is refused before it is parsed."""
LARGEST_DOCUMENT = 4 * 1024 * 1024
"""Bytes of a file of one; no law needs a tenth of them."""
MOST_NODES = 2_000_000
"""Values of one file once its aliases are followed: a few lines of aliases to aliases can mean millions."""
DEEPEST = 64
type Path = tuple[str | int, ...]

# Signs that are no letters: XML and JSON of others refuse them, and some of them end a line for YAML alone.
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
# Numbers that would not survive as numbers (more than 15 digits) stay what they are: text.
_INT = re.compile(r"[-+]?[0-9]{1,15}", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]{1,15}|[0-9]{1,15}(?:\.[0-9]{0,15})?)(?:[eE][-+]?[0-9]{1,2})?", re.ASCII)
_NUMBER_STARTS = frozenset("0123456789+-.")


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """One thing that is wrong: where, what (``code`` is stable), and what to do about it."""

    file: str
    line: int
    code: str
    message: str
    remedy: str = ""
    severity: Literal["error", "warning"] = "error"
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        where = f" {self.path}:" if self.path else ""
        return f"{place}: {self.severity}: {self.code}:{where} {self.message}{f' {self.remedy}' if self.remedy else ''}"


class ReadingError(ValueError):
    """A text that is not YAML, or more than a reader should take; ``defects`` says where."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("\n".join(map(str, defects)))
        self.defects = tuple(defects)


@dataclass(frozen=True)
class Document:
    """One document: its value, and the lines of it. Values of aliases are shared: do not change them.

    The nodes that know the lines are many, so they are thrown away once the value is made, but for the lines of the
    upper two levels, and made again when a line is asked for.
    """

    file: str
    value: Any
    text: str = ""
    number: int = 0
    tops: Mapping[Path, int] = field(default_factory=dict)
    base: Path = ()

    def part(self, *steps: str | int) -> "Document":
        """What stands at a path, as a document of its own with the lines that it has."""
        value = self.value
        for step in steps:
            value = value[step]
        return Document(self.file, value, self.text, self.number, self.tops, (*self.base, *steps))

    def line(self, path: Path = ()) -> int:
        """The line (from 1) of the value at a path, or of the nearest thing around it; 0 if it came from no text."""
        if not self.tops:
            return 0
        path = (*self.base, *path)
        if (known := self.tops.get(path)) is not None:
            return known
        line, node = self.tops[()], self.root
        for step in path:
            below = _child(node, step)
            if below is None:
                break
            line, node = below
        return line

    @cached_property
    def root(self) -> yaml.Node:
        return next(islice(_composed(self.text, self.file), self.number, None))

    def defect(
        self,
        path: Path,
        code: str,
        message: str,
        remedy: str = "",
        severity: Literal["error", "warning"] = "error",
        line: int | None = None,
    ) -> Defect:
        found = self.line(path) if line is None else line
        return Defect(self.file, found, code, message, remedy, severity, dotted(path))


def dotted(path: Path) -> str:
    """A path for people: ``offences[3].versions[0].from``."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def read(content: bytes | str, file: str) -> Document:
    """The one document of a text; raises ``ReadingError``. An empty text is an error, for nobody means that."""
    documents = read_all(content, file, LARGEST_DOCUMENT)
    if len(documents) != 1:
        what = "holds nothing" if not documents else "holds more than one document"
        raise ReadingError([Defect(file, 1, "yaml-documents", f"The file {what}.", "Put one document into it.")])
    return documents[0]


def read_all(content: bytes | str, file: str, largest: int = LARGEST) -> list[Document]:
    """All documents of a text (``---`` parts them); raises ``ReadingError`` with all that is wrong in them."""
    text = _decoded(content, file, largest)
    if found := _STRANGE.search(text):
        raise ReadingError([_strange(found[0], file, text.count("\n", 0, found.start()) + 1)])
    documents, defects = [], list[Defect]()
    for number, root in enumerate(_composed(text, file)):
        value = _Builder(file, defects).value(root)
        documents.append(Document(file, value, text, number, dict(_tops(root))))
    if defects:
        raise ReadingError(sorted(defects))
    return documents


def given(value: Any, file: str) -> Document:
    """A document from a value that was already parsed; it has no lines."""
    return Document(file, value, json.dumps(value, ensure_ascii=False, default=str))


class _Loader(CParser):
    """Composes nodes without guessing types: a node that carries a tag carries one that somebody wrote."""

    def resolve(self, kind: type, value: str | None, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...


def _strange(sign: str, file: str, line: int) -> Defect:
    message = f"A sign stands here that is no letter (U+{ord(sign):04X})."
    return Defect(file, line, "strange-sign", message, "Take it out; pasted text may bring it along.")


def _decoded(content: bytes | str, file: str, largest: int) -> str:
    if len(content) > largest:
        size = f"{len(content) / 2**20:.1f} MiB"
        message = f"The file is too large ({size}; the limit is {largest // 2**20} MiB)."
        raise ReadingError([Defect(file, 1, "file-too-large", message, "Split it.")])
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ReadingError(
            [Defect(file, line, "not-utf8", "The file is not UTF-8.", "Save it in that encoding.")]
        ) from None


def _composed(text: str, file: str) -> Iterator[yaml.Node]:
    try:
        loader = _Loader(text)
        while loader.check_node():
            root = loader.get_node()
            empty = isinstance(root, yaml.ScalarNode) and root.value == "" and root.style in {None, ""}
            if root is not None and not empty:
                yield root
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ReadingError([syntax(error, file)]) from None


def syntax(error: Exception, file: str) -> Defect:
    """What the parser says of a text that is no YAML."""
    line, said = 1, type(error).__name__
    if isinstance(error, yaml.MarkedYAMLError):
        # What is never closed is told where it was opened, not at the end of the file.
        unclosed = error.context_mark if "end of stream" in (error.problem or "") else None
        mark = unclosed or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        said = ", ".join(part for part in (error.context, error.problem) if part)
    elif isinstance(error, yaml.YAMLError):  # a character that YAML forbids has no mark
        said = " ".join(str(error).split())
    return Defect(file, line, "yaml-syntax", f"Not YAML: {said}.", "Mend the line.")


class _Builder:
    """Makes values of nodes; each node once, however many aliases lead to it."""

    def __init__(self, file: str, defects: list[Defect]) -> None:
        self._file, self._defects = file, defects
        self._made: dict[int, tuple[Any, int]] = {}
        self._open: list[int] = []

    def value(self, root: yaml.Node) -> Any:
        value, size = self._make(root)
        if size > MOST_NODES:
            self._say(root, "yaml-too-much", f"Its aliases mean more than {MOST_NODES} values.", "Use fewer aliases.")
        return value

    def _make(self, node: yaml.Node) -> tuple[Any, int]:
        if isinstance(node, yaml.ScalarNode):
            if node.tag:
                self._tag(node)
            if strange := _STRANGE.search(node.value):
                self._defects.append(_strange(strange[0], self._file, node.start_mark.line + 1))
            return (scalar(node.value) if node.style in {None, ""} else node.value), 1
        key = id(node)
        if key in self._made:
            return self._made[key]
        if key in self._open or len(self._open) >= DEEPEST:
            what = "It holds itself." if key in self._open else f"It is nested more than {DEEPEST} deep."
            self._say(node, "yaml-nesting", what, "Write it flat.")
            return None, 1
        if node.tag:
            self._tag(node)
        self._open.append(key)
        made = self._sequence(node) if isinstance(node, yaml.SequenceNode) else self._mapping(node)
        self._open.pop()
        self._made[key] = made
        return made

    def _sequence(self, node: yaml.SequenceNode) -> tuple[list[Any], int]:
        made = [self._make(child) for child in node.value]
        return [value for value, _size in made], 1 + sum(size for _value, size in made)

    def _mapping(self, node: yaml.Node) -> tuple[dict[str, Any], int]:
        mapping: dict[str, Any] = {}
        merged: list[dict[str, Any]] = []
        total = 1
        for key, child in node.value:
            value, size = self._make(child)
            total += size
            if not isinstance(key, yaml.ScalarNode):
                self._say(key, "yaml-key", "A key must be one word.", "Write the word.")
            elif key.value == "<<" and key.style in {None, ""}:
                merged += self._merged(child, value)
            elif key.value in mapping:
                self._say(key, "duplicate-key", f"The key {key.value!r} stands here twice.", "Keep one of them.")
            else:
                mapping[key.value] = value
        for other in merged:
            mapping = {**other, **mapping}
        return mapping, total

    def _merged(self, node: yaml.Node, value: Any) -> list[dict[str, Any]]:
        # Of several, the earlier wins (YAML 1.1 merge key); `found = {**other, **found}` keeps what came first.
        several = value if isinstance(value, list) else [value]
        if all(isinstance(one, dict) for one in several):
            return several
        self._say(node, "yaml-key", "`<<` takes a mapping or a list of them.", "Point it at a mapping.")
        return []

    def _tag(self, node: yaml.Node) -> None:
        if node.tag != "tag:yaml.org,2002:str":
            self._say(node, "yaml-tag", f"The tag {node.tag!r} is not allowed.", "Leave it out.")

    def _say(self, node: yaml.Node, code: str, message: str, remedy: str) -> None:
        self._defects.append(Defect(self._file, node.start_mark.line + 1, code, message, remedy))


def scalar(text: str) -> str | int | float | bool | None:
    """The value of a bare word by the core schema. Infinity and "not a number" stay words: JSON has neither."""
    if text in _NULL:
        return None
    if text[0] in _NUMBER_STARTS:
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text
    return _BOOL.get(text, text)


def _tops(root: yaml.Node) -> Iterator[tuple[Path, int]]:
    """The lines of the whole, of its parts, and of what stands in a list there."""
    yield (), root.start_mark.line + 1
    if isinstance(root, yaml.SequenceNode):
        yield from (((index,), one.start_mark.line + 1) for index, one in enumerate(root.value))
    for key, child in root.value if isinstance(root, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield (key.value,), key.start_mark.line + 1
            for index, one in enumerate(child.value if isinstance(child, yaml.SequenceNode) else ()):
                yield (key.value, index), one.start_mark.line + 1


def _child(node: yaml.Node, step: str | int) -> tuple[int, yaml.Node] | None:
    """The line at which the named part of a node begins (that of its key), and the part."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        part = node.value[step]
        return part.start_mark.line + 1, part
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, child in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value == step:
            return key.start_mark.line + 1, child
    sources = (child for key, child in node.value if isinstance(key, yaml.ScalarNode) and key.value == "<<")
    flat = (part for child in sources for part in (child.value if isinstance(child, yaml.SequenceNode) else [child]))
    return next((below for part in flat if (below := _child(part, step))), None)
