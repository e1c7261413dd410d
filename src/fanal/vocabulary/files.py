"""Files of `corpus/` that people write by hand: read strictly, with all their defects named at once."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Between these somebody checked something, and months can be counted from it in both directions."""
_MOST_DEFECTS = 50
_NO_SIGN = "a character that no text has"


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, in which file (its name) and at which key (`contacts[2].verified.on`)."""

    file: str
    key: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key or '(file)'}: {self.words}"


class Defective(ValueError):
    """A file cannot be used. `defects` holds everything that was found, not only the first."""

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        super().__init__("\n".join(map(str, self.defects)))


def twice(names: Iterable[str]) -> list[str]:
    """The names that are there more than once, each once."""
    return sorted(name for name, count in Counter(names).items() if count > 1)


class _Loader(yaml.SafeLoader):
    """YAML that refuses a key written twice (the second would silently win) and one that is no text, and in which, as
    in YAML 1.2, only `true` and `false` are truth values: `on: 2026-05-02`, `no` and the country NO are texts."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if not all(isinstance(key, str) for key in keys):
            raise yaml.constructor.ConstructorError(None, None, "a key that is no text", node.start_mark)
        if doubled := twice(keys):
            raise yaml.constructor.ConstructorError(None, None, f"written twice: {', '.join(doubled)}", node.start_mark)
        return super().construct_mapping(node, deep)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        """An escape writes nothing that could not stand there by itself: no half of a sign, no control character."""
        found = super().construct_scalar(node)
        if self.NON_PRINTABLE.search(found):
            raise yaml.constructor.ConstructorError(None, None, _NO_SIGN, node.start_mark)
        return found


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))


def read_yaml(path: Path) -> Any:
    """What the file holds; raises `Defective` where it is not there, cannot be opened, is not UTF-8 or not YAML."""
    try:
        return _parsed(path.read_text(encoding="utf-8"), path.name, _Loader)
    except FileNotFoundError:
        raise Defective([Defect(path.name, "", "there is no such file")]) from None
    except UnicodeDecodeError:
        raise Defective([Defect(path.name, "", "not readable: not UTF-8")]) from None
    except OSError:
        raise Defective([Defect(path.name, "", "it cannot be opened")]) from None


def lines_of(path: Path) -> Mapping[str, int]:
    """The line of each key of a file that `read_yaml` can read, by keys as a `Checker` names them (`a[2].c`)."""
    found: dict[str, int] = {}
    _count(yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader), "", found)
    return found


def _count(node: yaml.Node | None, key: str, found: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            inside = f"{key}.{name.value}" if key else name.value
            found[inside] = name.start_mark.line + 1
            _count(value, inside, found)
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            found[f"{key}[{at}]"] = value.start_mark.line + 1
            _count(value, f"{key}[{at}]", found)


def parse_yaml(text: str, file: str) -> Any:
    """What a text holds that somebody typed; raises `Defective` where it is not YAML. `file`: how it is called."""
    return _parsed(text, file, _TypedLoader)


def _parsed(text: str, file: str, loader: type[_Loader]) -> Any:
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (line {line + 1})" if line is not None else ""
        problem = getattr(error, "problem", None) or _NO_SIGN
        raise Defective([Defect(file, "", f"not readable{where}: {problem}")]) from None
    except (
        ValueError,
        TypeError,
        RecursionError,
    ):  # 30 February, a key that is a list, a thousand brackets
        raise Defective([Defect(file, "", "not readable: a value is none")]) from None


class _TypedLoader(_Loader):
    """For what somebody typed or pasted: no references, of which a few lines unfold to any size."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(None, None, "a reference (*…)", mark)
        return super().compose_node(parent, index)


class _Dumper(yaml.SafeDumper):
    """Writes what `_Loader` reads, each part where it stands and never as a reference to an equal one."""

    yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

    def ignore_aliases(self, data: object) -> bool:
        return True


def written_yaml(document: Mapping[str, Any]) -> str:
    """A document as text: what `parse_yaml` reads from it is the same again."""
    return yaml.dump(dict(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


class Checker:
    """Collects defects of one file while its parts are read; `done()` raises if there were any, and so does the last
    that is told of very many. `lines`: where its keys stand (`lines_of`), to be told with the file."""

    def __init__(self, file: str, lines: Mapping[str, int] | None = None) -> None:
        self.file = file
        self.lines = lines or {}
        self.defects: list[Defect] = []

    def wrong(self, key: str, words: str) -> None:
        self.defects.append(Defect(self._where(key), key, words))
        if len(self.defects) == _MOST_DEFECTS:
            raise Defective([*self.defects, Defect(self.file, "", "and more")])

    def _where(self, key: str) -> str:
        """The file, and the line of a key: of one that is missing the line of what should hold it."""
        while key and key not in self.lines:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return f"{self.file}:{self.lines[key]}" if key else self.file

    def keys(self, value: Any, key: str, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
        """The mapping at `key`, its keys closed; an empty one where it is none, so that reading can go on."""
        if not isinstance(value, dict):
            self.wrong(key, "a group of keys is expected")
            return {}
        prefix = f"{key}." if key else ""
        for name in sorted(set(required) - set(value)):
            self.wrong(f"{prefix}{name}", "missing")
        for name in sorted(set(value) - set(required) - set(optional)):
            self.wrong(f"{prefix}{name}", "no such key")
        return value

    def items(self, value: Any, key: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.wrong(key, "a list is expected")
        return []

    def text(self, value: Any, key: str, *, empty: bool = False) -> str:
        if isinstance(value, str) and (empty or value.strip()):
            return value.strip()
        self.wrong(key, "a text is expected (numbers in quotation marks)")
        return ""

    def texts(self, value: Any, key: str) -> tuple[str, ...]:
        return tuple(self.text(item, f"{key}[{at}]") for at, item in enumerate(self.items(value, key)))

    def one_of(self, value: Any, key: str, allowed: Iterable[str]) -> str:
        allowed = list(allowed)
        if isinstance(value, str) and value in allowed:
            return value
        self.wrong(key, f"must be one of: {', '.join(allowed)}")
        return ""

    def day(self, value: Any, key: str) -> date | None:
        if type(value) is not date:
            self.wrong(key, "a day is expected (2026-05-02)")
            return None
        if not FIRST_DAY <= value <= LAST_DAY:
            self.wrong(key, "a day from 2000 to 2100 is expected")
        return value

    def number(self, value: Any, key: str, low: int, high: int) -> int:
        if type(value) is int and low <= value <= high:
            return value
        self.wrong(key, f"a whole number from {low} to {high} is expected")
        return low

    def share(self, value: Any, key: str) -> float:
        if type(value) in {int, float} and 0 <= value <= 1:
            return float(value)
        self.wrong(key, "a share from 0 to 1 is expected")
        return 0.0

    def truth_value(self, value: Any, key: str) -> bool:
        if isinstance(value, bool):
            return value
        self.wrong(key, "true or false is expected")
        return False

    def done(self) -> None:
        if self.defects:
            raise Defective(self.defects)
