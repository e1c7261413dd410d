"""What a release consists of: names of its files, and what those who make it must say
(docs/disclosure.md, "A release")."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from fanal.engines.disclosure.model import ClassSet, Coverage, Protected, Spend

SCHEMA = "fanal.release/1"
RELEASE, SIGNATURE = "release.json", "release.sig"
LICENCE = "CC BY 4.0"
SOURCE = "Source of the table: "
"""How the note begins that says where a capture table was published: the one text in which authors may be named."""
AGENCY = "FANAL"
SYNTHETIC, SYNTHETIC_ERROR, SYNTHETIC_PICTURE = "synthetic.csv", "synthetic-error.json", "synthetic-error.svg"
SYNTHETIC_SCHEMA, SYNTHETIC_PREFIX = "fanal.synthetic/1", "synthetic_"
"""The error table; what the name of every column of synthetic rows begins with."""
ESTIMATE, ESTIMATE_PICTURE, ESTIMATE_CSV = "estimate.json", "estimate.svg", "estimate.csv"

ESTIMATE_FIELDS = ("point", "lower", "upper", "level", "assumptions", "warnings", "reasons", "method", "observed")
"""What `release.json` repeats of an estimate, so that no reader has a point without the rest."""

type BundleKind = Literal["tables", "estimate", "not_estimable"]
type Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class About:
    """What a release is. `definition`: who is counted, in words. `supersedes`: the id of the release that it corrects
    or replaces, with `reason`. `question`: the id of the question that it answers."""

    id: str
    title: str
    population: str
    definition: str
    publisher: str
    published_on: date
    version: int = 1
    question: str = ""
    supersedes: str | None = None
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """That somebody reviewed the release: the role and the day, never a name."""

    role: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class SyntheticFiles:
    """Synthetic rows as CSV, how far counts of them are from the noised counts as JSON, and what they cost."""

    rows: bytes
    error: bytes
    spent: tuple[Spend, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistician:
    """Who, outside the network, signed the exact JSON of an estimate. `signature`: as text, such as base64."""

    name: str
    affiliation: str
    signature: str


@dataclass(frozen=True, slots=True)
class Estimated:
    """A result of the prevalence engine: its JSON and its picture, as bytes, and who stands for it."""

    result: bytes
    picture: bytes
    statistician: Statistician


@dataclass(frozen=True, slots=True)
class Bundle:
    """A release that was read and is whole. `document` is its `release.json`, `sha256` that of its exact bytes.

    `tables` with their `classes`, or `estimate`: the JSON of the prevalence engine as it was signed.
    """

    document: Mapping[str, Any] = field(repr=False)
    files: Files = field(repr=False)
    sha256: str
    coverage: Coverage
    tables: tuple[Protected, ...] = ()
    classes: ClassSet | None = None
    estimate: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def kind(self) -> BundleKind:
        kind: BundleKind = self.document["kind"]
        return kind

    @property
    def title(self) -> str:
        return str(self.document["title"])

    @property
    def population(self) -> str:
        return str(self.document["population"]["name"])

    @property
    def cohorts(self) -> tuple[int, ...]:
        return tuple(self.document.get("cohorts", ()))

    @property
    def synthetic(self) -> bytes | None:
        """The synthetic rows as CSV, if the release has any."""
        return self.files.get(SYNTHETIC)


def canonical_json(value: Any) -> bytes:
    """Sorted keys, no spaces, UTF-8, a line end: the same value is always the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode()
