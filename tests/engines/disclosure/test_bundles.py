"""A release as files: always the same bytes, whole or refused, and readable without any code of Fanal."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.engines.disclosure.releases import (
    ABOUT,
    CLASSES,
    COVERAGE,
    REVIEWS,
    SPECS,
    children,
    cube_of,
    made,
    synthetic_rows,
)

from fanal.engines.disclosure import bundles, csvw, sdmx, synthetic_parts, tables
from fanal.engines.disclosure.bundles import Estimated, NotWhole, Signature, Statistician
from fanal.engines.disclosure.model import (
    Cell,
    DisclosureError,
    ErrorTable,
    Policy,
    Protected,
    State,
    TableSpec,
)
from fanal.engines.disclosure.pictures import title
from fanal.engines.disclosure.protect import protect
from fanal.engines.disclosure.svg import svg
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.svg import svg as forest
from fanal.engines.prevalence.table import CaptureTable

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"
WHO = Statistician("Ann Example", "University of Examples", "c2lnbmF0dXJl")


@cache
def release() -> dict[str, bytes]:
    """Two tables of so few children that some cells are hidden."""
    return bundles.bundle(
        protect(cube_of([children(260)]), SPECS, Policy()),
        synthetic_rows(("age", "sex"), ("missing", "girl")),
        COVERAGE,
        REVIEWS,
        ABOUT,
    )


def changed(**parts: Any) -> dict[str, bytes]:
    """The release with other parts of `release.json`."""
    files = dict(release())
    files["release.json"] = bundles.canonical_json(json.loads(files["release.json"]) | parts)
    return files


def with_file(name: str, data: bytes) -> dict[str, bytes]:
    """The release with another file, and its hash put right: what a faulty publisher would sign."""
    files = dict(release()) | {name: data}
    document = json.loads(files["release.json"])
    document["files"][name] = hashlib.sha256(data).hexdigest()
    return files | {"release.json": bundles.canonical_json(document)}


def with_cell(change: Callable[[dict[str, Any]], dict[str, Any]], state: str = "shown") -> dict[str, bytes]:
    """The release with one cell of the first table changed."""
    table = json.loads(release()["01.json"])
    at = next(at for at, cell in enumerate(table["cells"]) if cell["state"] == state)
    table["cells"][at] = change(table["cells"][at])
    return with_file("01.json", json.dumps(table).encode())


def test_same_content_same_bytes() -> None:
    again = bundles.bundle(
        protect(cube_of([children(260)]), SPECS, Policy()),
        synthetic_rows(("age", "sex"), ("missing", "girl")),
        COVERAGE,
        REVIEWS,
        ABOUT,
    )
    assert again == release()
    assert bundles.packed(again) == bundles.packed(dict(reversed(again.items())))
    assert bundles.unpacked(bundles.packed(again)) == release()


def test_what_a_release_says() -> None:
    document = json.loads(release()["release.json"])
    assert document["kind"] == "tables"
    assert document["population"]["definition"].startswith("Children whose case file was opened")
    assert document["cohorts"] == [2024]
    assert document["classes"]["sha256"] == CLASSES.sha256
    assert document["method"] | {"V": 4} == {
        "name": "cellkey", "k": 10, "D": 5, "V": 4, "base": 5, "rho": None, "audience": "public", "delay_months": 6,
    }  # fmt: skip
    assert document["licence"] == "CC BY 4.0"
    assert document["coverage"]["note"] == "Children known to us, not all children."
    assert [one["role"] for one in document["reviews"]] == ["ethics_reviewer", "survivor_adviser"]
    assert [one["code"] for one in document["attacks"]] == ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A9"]
    assert all(table["error"]["words"].startswith("A shown 35 stands for 28 to 42") for table in document["tables"])
    assert document["tables"][0]["hidden"]["fewer_than_k"] > 0


def test_independent_reader() -> None:
    """Only `json`, `csv` and `hashlib`: what somebody writes who has never seen Fanal."""
    files = release()
    document = json.loads(files["release.json"])
    assert set(files) == {*document["files"], "release.json"}
    for name, digest in document["files"].items():
        assert hashlib.sha256(files[name]).hexdigest() == digest
    for table in document["tables"]:
        lines = list(csv.DictReader(io.StringIO(files[f"{table['number']}.csv"].decode())))
        official = list(csv.DictReader(io.StringIO(files[f"{table['number']}.sdmx.csv"].decode())))
        described = json.loads(files[f"{table['number']}.csv-metadata.json"])["tableSchema"]["columns"]
        assert [column["titles"] for column in described] == list(lines[0])
        assert len(lines) == len(official) == table["cells"]
        assert sum(line["state"] != "shown" for line in lines) == sum(table["hidden"].values()) > 0
        for line, other in zip(lines, official, strict=True):
            if line["state"] == "shown":
                assert int(line["value"]) >= document["method"]["k"]
                assert int(line["lower"]) <= int(line["value"]) <= int(line["upper"])
                assert other["OBS_VALUE"] == line["value"]
                assert (other["OBS_STATUS"], other["CONF_STATUS"]) == ("A", "F")
            else:
                assert line["value"] == line["state"]  # spelled out: never blank, never 0
                assert other["OBS_VALUE"] == ""
                assert (other["OBS_STATUS"], other["CONF_STATUS"]) == ("Q", "C")


def test_read() -> None:
    found = bundles.read(release())
    assert (found.id, found.kind, found.population, found.cohorts) == ("r-1", "tables", ABOUT.population, (2024,))
    assert found.tables == protect(cube_of([children(260)]), SPECS, Policy())
    assert found.coverage == COVERAGE
    assert found.synthetic == b"synthetic_age,synthetic_sex\nmissing,girl\n"
    assert found.sha256 == hashlib.sha256(release()["release.json"]).hexdigest()


def test_synthetic_rows_stand_beside_what_they_mean_and_how_far_they_are_off() -> None:
    """DNH-47: error table, picture and description are files of the release, and signed with it."""
    found = bundles.read(release())
    names = {"synthetic.csv", "synthetic.csv-metadata.json", "synthetic-error.json", "synthetic-error.svg"}
    assert names <= set(found.document["files"])
    columns = json.loads(found.files["synthetic.csv-metadata.json"])["tableSchema"]["columns"]
    assert [one["name"] for one in columns] == ["synthetic_age", "synthetic_sex"]
    assert all(one["dc:description"].startswith("Synthetic.") for one in columns)
    picture = ElementTree.fromstring(found.files["synthetic-error.svg"])
    words = "".join(picture.itertext())
    assert "2 variables: at most 15.5 in a cell of 310.0." in words
    assert "1 variable: at most 2.5 in a cell of 310.0." in words
    part = synthetic_parts.part(found)
    assert part is not None
    assert (part.rows, part.first) == (1, "synthetic_age,synthetic_sex\nmissing,girl\n")
    assert [one.name for one in part.variables] == ["age", "sex"]
    assert [(one.ways, one.at_most) for one in part.errors] == [(1, 2.5), (2, 15.5)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("synthetic.csv", b"age,sex\nmissing,girl\n"),
        ("synthetic.csv", b"synthetic_age,synthetic_nothing\nmissing,girl\n"),
        ("synthetic.csv", b"synthetic_age,synthetic_sex\nmissing,somebody\n"),
        ("synthetic.csv", b"synthetic_age,synthetic_sex\nmissing,girl\nmissing,girl\n"),
        ("synthetic.csv", b"synthetic_age,synthetic_sex\nmissing\n"),
        ("synthetic-error.json", b'{"schema": "fanal.synthetic/1", "rows": 1, "caution": "x", "errors": []}'),
        ("synthetic-error.json", b'{"rows": 1}'),
    ],
    ids=["not-synthetic", "unknown-column", "unknown-code", "more-rows", "short-row", "no-errors", "no-schema"],
)
def test_synthetic_rows_that_are_none_are_refused(name: str, data: bytes) -> None:
    with pytest.raises(NotWhole, match="ynthetic"):
        bundles.read(with_file(name, data))


@pytest.mark.parametrize("name", ["synthetic.csv", "synthetic-error.json", "synthetic-error.svg"])
def test_synthetic_rows_never_come_without_their_error_table(name: str) -> None:
    files = without(name)
    document = json.loads(files["release.json"])
    del document["files"][name]
    files["release.json"] = bundles.canonical_json(document)
    with pytest.raises(NotWhole, match="error table"):
        bundles.read(files)


def test_rows_with_an_origin_or_in_public_a_place_are_refused() -> None:
    """DNH-26, DNH-41: also where somebody else made the file."""
    for kind, audience, right in (("origin", "members", False), ("place", "public", False), ("place", "members", True)):
        variables = (replace(CLASSES.variables[0], kind=kind), CLASSES.variables[1])
        classes = replace(CLASSES, variables=variables)
        files = bundles.bundle(
            protect(cube_of([children(260)]), SPECS, Policy()), synthetic_rows(("age", "sex")), COVERAGE, REVIEWS, ABOUT
        )
        document = json.loads(files["release.json"])
        document["method"]["audience"] = audience
        assert (synthetic_parts.wrong(document, files, classes) == "") is right


def without(name: str) -> dict[str, bytes]:
    return {key: data for key, data in release().items() if key != name}


def with_line(name: str, old: str, new: str) -> dict[str, bytes]:
    text = release()[name].decode()
    assert old in text
    return with_file(name, text.replace(old, new, 1).encode())


def with_policy(**parts: Any) -> dict[str, bytes]:
    table = json.loads(release()["02.json"])
    return with_file("02.json", json.dumps(table | {"policy": table["policy"] | parts}).encode())


def with_table(change: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, bytes]:
    first, *rest = json.loads(release()["release.json"])["tables"]
    return changed(tables=[change(first), *rest])


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (lambda: {}, "this is no release"),
        (lambda: release() | {"release.json": b"[]"}, "holds no JSON object"),
        (lambda: release() | {"release.json": b"{"}, "is not JSON"),
        (lambda: changed(schema="fanal.release/9"), "a newer version may read"),
        (lambda: changed(kind="pictures"), "unknown kind"),
        (lambda: without("02.svg"), "Files are missing: 02.svg"),
        (lambda: release() | {"extra.csv": b""}, "do not belong to the release: extra.csv"),
        (lambda: release() | {"01.csv": b"age\n"}, "01.csv was changed"),
        (lambda: changed(coverage=None), "without coverage must not be used"),
        (lambda: changed(coverage={"members_asked": 1}), "without coverage must not be used"),
        (
            lambda: changed(coverage={"members_asked": 1, "members_in": 2, "opted_out": 0, "missing": {}, "note": "x"}),
            "cannot be right",
        ),
        (lambda: changed(reviews=[]), "Nobody has reviewed"),
        (lambda: changed(population={"name": "x", "definition": ""}), "does not say who is counted"),
        (lambda: changed(licence=""), "does not say its licence"),
        (lambda: changed(tables=[{"number": "01"}]), "how far its numbers may be from the truth"),
        (lambda: changed(tables=[]), "lists no tables"),
        (lambda: with_cell(lambda cell: {**cell, "value": 9, "lower": 2}), "below the threshold is shown"),
        (lambda: with_cell(lambda cell: {**cell, "value": 0, "lower": 0, "upper": 0}), "below the threshold is shown"),
        (lambda: with_cell(lambda cell: {"state": "shown", "value": cell["value"]}), "without its range"),
        (lambda: with_cell(lambda cell: {**cell, "value": 3}, "fewer_than_k"), "Table 01 cannot be read"),
        (lambda: release() | {"release.json": b"[" * 200_000}, "is not JSON"),
        (lambda: changed(attacks=None), "no list of attacks"),
        (lambda: changed(reading=[1]), "no list of reading"),
        (lambda: changed(reviews=[{"role": "adviser"}]), "no list of reviews"),
        (lambda: with_table(lambda table: {**table, "cells": "many"}), "how many of its cells are hidden"),
        (lambda: with_table(lambda table: {**table, "hidden": None}), "how many of its cells are hidden"),
        (lambda: with_line("01.csv", ",fewer_than_k,", ",3,"), "01.csv does not say what 01.json says"),
        (lambda: with_line("01.csv", "state", "age"), "01.csv has columns that this version of Fanal does not know"),
        (lambda: with_line("02.sdmx.csv", ",A,F,", "3,A,F,"), "02.sdmx.csv does not say what 02.json says"),
        (lambda: with_line("02.sdmx.csv", ",A,F,", "x,A,F,"), "02.sdmx.csv does not say what 02.json says"),
        (lambda: with_policy(base=10), "different policies"),
        (lambda: with_policy(V="\ud800"), "Table 02 cannot be read"),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused(files: Callable[[], dict[str, bytes]], words: str) -> None:
    with pytest.raises(NotWhole, match=words):
        bundles.read(files())


def test_a_column_that_comes_later_leaves_every_published_release_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of today, read by a program that writes one column more; and one of that program, read by today's."""
    before = release()
    later = (*tables.COLUMNS[:-1], "rounded", tables.COLUMNS[-1])
    head, *lines = csv.reader(io.StringIO(before["01.csv"].decode()))
    wider = io.StringIO()
    csv.writer(wider, lineterminator="\n").writerows(
        [[*head[:-1], "rounded", head[-1]], *([*line[:-1], "yes", line[-1]] for line in lines)]
    )
    newer = with_file("01.csv", wider.getvalue().encode())
    with pytest.raises(NotWhole, match="A newer version may read the release"):
        bundles.read(newer)
    monkeypatch.setattr(tables, "COLUMNS_EVER", (*tables.COLUMNS_EVER, later))
    assert bundles.read(before).tables == bundles.read(newer).tables


