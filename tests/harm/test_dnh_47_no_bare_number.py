"""DNH-47: no number without its error and its coverage, in any file of a release; what lacks them is not read."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.bundles import NotWhole
from fanal.research.releases import releases
from tests.people import Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")


def test_every_number_in_every_file_has_its_range(cast: Cast) -> None:
    bundle = releases.bundle_of(planning.published(cast))
    for number in ("01", "02"):
        rows = list(csv.DictReader(io.StringIO(bundle.files[f"{number}.csv"].decode())))
        shown = [row for row in rows if row["state"] == "shown"]
        assert shown
        assert all(int(row["lower"]) <= int(row["value"]) <= int(row["upper"]) for row in shown)
        table = json.loads(bundle.files[f"{number}.json"])
        cells = [cell for cell in table["cells"] if cell["state"] == "shown"]
        assert len(cells) == len(shown)
        assert all(cell["lower"] is not None and cell["upper"] is not None for cell in cells)
        picture = bundle.files[f"{number}.svg"].decode()
        for row in shown:
            assert f"{int(row['lower']):,}" in picture
            assert f"{int(row['upper']):,}" in picture


def test_coverage_and_error_stand_in_the_release(cast: Cast) -> None:
    """Who could be counted, what is not known of each variable, how far numbers may be off. Unknown shares are no 0."""
    document = releases.bundle_of(planning.published(cast)).document
    coverage = document["coverage"]
    assert (coverage["members_asked"], coverage["members_in"], coverage["opted_out"]) == (1, 1, 0)
    assert set(coverage["missing"]) == {"channel", "in_time", "ended"}
    assert coverage["missing"]["channel"] is None, "a hidden cell says nothing, not nought"
    assert all(one["error"]["words"].startswith("A shown ") for one in document["tables"])
    assert document["population"]["definition"] == "Concerns and handovers that ended at Aurora"


def _without_range(files: dict[str, Any], document: dict[str, Any]) -> None:
    table = json.loads(files["01.json"])
    cell = next(one for one in table["cells"] if one["state"] == "shown")
    cell["lower"] = None
    files["01.json"] = json.dumps(table).encode()
    document["files"]["01.json"] = hashlib.sha256(files["01.json"]).hexdigest()


CHANGES: dict[str, Callable[[dict[str, Any], dict[str, Any]], object]] = {
    "range": _without_range,
    "coverage": lambda files, document: document.pop("coverage"),
    "error": lambda files, document: document["tables"][0].pop("error"),
    "definition": lambda files, document: document["population"].pop("definition"),
}

WHY = {
    "range": "without its range",
    "coverage": "who could be counted",
    "error": "how far its numbers may be",
    "definition": "who is counted",
}
"""What the reader says: refused for another reason, a bare number would pass where nothing else is wrong."""


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_bare_number_is_not_read(cast: Cast, change: str) -> None:
    files = dict(bundles.unpacked(bytes(planning.published(cast).packed)))
    assert bundles.read(files)
    document = json.loads(files["release.json"])
    CHANGES[change](files, document)
    files["release.json"] = bundles.canonical_json(document)
    with pytest.raises(NotWhole, match=WHY[change]):
        bundles.read(files)
