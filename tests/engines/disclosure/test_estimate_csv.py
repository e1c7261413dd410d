"""The figures of a study as CSV say what its JSON says, also in ZIPs of other versions, and never a figure alone."""

import csv
import io
import json
from pathlib import Path

import pytest
from tests.engines.disclosure.test_bundles import ABOUT, COVERAGE, REVIEWS, estimated

from fanal.engines.disclosure import attacks, bundles, estimates, packing
from fanal.engines.disclosure.bundles import NotWhole

GOLDEN = Path(__file__).parents[2] / "golden"


def _files(kind: str = "estimate", *, beside: bool = True) -> dict[str, bytes]:
    return bundles.bundle((), None, COVERAGE, REVIEWS, ABOUT, estimated=estimated(kind), beside=beside)


def _with(files: dict[str, bytes], data: bytes) -> dict[str, bytes]:
    """The release with another CSV under its hash, as whoever makes releases elsewhere may write it."""
    import hashlib

    document = json.loads(files["release.json"])
    document["files"]["estimate.csv"] = hashlib.sha256(data).hexdigest()
    return {**files, "estimate.csv": data, "release.json": bundles.canonical_json(document)}


def test_a_researcher_reads_the_figures_without_us() -> None:
    """Each line has its limits; words stand beside the figure; every column is described."""
    files, said = _files(), json.loads(estimated("estimate").result)
    lines = list(csv.DictReader(io.StringIO(files["estimate.csv"].decode())))
    assert [line["what"] for line in lines] == ["estimate", *["other"] * len(said["checks"])]
    first = lines[0]
    assert [float(first[name]) for name in ("lower", "point", "upper")] == [
        said[n] for n in ("lower", "point", "upper")
    ]
    assert int(first["observed"]) == said["observed"]
    assert all(one["text"] in first["words"] for one in said["warnings"])
    assert all(line[name] for line in lines for name in line), "nothing is blank"
    described = json.loads(files["estimate.csv-metadata.json"])["tableSchema"]["columns"]
    assert [one["titles"] for one in described] == list(first)
    assert all(one["dc:description"] for one in described)


def test_what_cannot_be_estimated_has_no_figure_and_says_why() -> None:
    [line] = csv.DictReader(io.StringIO(_files("not_estimable")["estimate.csv"].decode()))
    assert {line[name] for name in ("point", "lower", "upper")} == {"none"}
    assert line["status"] == "not_estimable"
    reasons = json.loads(estimated("not_estimable").result)["reasons"]
    assert reasons
    assert all(one["text"] in line["words"] for one in reasons)


def test_a_limit_that_the_data_do_not_set_is_no_blank() -> None:
    said = json.loads(estimated("estimate").result) | {"upper": None, "not_finite": {"/upper": "infinite"}}
    [line, *_] = csv.DictReader(io.StringIO(estimates.to_csv(said).decode()))
    assert line["upper"] == "infinite"


@pytest.mark.parametrize("kind", ["estimate", "not_estimable"])
def test_a_study_of_0_1_0_stays_whole(kind: str) -> None:
    """Without the CSV, as that version wrote it; and the very ZIP that it published."""
    before = _files(kind, beside=False)
    assert set(before) == {"estimate.json", "estimate.svg", "release.json"}
    assert bundles.read(before).kind == kind
    [published] = [
        files for one in (GOLDEN / "0.1.0/releases").glob("*.zip") if "estimate.json" in (files := packing.opened(one))
    ]
    assert "estimate.csv" not in published
    assert bundles.read(published).kind == "estimate"


def test_another_figure_in_the_csv_is_refused() -> None:
    files = _files()
    changed = files["estimate.csv"].replace(b"estimate,estimated", b"estimate,certain", 1)
    with pytest.raises(NotWhole, match=r"estimate.csv does not say what estimate.json says"):
        bundles.read(_with(files, changed))


def test_a_column_that_comes_later_leaves_every_published_study_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    before = _files()
    head, rest = before["estimate.csv"].split(b"\n", 1)
    with pytest.raises(NotWhole, match="A newer version may read the release"):
        bundles.read(_with(before, head + b",rounded\n" + rest))
    later = (*estimates.COLUMNS_EVER[-1][:-1], "observed")
    monkeypatch.setattr(estimates, "COLUMNS_EVER", (*estimates.COLUMNS_EVER, later))
    assert bundles.read(before).kind == "estimate"
    assert bundles.read(_with(before, estimates.to_csv(json.loads(estimated("estimate").result), later)))


def test_a_study_with_its_csv_withstands_the_attack_on_texts() -> None:
    assert attacks.attack(bundles.read(_files()), lint=lambda text: []).passed