def test_threshold_below_ten_is_refused() -> None:
    table = json.loads(release()["01.json"])
    table["policy"]["k"] = 5
    with pytest.raises(NotWhole, match="a threshold below 10"):
        bundles.read(with_file("01.json", json.dumps(table).encode()))


def test_draft_is_read_as_a_draft_only() -> None:
    draft = bundles.bundle(protect(cube_of([children(260)]), SPECS, Policy()), None, COVERAGE, (), ABOUT)
    assert bundles.read(draft, draft=True).kind == "tables"
    with pytest.raises(NotWhole, match="It is a draft"):
        bundles.read(draft)


def test_signature() -> None:
    files = dict(release())
    key, mark = b"k" * 32, b"s" * 64

    def verify(public: bytes, purpose: str, message: bytes, signature: bytes) -> bool:
        return (public, purpose, message, signature) == (key, "release", release()["release.json"], mark)

    with pytest.raises(NotWhole, match="nobody has signed"):
        bundles.signed(files, verify)
    files["release.sig"] = bundles.signature_file(Signature("Fictional member", key, mark))
    assert bundles.signed(files, verify) == Signature("Fictional member", key, mark)
    assert bundles.read(files).kind == "tables"
    with pytest.raises(NotWhole, match="not known here"):
        bundles.signed(files, verify, keys=[b"x" * 32])
    with pytest.raises(NotWhole, match="does not fit"):
        bundles.signed(changed(title="Other") | {"release.sig": files["release.sig"]}, verify)
    for broken in (b"{", b"[]", b'{"schema":"fanal.release-signature/1"}'):
        with pytest.raises(NotWhole, match="cannot be read"):
            bundles.signed(files | {"release.sig": broken}, verify)


