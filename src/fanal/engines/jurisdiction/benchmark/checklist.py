"""The checklist of the benchmark, its instruments, the crosswalk to other lists, and the commitments of Stockholm.

They are data (`corpus/standards/`), read as a whole or not at all: `StandardsError` holds every defect of all files.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fanal.engines.jurisdiction.files.reading import Defect, Document, ReadingError, read
from fanal.engines.jurisdiction.files.treaties import ARTICLES, NoSuchArticle, treaty_of
from fanal.engines.jurisdiction.files.validation import validate
from fanal.vocabulary.corpus import CORPUS

FOLDER = CORPUS / "standards"
FILES = {"checklist": "checklist.yaml", "instruments": "instruments.yaml", "stockholm": "stockholm.yaml"}
CROSSWALK, COLUMNS = "crosswalk.csv", ["from", "to", "kind", "source", "checked"]
KINDS, CHECKED = ("same", "part", "related"), ("no", "yes")
FORCES = ("M", "S", "G")
"""The text says shall; shall endeavour, may, or lets a state keep it out; it is guidance."""
GROUPS = ("A", "B", "C", "D")
JOINS = ("any", "all")


class StandardsError(ValueError):
    """Standards with errors; `defects` holds all of them."""

    def __init__(self, defects: Iterable[Defect]) -> None:
        self.defects = tuple(defects)
        super().__init__("\n".join(map(str, self.defects)))


@dataclass(frozen=True, slots=True)
class Place:
    """An article of an instrument with its force; `article` is empty where the whole is meant."""

    instrument: str
    article: str
    force: str

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".rstrip()


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of a set: a conduct, whether it is paid, by which means, and at which ages of the child.

    The ages are one below most ages of sexual consent, and the last of childhood, if none are named.
    """

    conduct: str
    commercial: bool = False
    means: frozenset[str] = frozenset()
    ages: tuple[int, ...] = (13, 17)


