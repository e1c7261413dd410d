"""The sections of each kind of document, as data (`corpus/progress/skeletons`). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fanal.progress.composing.kinds import Kind, Output
from fanal.vocabulary.corpus import CORPUS
from fanal.vocabulary.files import Defect, Defective, read_yaml, twice

CONTENT: Final = CORPUS / "progress" / "skeletons"
SCHEMA: Final = "fanal.progress.skeleton/1"
LANGUAGES: Final = ("en", "fr", "es")
_HEAD: Final = {"schema", "output", "version", "source", "public", "sections"}
_SECTION: Final = {"code", "heading", "asks"}


@dataclass(frozen=True, slots=True)
class Section:
    """A section. `asks`: what belongs there; `kinds`: which blocks may stand there; `needed`: whether one must."""

    code: str
    heading: Mapping[str, str]
    asks: Mapping[str, str]
    kinds: tuple[Kind, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The sections of a document. `public`: whether it is written for everybody; `pages`: the most it may have."""

    output: Output
    version: int
    source: str
    public: bool
    pages: int | None
    sections: tuple[Section, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.sections)

    def section(self, code: str) -> Section | None:
        return next((one for one in self.sections if one.code == code), None)

    def first(self, kind: Kind) -> str:
        """The first section in which such a block may stand."""
        return next(one.code for one in self.sections if kind in one.kinds)


def read(folder: Path) -> Mapping[Output, Skeleton]:
    """One for each kind of document. Raises `Defective` with all that is wrong."""
    wrong: list[Defect] = []
    found: dict[Output, Skeleton] = {}
    for output in Output:
        path = folder / f"{output}.yaml"
        told = read_yaml(path)
        faults = _wrong(told, output)
        wrong += [Defect(path.name, key, words) for key, words in faults]
        if not faults:
            found[output] = _made(told)
    if wrong:
        raise Defective(wrong)
    return found


def _made(told: Any) -> Skeleton:
    sections = tuple(
        Section(
            one["code"], one["heading"], one["asks"], tuple(map(Kind, one.get("kinds", list(Kind)))),
            bool(one.get("needed")),
        )
        for one in told["sections"]
    )  # fmt: skip
    return Skeleton(
        Output(told["output"]), told["version"], told["source"], told["public"], told.get("pages"), sections
    )


def _wrong(told: Any, output: Output) -> list[tuple[str, str]]:
    if not isinstance(told, dict) or told.get("schema") != SCHEMA or not _HEAD <= set(told) <= {*_HEAD, "pages"}:
        return [("", f"this is not {SCHEMA}, or a key is missing or unknown")]
    wrong = [("output", f"its file is that of {output}")] if told["output"] != output else []
    wrong += [("source", "where the headings come from")] if not told["source"] else []
    wrong += [("public", "true or false")] if not isinstance(told["public"], bool) else []
    sections = told["sections"]
    if not isinstance(sections, list) or not sections:
        return [*wrong, ("sections", "at least one")]
    for at, one in enumerate(sections):
        if not isinstance(one, dict) or not _SECTION <= set(one) <= {*_SECTION, "kinds", "needed"}:
            wrong.append((f"sections[{at}]", "a key is missing or unknown"))
            continue
        for key in ("heading", "asks"):
            if not isinstance(one[key], dict) or set(one[key]) != set(LANGUAGES) or not all(one[key].values()):
                wrong.append((f"sections[{at}].{key}", f"a text in each of {', '.join(LANGUAGES)}"))
        if unknown := set(one.get("kinds", ())) - set(Kind):
            wrong.append((f"sections[{at}].kinds", f"no such block: {', '.join(sorted(unknown))}"))
    codes = [str(one.get("code")) for one in sections if isinstance(one, dict)]
    return wrong + [("sections", f"twice: {code}") for code in twice(codes)]


@cache
def shipped() -> Mapping[Output, Skeleton]:
    """Those that ship with Fanal."""
    return read(CONTENT)