def test_one_class_set_one_policy_one_population() -> None:
    first = protect(cube_of([children(260)]), SPECS[:1], Policy())
    other = protect(cube_of([children(260)]), SPECS[1:], Policy(k=12))
    with pytest.raises(DisclosureError, match="one policy"):
        bundles.bundle((*first, *other), None, COVERAGE, REVIEWS, ABOUT)
    with pytest.raises(DisclosureError, match="population"):
        bundles.bundle(first, None, COVERAGE, REVIEWS, replace(ABOUT, population="others"))
    with pytest.raises(DisclosureError, match="tables or an estimate"):
        bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT)


@cache
def estimated(which: str) -> Estimated:
    capture = (
        CaptureTable.from_csv(ROOT / "corpus/prevalence/kosovo_4.csv")
        if which == "estimate"
        else CaptureTable.from_masks("ABC", {1: 30, 2: 40, 4: 20})
    )
    result = estimate(capture, replicates=200, method="stepwise", diagnostics=False).for_publication()
    return Estimated(result.to_json().encode(), forest(result).encode(), WHO)


@pytest.mark.parametrize("kind", ["estimate", "not_estimable"])
def test_estimate(kind: str) -> None:
    found = bundles.read(bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT, estimated=estimated(kind)))
    assert found.kind == kind
    assert not found.tables
    assert found.estimate == json.loads(estimated(kind).result)
    assert found.document["statistician"]["name"] == "Ann Example"
    assert found.document["estimate"]["assumptions"]
    assert (found.document["estimate"]["lower"] is None) == (kind == "not_estimable")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("estimate", "lower"), None, "another estimate"),
        (("estimate", "assumptions"), ..., "without interval, assumptions or warnings"),
        (("statistician", "affiliation"), "", "No statistician outside"),
        (("statistician",), None, "No statistician outside"),
        (("estimate", "picture"), "no.svg", "has no picture"),
        (("kind",), "not_estimable", "still gives a figure"),
    ],
)
def test_a_point_alone_is_refused(path: tuple[str, ...], value: Any, words: str) -> None:
    files = bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT, estimated=estimated("estimate"))
    document = json.loads(files["release.json"])
    part = document
    for step in path[:-1]:
        part = part[step]
    if value is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    with pytest.raises(NotWhole, match=words):
        bundles.read(files | {"release.json": bundles.canonical_json(document)})


