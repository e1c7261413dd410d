"""What no schema can say: ids, dates, sources, states and references, in each document and between all of them.

A part of a document whose shape is wrong is not looked at further: its shape is among the defects already.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from fanal.engines.jurisdiction.files import authoring, stored
from fanal.engines.jurisdiction.files.authoring import PARTS, Found, Spot
from fanal.engines.jurisdiction.files.compiling import GROUPS, TEMPORAL, Fields, conducts, edges, merged, years
from fanal.engines.jurisdiction.files.reading import Defect, Document
from fanal.engines.jurisdiction.model import FICTIONAL, NO_STATE
from fanal.vocabulary.countries import in_place_of, is_country
from fanal.vocabulary.dates import months_later

LAW = "fanal.law/1"
LONGEST_UNREAD = 60  # months between the newest text of a corpus and one that still stands for the law of today
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
# Copies of law by others help a drafter; what is cited is the official source.
_MIRRORS = ("github.com", "githubusercontent.com", "gitlab.com")


def check(documents: Sequence[Document], unsound: frozenset[str], blocked: frozenset[str]) -> Found:
    """All defects of documents that name a known schema. `unsound`: files whose shape has defects."""
    roots = [Spot(document, (), document.value) for document in documents]
    leaves = [defect for root in roots for defect in _leaves(root)]
    yield from leaves
    broken = unsound | {defect.file for defect in leaves if defect.code == "no-such-date"}
    names = set[tuple[str, str]]()
    for root in roots:
        common = (partial(_blocked, blocked=blocked), _sources, _reviews, partial(_names, seen=names))
        for look in common if root.value["schema"] != LAW else (*common, _law(root.document.file in broken)):
            yield from _guarded(look, root, root.document.file in broken)
    laws = [root for root in roots if root.value["schema"] == LAW]
    yield from _ids(laws)
    yield from _runs_on([law for law in laws if law.document.file not in broken])


def _guarded(one: Callable[[Spot], Found], spot: Spot, broken: bool) -> Found:
    try:
        yield from one(spot)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
        if not broken:
            raise


def _law(broken: bool) -> Callable[[Spot], Found]:
    def checked(law: Spot) -> Found:
        for one in (_jurisdiction, _degrees, _graver, _coverage, _groups, _definitions, stored.differing):
            yield from _guarded(one, law, broken)
        for part in PARTS:
            for spot in _each(law, part):
                yield from _guarded(partial(authoring.provision, part=part), spot, broken)

    return checked


def _each(root: Spot, part: str) -> Iterator[Spot]:
    """The mappings of a list, if it is one."""
    held = root.value.get(part)
    found = (root.at(part, index) for index in range(len(held) if isinstance(held, list) else 0))
    yield from (spot for spot in found if isinstance(spot.value, dict))


# Everything in a document that is a day, or names a source, a state or an offence.


@dataclass(frozen=True, slots=True)
class _Leaves:
    """One walk through a document; what it finds is in `defects`."""

    root: Spot
    sources: frozenset[str]
    offences: frozenset[str]
    defects: list[Defect]

    def walk(self, value: Any, path: tuple[str | int, ...]) -> None:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inside in parts:
            if isinstance(inside, dict | list):
                self.walk(inside, (*path, key))
            elif isinstance(inside, str):
                self._leaf(inside, path, key)

    def _leaf(self, value: str, path: tuple[str | int, ...], key: str | int) -> None:
        if value[4:5] == "-" and _DATE.fullmatch(value):
            if not _is_day(value):
                self._say("no-such-date", f"There is no day {value}.", "Mend the day.", path, key)
        elif key == "source" and path[0] != "sources":
            if value not in self.sources:
                self._say("no-such-source", f"There is no source {value!r}.", "Add it to `sources`.", path, key)
        elif key in {"state", "with"} and path[0] in {"rows", "groups", "extradition"}:
            if not _is_state(value):
                message = _former(value) or f"{value!r} is no state."
                self._say("no-such-state", message, "Write its ISO 3166-1 code.", path, key)
        elif (key == "degree_of" or path[-1:] in {("offences",), ("offence_in",)}) and value not in self.offences:
            self._say("no-such-offence", f"This file has no offence {value!r}.", "Add it, or mend the id.", path, key)

    def _say(self, code: str, message: str, remedy: str, path: tuple[str | int, ...], key: str | int) -> None:
        self.defects.append(self.root.error(code, message, remedy, *path, key))


def _leaves(root: Spot) -> Found:
    sources, offences = root.value.get("sources"), (spot.value.get("id") for spot in _each(root, "offences"))
    known = frozenset(sources if isinstance(sources, dict) else ())
    found = _Leaves(root, known, frozenset(one for one in offences if isinstance(one, str)) | {"*"}, [])
    found.walk(root.value, ())
    yield from found.defects


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _former(code: str) -> str:
    """What is to be said of the code of a state that is no more; nothing of any other."""
    today = in_place_of(code)
    held = f"Unicode CLDR names {', '.join(today)} in its place"
    return f"{code!r} is no current code, like that of a former state: {held}." if today else ""


def _is_state(code: str) -> bool:
    return code in FICTIONAL or (code != NO_STATE and is_country(code))


def _blocked(root: Spot, blocked: frozenset[str]) -> Found:
    if root.value["schema"] == "fanal.blocked_sources/1":
        return
    text = root.document.text.lower()
    if not any(domain in text for domain in blocked):
        return
    for host in _HOST.finditer(text):
        labels = host[0].split(".")
        if any(".".join(labels[start:]) in blocked for start in range(len(labels) - 1)):
            line = text.count("\n", 0, host.start()) + 1 if root.document.tops else 0
            message = f"The domain {host[0]} may not be cited."
            yield root.document.defect((), "blocked-source", message, "Read the statute itself.", line=line)


def _sources(root: Spot) -> Found:
    """Every source is dated, and leads to where the law is published."""
    sources = root.value.get("sources", {})
    for key, source in sources.items():
        host = urlsplit(source.get("url", "")).hostname or ""
        if any(host == mirror or host.endswith(f".{mirror}") for mirror in _MIRRORS):
            message = "A copy by somebody else is no source."
            remedy = "Give the official address; name the copy in `via`."
            yield root.error("url-mirror", message, remedy, "sources", key, "url")
        if source["kind"] == "statute" and not {"version_date", "stand"} & set(source):
            message = "The source does not say which state of the law it shows."
            yield root.error(
                "source-undated", message, "Add `version_date` or `stand`.", "sources", key, severity="warning"
            )


# One law.


def _jurisdiction(law: Spot) -> Found:
    code, file = law.value["jurisdiction"], re.split(r"[/\\]", law.document.file)
    if not _is_state(code.partition("-")[0]):
        message = _former(code.partition("-")[0]) or f"{code!r} is no country, and no part of one."
        yield law.error("no-such-jurisdiction", message, "Write its ISO 3166 code.", "jurisdiction")
    if file[-2:-1] == ["jurisdictions"] and file[-1] != f"{code}.yaml":
        yield law.error("file-name", f"The file holds the law of {code}.", f"Call it {code}.yaml.", "jurisdiction")


def _degrees(law: Spot) -> Found:
    above: dict[str, set[str]] = {}
    for spot in law.each("offences"):
        texts = [spot.value, *spot.value["versions"]]
        above[spot.value["id"]] = {text["degree_of"] for text in texts if "degree_of" in text}
    for index, start in enumerate(above):
        seen, todo = set[str](), set(above[start])
        while todo:
            seen |= todo
            todo = {higher for lower in todo for higher in above.get(lower, ())} - seen
        if start in seen:
            message = f"Following `degree_of` from {start} leads back to it."
            yield law.error("degree-cycle", message, "Point the degrees at the basic offence.", "offences", index)


def _graver(law: Spot) -> Found:
    """A graver degree says what makes it graver, or every act that is the basic offence would be the graver one."""
    offences = {spot.value["id"]: spot for spot in law.each("offences")}
    for version in (one for spot in offences.values() for one in _texts(spot)):
        base = offences.get(version.value.get("degree_of"))
        if base and any(_same_but_graver(version.value, other.value) for other in _texts(base)):
            message = f"It asks for the same as {base.value['id']} and weighs more: nothing says what makes it graver."
            remedy = "Add what the text names to its elements; `also_asks` where no fact tells."
            yield version.error("degree-unsaid", message, remedy, severity="warning")


def _texts(spot: Spot) -> Iterator[Spot]:
    """The versions of a provision whose wording is known, each with all of its fields."""
    for version in spot.each("versions"):
        if not version.value.get("unknown"):
            yield Spot(spot.document, version.path, merged(spot.value, version.value))


def _same_but_graver(one: Fields, base: Fields) -> bool:
    return one.get("elements") == base.get("elements") and _weight(one) > _weight(base)


def _weight(fields: Fields) -> tuple[float, float]:
    held = (fields.get(name, "undetermined") for name in ("max_penalty_years", "min_penalty_years"))
    most, least = (0.0 if one == "undetermined" else years(one).high for one in held)
    return most, least


def _coverage(law: Spot) -> Found:
    for spot in law.each("coverage"):
        first, last = spot.value.get("from"), spot.value.get("to")
        if first and last and last < first:
            yield spot.error("date-order", "The coverage ends before it begins.", "Mend the days.")
        irrelevant = {one["art"] for one in spot.value.get("irrelevant", ())}
        left = (one for one in law.value.get("not_entered", ()) if one["art"] not in irrelevant)
        if both := {conduct for one in left for conduct in conducts(one["covers"])} & conducts(spot.value["conducts"]):
            message = f"Declared complete, though `not_entered` names a provision: {', '.join(sorted(both))}."
            remedy = "Enter it first, or say under `irrelevant` why it does not matter."
            yield spot.error("covered-not-entered", message, remedy, severity="warning")


def _groups(law: Spot) -> Found:
    """Groups of fields that are read as a whole have a citation and a review like every provision."""
    temporal = law.value.get("temporal", {})
    spots = [law.at("temporal", name) for name in TEMPORAL if name in temporal]
    spots += [law.at(name) for name in GROUPS if name in law.value and name != "settings"]
    for spot in [*spots, *law.each("victim_measures")]:
        yield from authoring.cited(spot)


def _definitions(law: Spot) -> Found:
    for spot in law.each("definitions"):
        yield from authoring.cited(spot)
        source = (spot.value.get("cite") or {}).get("source")
        kind = law.value["sources"].get(source, {}).get("kind", "statute")
        if spot.value["term"] == "age_of_consent" and kind not in {"statute", "translation"}:
            message = f"An age of sexual consent comes from the statute, not from a source of the kind {kind}."
            yield spot.error("consent-age-source", message, "Read the statute, or leave the definition out.", "cite")


# Between documents.


def _ids(laws: Sequence[Spot]) -> Found:
    """No id is given twice, in whatever file, nor again after it was retired; each begins with its jurisdiction."""
    lists = [law.value.get("retired") for law in laws]
    retired = {name for ids in lists if isinstance(ids, list) for name in ids if isinstance(name, str)}
    first, owners = dict[str, Spot](), dict[str, Spot]()
    for law in laws:
        code = str(law.value.get("jurisdiction"))
        if code in owners:
            message = f"The law of {code} is also in {owners[code].document.file}."
            yield law.error("duplicate-jurisdiction", message, "Keep one file.", "jurisdiction")
        owners.setdefault(code, law)
        for spot in (spot for part in (*PARTS, "victim_measures") for spot in _each(law, part)):
            if isinstance(spot.value.get("id"), str):
                yield from _id(spot, code, first, retired)


def _runs_on(laws: Sequence[Spot]) -> Found:
    """A version without an end rests on a text that is not old beside the newest that the corpus was read from.

    Where reading stopped long ago the version ends "after" that day, so that the answer says so (decision 5); what is
    recalled does not take it further.
    """
    newest = max((day for law in laws for day in _read_on(law).values()), default=None)
    if newest is None:
        return
    oldest = months_later(newest, -LONGEST_UNREAD)
    for law in laws:
        days = _read_on(law)
        for spot in (spot for part in PARTS for spot in _each(law, part)):
            yield from _goes_on(spot, days, oldest)


def _goes_on(spot: Spot, days: dict[str, date], oldest: date) -> Found:
    texts = False
    for version in spot.each("versions"):
        source = version.value.get("source")
        read, start = days.get(str(source)), edges(version.value)[0]
        seen = [day for day in (read, start and start.by) if day]
        if "to" not in version.value and read and max(seen) < oldest:
            message = f"The text was read as of {read} and runs on without end."
            remedy = f"Write `to: {{after: {read}}}`, or name its source in `compared` of a later one that agrees."
            yield version.error("runs-on", message, remedy, severity="warning")
        elif "to" not in version.value and texts and not source and version.value.get("from_memory"):
            message = "What was read until then is recalled from then on, and runs on without end."
            remedy = "Let the version before end `after` the day on which it was read, or name a later text."
            yield version.error("runs-on", message, remedy, severity="warning")
        texts = texts or bool(source)


def _read_on(law: Spot) -> dict[str, date]:
    """The day of each dated source, or that of the latest with which it was compared whole."""
    sources = law.value.get("sources", {})
    days = {key: date.fromisoformat(one["version_date"]) for key, one in sources.items() if "version_date" in one}
    compared = {key: [name for name, one in sources.items() if key in one.get("compared", ())] for key in days}
    return {key: max([day, *(days[name] for name in compared[key] if name in days)]) for key, day in days.items()}


def _id(spot: Spot, code: str, first: dict[str, Spot], retired: set[str]) -> Found:
    own = spot.value["id"]
    if not own.startswith(f"{code.lower()}."):
        message = f"The id {own!r} does not begin with its jurisdiction."
        yield spot.error("id-elsewhere", message, f"Begin it with {code.lower()}.", "id")
    if own in retired:
        yield spot.error("retired-id", f"The id {own!r} was retired.", "Give it another one.", "id")
    if own in first:
        other = first[own]
        place = f"{other.document.file}:{other.document.line(other.path)}"
        yield spot.error("duplicate-id", f"The id {own!r} is given twice, first at {place}.", "Change one.", "id")
    first.setdefault(own, spot)


def _names(root: Spot, seen: set[tuple[str, str]]) -> Found:
    """Profiles, costs, groups and their members are named once."""
    for path, kind, name in _named(root.value):
        if (kind, name) in seen:
            yield root.error("duplicate-id", f"The {kind} {name!r} is there twice.", "Keep one.", *path)
        seen.add((kind, name))


def _named(value: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    for part, kind, key in (("profiles", "profile", "id"), ("costs", "cost", "atom")):
        yield from (((part, index), kind, one[key]) for index, one in enumerate(value.get(part, ())))
    for group, members in value.get("groups", {}).items():
        yield ("groups", group), "group", group
        yield from ((("groups", group, i), f"member of {group}", one["state"]) for i, one in enumerate(members))


def _reviews(root: Spot) -> Found:
    """Reviews of rows that are not provisions of law."""
    for spot in (one for part in ("rows", "treaties") for one in _each(root, part)):
        yield from authoring.review(spot)
