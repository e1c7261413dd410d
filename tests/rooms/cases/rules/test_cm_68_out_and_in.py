"""CM-68: out and in again each code comes back as itself, or as one that the map lists as the same in that system."""

from typing import Any

import pytest

from fanal.cases.exchange import maps, shapes
from fanal.cases.model.declared import model
from fanal.vocabulary.codes import DataCategory
from tests.rooms.cases.exchange.coming import children

CASES = [
    (name, path)
    for name in ("htcds", "primero")
    for path in sorted({one.to for one in maps.load(name).columns if one.to and one.values})
]


def there_and_back(name: str, path: str, value: Any) -> tuple[dict[str, str], Any]:
    """The cells of one fact, and what is read of them."""
    map_ = maps.load(name)
    said = {"child.given_name": "Lilo", "child.birth_date": "2013", path: value}
    made = shapes.cells(map_, shapes.Known(said, frozenset(DataCategory)))
    write = shapes.as_csv if name == "htcds" else shapes.as_json
    (back,) = children(name, write(map_, [made], "mark"))
    return made, back.values.get(path)


@pytest.mark.parametrize(("name", "path"), CASES)
def test_each_code_that_goes_out_comes_back(name: str, path: str) -> None:
    field, went = model().field(path), 0
    codes = {
        target.code
        for one in maps.load(name).columns
        for targets in one.values.values()
        for target in targets
        if one.to == path and target.path == path
    }
    for code in sorted(codes):
        value = (code,) if field.kind.endswith("_list") else code
        made, back = there_and_back(name, path, value)
        columns = {one.name for one in maps.load(name).columns if one.to == path}
        if columns & made.keys():
            went += 1
            assert back == value or (isinstance(back, tuple) and code in back), (path, code, back)
    assert went or not codes, path


def test_what_the_map_does_not_name_does_not_go_out() -> None:
    made, back = there_and_back("htcds", "case.wishes", "Home")
    assert "Home" not in made.values()
    assert back in (None, "")