def test_point_without_interval_in_both_files_is_refused() -> None:
    bare = json.loads(estimated("estimate").result) | {"lower": None}
    with pytest.raises(NotWhole, match="A point alone must not be shown"):
        bundles.read(
            bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT,
                           estimated=replace(estimated("estimate"), result=json.dumps(bare).encode()))
        )  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 no archive", bundles.packed({"a/b": b""}), bundles.packed({"..": b""})]
)
def test_zip_that_is_no_release(data: bytes) -> None:
    with pytest.raises(DisclosureError):
        bundles.unpacked(data)


def test_folder(tmp_path: Path) -> None:
    for name, data in release().items():
        (tmp_path / name).write_bytes(data)
    assert bundles.from_folder(tmp_path) == release()
    (tmp_path / "deeper").mkdir()
    with pytest.raises(DisclosureError, match="folders"):
        bundles.from_folder(tmp_path)


STATES: tuple[State, ...] = ("shown", "fewer_than_k", "too_few_to_say", "held_back", "no_data", "not_assessed")


def all_states() -> Protected:
    """A table in which every state occurs."""
    spec = TableSpec(("sex",), ("care",), cohorts=(2023, 2024), where={"age": ("0-9", "10-14")}, totals=False)
    cells = [Cell("shown", 40, 33, 47), *(Cell(state) for state in STATES[1:]), *[Cell("shown", 10, 10, 17)] * 3]
    names = ("missing", "girl", "boy")
    error = ErrorTable("cellkey", 2.449, 7, 1.0, (35, 28, 42))
    rows_, columns = tuple((name,) for name in names), tuple((name,) for name in ("missing", "yes", "no"))
    return Protected(spec, Policy(), CLASSES, rows_, columns, tuple(cells), error)


