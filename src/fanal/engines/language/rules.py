"""The terms of child protection as patterns: read from the corpus, checked, compiled.

``terminology.csv`` holds the terms with their rating and reason; ``terminology_patterns.yaml`` beside it holds how each
is found in English, French and Spanish, with the sentences that prove it. Both are closed: an unknown key, a rated term
without patterns or reason, or a pattern without a sentence is an error.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePath
from typing import Any

import yaml

import fanal

CORPUS = Path(fanal.__file__).parents[2] / "corpus"
"""Where the corpus lies in a checkout; every function that reads it takes another folder as an argument."""
LANGUAGES = ("en", "fr", "es")
# Not the paragraph mark U+2029, which readers put between blocks of a page: no term reaches across it.
_SPACE = r"[\x20\t\n\r\f\v\u00a0\u2000-\u200a\u202f\u3000\-‐‑]"
_LEVELS = {"avoid": "block", "caution": "warn"}
_TOP = {"parts", "titles", "quotation_keys", "audiences", "files", "terms"}
_TERM = {"reason", "only", "not_in", *LANGUAGES}
_PATTERNS = {"find", "except", "say", "wrong", "right"}


class RulesError(ValueError):
    """The corpus of terms is not what it must be; says which term and why."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """How one term is found in one language. ``wrong`` and ``right`` are the sentences of its tests."""

    find: tuple[re.Pattern[str], ...]
    allowed: tuple[re.Pattern[str], ...]
    wrong: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A rated term. ``level``: ``block`` (rated avoid) or ``warn`` (rated caution). ``say`` is by language."""

    id: str
    words: str
    status: str
    level: str
    why: str
    say: Mapping[str, str]
    patterns: Mapping[str, Patterns]
    only: str = ""
    not_in: tuple[str, ...] = ()
    unpatterned: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the linter needs. ``audiences`` and ``files`` hold globs for the ends of paths."""

    terms: Mapping[str, Term]
    titles: Mapping[str, tuple[re.Pattern[str], ...]]
    quotation_keys: frozenset[str]
    audiences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: tuple[str, ...] = ()

    def audience_of(self, path: PurePath) -> str:
        """For whom the file at ``path`` is written, as far as its name says; empty for everybody."""
        return next((name for name, globs in self.audiences.items() if matches(path, globs)), "")


def matches(path: PurePath, globs: tuple[str, ...]) -> bool:
    """Whether a path fits one of the globs, ``**`` standing for any number of folders."""
    return any(path.full_match(glob) for glob in globs)


@cache
def load(corpus: Path = CORPUS) -> Rules:
    """The rules of a corpus folder; raises ``RulesError`` where they are not whole, ``OSError`` where they are not."""
    with (corpus / "terminology.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    data = yaml.safe_load((corpus / "terminology_patterns.yaml").read_text("utf-8"))
    _closed("terminology_patterns.yaml", data, _TOP)
    parts = data["parts"]
    terms = {row["id"]: _term(row, data["terms"].get(row["id"]), parts) for row in rows if row["status"] in _LEVELS}
    if strange := set(data["terms"]) - set(terms):
        raise RulesError(f"no term rated avoid or caution: {', '.join(sorted(strange))}")
    return Rules(
        terms,
        {language: tuple(_compiled(t, parts[language]) for t in data["titles"][language]) for language in LANGUAGES},
        frozenset(data["quotation_keys"]),
        {name: tuple(globs) for name, globs in data["audiences"].items()},
        tuple(entry["path"] for entry in data["files"] if entry["reason"]),
    )


def _term(row: Mapping[str, str], entry: Any, parts: Mapping[str, Mapping[str, str]]) -> Term:
    name = row["id"]
    if not entry:
        raise RulesError(f"{name}: rated {row['status']} and has neither patterns nor a reason")
    _closed(name, entry, _TERM)
    held = [language for language in LANGUAGES if language in entry]
    if len(held) < len(LANGUAGES) and (held or not entry.get("reason")):
        raise RulesError(f"{name}: needs patterns in {', '.join(LANGUAGES)}, or a reason and none")
    return Term(
        name,
        row["term_en"],
        row["status"],
        _LEVELS[row["status"]],
        row["reason"],
        {language: _say(row, entry, language) for language in LANGUAGES if held},
        {language: _patterns(f"{name} {language}", entry[language], parts[language]) for language in held},
        entry.get("only", ""),
        tuple(entry.get("not_in", ())),
        entry.get("reason", ""),
    )


def _say(row: Mapping[str, str], entry: Mapping[str, Any], language: str) -> str:
    column = "use_instead_en" if language == "en" else language
    say = entry[language].get("say") or row[column]
    if not say:
        raise RulesError(f"{row['id']} {language}: nothing to say instead")
    return str(say)


def _patterns(name: str, entry: Mapping[str, Any], parts: Mapping[str, str]) -> Patterns:
    _closed(name, entry, _PATTERNS)
    if not (entry.get("find") and entry.get("wrong") and entry.get("right")):
        raise RulesError(f"{name}: needs find, wrong and right")
    return Patterns(
        tuple(_compiled(pattern, parts) for pattern in entry["find"]),
        tuple(_compiled(pattern, parts) for pattern in entry.get("except", ())),
        tuple(entry["wrong"]),
        tuple(entry["right"]),
    )


def _compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    for name, part in parts.items():
        pattern = pattern.replace(f"<{name}>", part if name == "gap" else rf"(?<!\w)(?:{part})(?!\w)")
    spaced = pattern.replace(" ?", f"{_SPACE}*").replace(" ", f"{_SPACE}+").replace("’", "['’]")
    try:
        return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE)
    except re.error as error:
        raise RulesError(f"{pattern!r}: {error}") from error


def _closed(name: str, entry: Mapping[str, Any], keys: set[str]) -> None:
    if strange := set(entry) - keys:
        raise RulesError(f"{name}: unknown {', '.join(sorted(strange))}")
