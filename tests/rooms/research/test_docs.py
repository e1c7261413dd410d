"""The page about the room holds: its table names every module, its states are those of plans, links lead somewhere."""

import re
from pathlib import Path

import pytest

import fanal.research as room
from fanal.clocks.api import all_kinds
from fanal.research.contracts import PlanState

pytestmark = pytest.mark.once
DOCS = Path(__file__).parents[3] / "docs"
PAGES = (DOCS / "research.md", DOCS / "decisions" / "0006-research.md")
PAGE = PAGES[0].read_text("utf-8")


def _table(first: str) -> list[list[str]]:
    rows = PAGE.split(first)[1].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]


def test_the_table_of_parts_names_every_folder_and_module_once() -> None:
    here = Path(room.__file__).parent
    modules = {path.stem for path in here.glob("*.py")} - {"__init__", "apps"}
    modules |= {f"{path.parent.name}/" for path in here.glob("*/__init__.py")} - {"migrations/"}
    named = [name for row in _table("| part |") for name in re.findall(r"`([a-z_]+/?)`", row[1])]
    assert sorted(named) == sorted(modules)


def test_every_state_of_a_plan_is_explained() -> None:
    named = [name for row in _table("| state of a plan |") for name in re.findall(r"`([a-z_]+)`", row[0])]
    assert sorted(named) == sorted(PlanState)


def test_clocks_are_what_the_page_says() -> None:
    named = (
        r"gate (\d+), the maker (\d+), review (\d+), objection (\d+), signature (\d+), statistician (\d+), "
        r"the next step of a run (\d+), its deletion (\d+), request for data (\d+); a release is stale after (\d+)"
    )
    said = re.search(rf"Clocks in days: {named}", PAGE)
    assert said is not None
    names = (
        "gate",
        "study_compute",
        "review",
        "objection",
        "sign",
        "statistician",
        "run_step",
        "run_deletion",
        "request",
        "stale",
    )
    limits = {kind.code: kind.limit.days for kind in all_kinds()}
    assert [int(one) for one in said.groups()] == [limits[f"research_{name}"] for name in names]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert targets
    assert all((page.parent / target).exists() for target in targets), targets