def test_states_survive() -> None:
    """Table, CSV, JSON, SDMX, and back."""
    table = all_states()
    assert [line.cell.state for line in tables.read_csv(tables.to_csv(table))] == [cell.state for cell in table.cells]
    assert tables.from_json(tables.to_json(table), CLASSES) == table
    written = sdmx.sdmx(table, "FANAL", "T_01")
    assert sdmx.read_sdmx(written) == table.cells
    lines = list(csv.DictReader(io.StringIO(written.decode())))
    assert [line["OBS_STATUS"] for line in lines[:6]] == ["A", "Q", "Q", "Q", "L", "O"]
    assert [line["OBS_VALUE"] for line in lines[:6]] == ["40", "", "", "", "", ""]
    assert lines[0]["TIME_PERIOD"] == "2023/2024"
    assert lines[0]["AGE"] == "0-9+10-14"
    with pytest.raises(DisclosureError, match="line 2"):
        sdmx.read_sdmx(written.replace(b",A,F,", b",Q,C,", 1))


def test_a_file_says_what_is_counted() -> None:
    """A class set of concerns: no title, axis, caption or column of its files speaks of children."""
    table = replace(all_states(), spec=replace(all_states().spec, title=""))
    concerns = replace(table, classes=replace(table.classes, unit="concerns"))
    for given, named, other in ((concerns, "concerns", "children"), (table, "children", "concerns")):
        data = tables.to_csv(given)
        files = svg(given), json.dumps(csvw.csvw(given, "01.csv", data, "A"))
        for words in files:
            assert named in words
            assert other not in words.casefold()
        assert title(given).startswith(f"{named.capitalize()} by ")


def test_pictures_show_every_state_in_words() -> None:
    drawn = ElementTree.fromstring(svg(all_states()))
    described = drawn.findtext(f"{SVG}desc") or ""
    for words in ("stands for 33 to 47", "fewer than 10", "too few to say", "held back", "no data", "not assessed",
                  "Only children with Age of the child: 0-9 or 10-14"):  # fmt: skip
        assert words in described
    hatched = [one for one in drawn.iter(f"{SVG}rect") if one.get("fill") == "url(#hidden)"]
    assert len(hatched) == 5


def test_large_table_shows_sums() -> None:
    spec = TableSpec(("age",), ("sex", "form"), cohorts=(2024,))
    (table,) = protect(cube_of([children(20_000)]), [spec], Policy())
    small = ElementTree.fromstring(svg(table))
    assert len(list(small.iter(f"{SVG}rect"))) > 40
    wide = replace(table, rows=table.rows * 4, cells=table.cells * 4)
    assert "sums of the rows" in svg(wide)


def test_canaries_are_in_no_bundle() -> None:
    """Identifiers, record keys, and exact counts that are not published occur nowhere."""
    truth = children(40_021)
    files = made([truth]).files
    everything = b"".join(files.values())
    counts = {int((truth.codes[:, 0] == code).sum()) for code in range(4)} | {40_021}
    for number in sorted(counts):
        if number % 5:
            assert f"{number}".encode() not in everything
            assert f"{number:,}".encode() not in everything
    for key in truth.keys[:200].ravel():
        assert str(int(key)).encode() not in everything
    assert np.unique(truth.keys).size > 200