@dataclass(frozen=True, slots=True)
class Test:
    """One test in the closed language of the checklist; `any` and `all` hold `children`."""

    __test__ = False  # a test of the checklist, not pytest's

    op: str
    args: Mapping[str, Any]
    children: tuple["Test", ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist. `outside`: why it is not among the 48. `shown` tests never count.

    n/a where `not_applicable` is true, and for a part of a state where it is a matter `of_the_state`.
    """

    id: str
    title: str
    places: tuple[Place, ...]
    tests: tuple[Test, ...]
    shown: tuple[Test, ...] = ()
    not_applicable: Test | None = None
    of_the_state: bool = False
    outside: str = ""
    note: str = ""

    @property
    def group(self) -> str:
        return self.id.removeprefix("law.")[0]

    @property
    def code(self) -> str:
        """`A1`, as people write it."""
        return self.id.removeprefix("law.")

    @property
    def force(self) -> str:
        """`M`, `M/S` and so on: what its articles say; what binds one state is asked of `binding`."""
        found = {place.force for place in self.places}
        return "/".join(force for force in FORCES if force in found) or "G"


@dataclass(frozen=True, slots=True)
class Reservable:
    """An article that a party may keep out (`whole`) or only narrow, by which article, in what."""

    article: str
    by: str
    whole: bool
    what: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """`kind` is treaty, eu or guidance; `due` is the day from which a directive binds, None where there is none yet."""

    id: str
    title: str
    kind: str
    text: str
    due: date | None = None
    not_bound: frozenset[str] = frozenset()
    reservable: tuple[Reservable, ...] = ()
    unverified: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A line of another list and the item, the commitment or the chapter of Stockholm (`SA-4`) that it answers to."""

    origin: str
    item: str
    kind: str
    source: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment of Stockholm in Fanal's paraphrase; not to be shown outside a draft view until `checked`, or until
    an installation reviewed it. `indicators`: numbers beside it, none where people alone say; `feeds`: what helps who
    looks; `items`: of the checklist, on what the law does of it."""

    id: str
    chapter: str
    level: str
    paraphrase: str
    checked: bool
    indicators: tuple[str, ...]
    feeds: tuple[str, ...]
    items: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Standards:
    version: str
    items: Mapping[str, Item]
    sets: Mapping[str, tuple[Act, ...]]
    groups: Mapping[str, str]
    instruments: Mapping[str, Instrument]
    crosswalk: tuple[Crossing, ...]
    commitments: tuple[Commitment, ...]
    chapters: Mapping[str, str] = field(default_factory=dict)

    def counted(self) -> tuple[Item, ...]:
        """The 48, in their order."""
        return tuple(item for item in self.items.values() if not item.outside)


def load_standards(folder: Path = FOLDER) -> Standards:
    """The standards of a folder; raises `StandardsError` with every defect."""
    documents, defects = dict[str, Document](), list[Defect]()
    for kind, name in FILES.items():
        try:
            document = read((folder / name).read_bytes(), name)
        except ReadingError as error:
            defects += error.defects
        except OSError:
            defects.append(Defect(name, 0, "no-file", "The file cannot be read.", "Put it into the folder."))
        else:
            wrong = validate(document, frozenset((f"fanal.{kind}/1",)))
            defects += wrong
            if not wrong:
                documents[kind] = document
    rows, bad = _crossings(folder / CROSSWALK)
    defects += bad
    if len(documents) == len(FILES):
        defects += _checks(documents, rows)
    if defects:
        raise StandardsError(sorted(defects))
    return _made(documents, rows)


def _crossings(path: Path) -> tuple[list[tuple[int, Crossing]], list[Defect]]:
    """The crosswalk with the line of each row."""
    try:
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""), strict=True)
        table = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error):
        return [], [Defect(path.name, 0, "no-file", "The file cannot be read.", "Save it as CSV in UTF-8.")]
    if reader.fieldnames != COLUMNS:
        return [], [Defect(path.name, 1, "columns", "Other columns than these.", f"Write {','.join(COLUMNS)}.")]
    rows, defects = [], list[Defect]()
    for line, row in table:
        if row["kind"] not in KINDS or row["checked"] not in CHECKED or not row["source"]:
            remedy = f"kind: {' | '.join(KINDS)}; checked: no | yes; a source."
            defects.append(Defect(path.name, line, "crossing", "A cell is empty or has no known word.", remedy))
        rows.append((line, Crossing(row["from"], row["to"], row["kind"], row["source"], row["checked"] == "yes")))
    return rows, defects


# What a schema cannot say


def _checks(documents: Mapping[str, Document], rows: Iterable[tuple[int, Crossing]]) -> Iterator[Defect]:
    checklist, instruments, stockholm = (documents[kind] for kind in FILES)
    items = {item["id"] for item in checklist.value["items"]}
    known = {instrument["id"]: instrument for instrument in instruments.value["instruments"]}
    yield from _twice(checklist, "items")
    yield from _twice(instruments, "instruments")
    yield from _twice(stockholm, "commitments")
    for index, item in enumerate(checklist.value["items"]):
        path = ("items", index)
        for places in item["articles"].values():
            yield from (_article(checklist, path, place, known) for place in places if _wrong(place, known))
        named = [*item["tests"], *item.get("shown", ())]
        yield from _names(checklist, path, named, items, checklist.value["sets"])
    promised = {f"SA-{chapter}" for chapter in stockholm.value["chapters"]}
    promised |= {commitment["id"] for commitment in stockholm.value["commitments"]}
    for line, crossing in rows:
        if crossing.origin == crossing.item or crossing.item not in items | promised:
            remedy = "Name one of the checklist, a commitment or a chapter of Stockholm."
            yield Defect(CROSSWALK, line, "no-such-item", f"{crossing.item} is no item.", remedy)
    yield from _commitments(stockholm, items)


def _twice(document: Document, part: str) -> Iterator[Defect]:
    seen = set()
    for index, one in enumerate(document.value[part]):
        if one["id"] in seen:
            yield document.defect((part, index), "duplicate-id", f"{one['id']} stands here twice.", "Rename one.")
        seen.add(one["id"])


def _wrong(place: str, known: Mapping[str, Any]) -> bool:
    instrument, _, article = place.partition(" ")
    if instrument not in known or (article and known[instrument]["text"] == "facts" and instrument == "EU_RECAST"):
        return True
    if instrument not in ARTICLES or not article:
        return False
    try:
        treaty_of(instrument).text(article)
    except NoSuchArticle:
        return True
    return False


def _article(document: Document, path: tuple[str | int, ...], place: str, known: Mapping[str, Any]) -> Defect:
    if place.partition(" ")[0] not in known:
        return document.defect(path, "no-such-instrument", f"{place}: no such instrument.", "Add it to instruments.")
    return document.defect(path, "no-such-article", f"{place} is not in the text that we hold.", "Correct the article.")


def _names(
    document: Document, path: tuple[str | int, ...], tests: Iterable[Any], items: set[str], sets: Mapping[str, Any]
) -> Iterator[Defect]:
    for test in tests:
        (op, args), *_ = test.items()
        if op in JOINS:
            yield from _names(document, path, args, items, sets)
            continue
        for key in ("each", "of"):
            name = args.get(key)
            if isinstance(name, str) and name.isupper() and name not in sets:
                yield document.defect(path, "no-such-set", f"{name} is no set.", "Name one of `sets`.")
        for item in args.get("items", ()):
            if item not in items:
                yield document.defect(path, "no-such-item", f"{item} is no item.", "Name one of the checklist.")


def _commitments(document: Document, items: set[str]) -> Iterator[Defect]:
    for index, row in enumerate(document.value["commitments"]):
        path = ("commitments", index)
        if row["id"][3] != row["chapter"]:
            yield document.defect(path, "chapter", f"{row['id']} is of another chapter.", "Correct one of the two.")
        if not row["indicators"] and not row["feeds"] and not row["checklist"]:
            yield document.defect(path, "unmapped", f"{row['id']} leads nowhere.", "Name an indicator or an item.")
        if row["checked"] == "yes" and "checked_by" not in row:
            yield document.defect(path, "checked-by", f"{row['id']} was checked by nobody.", "Say who checked it.")
        if row["source"] not in document.value["sources"]:
            yield document.defect(path, "dangling-source", f"{row['source']} is no source.", "Add it to `sources`.")
        for item in row["checklist"]:
            if item not in items:
                yield document.defect(path, "no-such-item", f"{item} is no item.", "Name one of the checklist.")


# What is made of it


def _made(documents: Mapping[str, Document], rows: Iterable[tuple[int, Crossing]]) -> Standards:
    checklist, instruments, stockholm = (documents[kind].value for kind in FILES)
    return Standards(
        version=checklist["version"],
        items={item["id"]: _item(item) for item in checklist["items"]},
        sets={name: tuple(map(_act, acts)) for name, acts in checklist["sets"].items()},
        groups=dict(checklist["groups"]),
        instruments={instrument["id"]: _instrument(instrument) for instrument in instruments["instruments"]},
        crosswalk=tuple(crossing for _line, crossing in rows),
        commitments=tuple(_commitment(commitment) for commitment in stockholm["commitments"]),
        chapters=dict(stockholm["chapters"]),
    )


def _act(value: Mapping[str, Any]) -> Act:
    named = {"means": frozenset(value.get("means", ())), "ages": tuple(value.get("ages", Act("").ages))}
    return Act(**{**value, **named})


def _item(value: Mapping[str, Any]) -> Item:
    places = (
        Place(*_parted(place), force) for force in FORCES for place in value["articles"].get(force, ())
    )  # in the order of their force
    refuses = value.get("not_applicable")
    return Item(
        id=value["id"],
        title=value["title"],
        places=tuple(places),
        tests=tuple(map(_test, value["tests"])),
        shown=tuple(map(_test, value.get("shown", ()))),
        not_applicable=_test(refuses) if refuses else None,
        of_the_state=value.get("of_the_state", False),
        outside=value.get("outside", ""),
        note=value.get("note", ""),
    )


def _parted(place: str) -> tuple[str, str]:
    instrument, _, article = place.partition(" ")
    return instrument, article


def _test(value: Mapping[str, Any]) -> Test:
    (op, args), *_ = value.items()
    return Test(op, {}, tuple(map(_test, args))) if op in JOINS else Test(op, args)


def _instrument(value: Mapping[str, Any]) -> Instrument:
    due = value.get("transposition_due")
    reservable = (
        Reservable(row["article"], row["by"], row["out"] == "whole", row["what"]) for row in value.get("reservable", ())
    )
    return Instrument(
        value["id"],
        value["title"],
        value["kind"],
        value["text"],
        date.fromisoformat(due) if due else None,
        frozenset(value.get("not_bound", ())),
        tuple(reservable),
        value.get("unverified", ""),
        value.get("note", ""),
    )


def _commitment(value: Mapping[str, Any]) -> Commitment:
    return Commitment(
        value["id"],
        value["chapter"],
        value["level"],
        value["paraphrase"],
        value["checked"] == "yes",
        tuple(value["indicators"]),
        tuple(value["feeds"]),
        tuple(value["checklist"]),
        value["source"],
    )
