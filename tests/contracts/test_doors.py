"""The contracts on doors and walls notice what they are for."""

import grimp
import pytest

from tests.contracts.doors import DoorsContract, WallsContract

pytestmark = pytest.mark.once
SESSION = {"root_packages": ["house"]}


def graph_of(importer: str, imported: str) -> grimp.ImportGraph:
    graph = grimp.ImportGraph()
    for module in ("house", "house.low", "house.low.api", "house.high", "house.site", importer, imported):
        graph.add_module(module)
    graph.add_import(importer=importer, imported=imported, line_number=7, line_contents="import it")
    return graph


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("house.high.views", "house.low.api", True),
        ("house.high.views", "house.low.contracts", True),
        ("house.high.views", "house.low.rules", False),
        ("house.high.views", "house.low.models", False),
        ("house.high.models", "house.low.models", True),
        ("house.high.models.parts", "house.low.models", True),
        ("house.site.desk", "house.low.rules", True),
        ("house.low.views", "house.low.rules", True),
    ],
)
def test_a_room_is_entered_by_its_doors(importer: str, imported: str, *, kept: bool) -> None:
    options = {"among": ["house"], "open": ["house.site"], "builders": ["house.site"]}
    contract = DoorsContract(name="doors", session_options=SESSION, contract_options=options)
    assert contract.check(graph_of(importer, imported), verbose=False).kept is kept


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("house.high.views", "house.low.api", False),
        ("house.high.views", "house.other.api", True),
        ("house.low.views", "house.high.api", True),
    ],
)
def test_a_wall_lets_nothing_through_not_even_a_door(importer: str, imported: str, *, kept: bool) -> None:
    options = {"walls": ["house.high -> house.low", "house.unbuilt -> house.low"]}
    contract = WallsContract(name="walls", session_options=SESSION, contract_options=options)
    assert contract.check(graph_of(importer, imported), verbose=False).kept is kept
