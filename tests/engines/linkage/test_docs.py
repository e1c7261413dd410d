"""The page about linkage holds: its map names every module, its links lead somewhere, its agreement can be read."""

import re
from pathlib import Path

import pytest

import fanal.engines.linkage as engine
from fanal.engines.linkage.member import told_of_lists
from fanal.engines.linkage.terms import RunAgreement

pytestmark = pytest.mark.once

DOCS = Path(__file__).parents[3] / "docs"
MODULES = {path.stem for path in Path(engine.__file__).parent.glob("*.py")} - {"__init__"}


def test_the_map_names_every_module_once() -> None:
    text = (DOCS / "linkage.md").read_text("utf-8")
    table = text[text.index("## Map of the engine") : text.index("## Sources")]
    assert sorted(re.findall(r"`([a-z_]+)`", table)) == sorted(MODULES)


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", (DOCS / "linkage.md").read_text("utf-8"))
    assert targets
    assert all((DOCS / target).exists() for target in targets), targets


def test_the_agreement_that_is_shown_can_be_used() -> None:
    text = (DOCS / "linkage.md").read_text("utf-8")
    shown, lists = re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    agreement = RunAgreement.read(shown.encode())
    assert agreement.names == ("Bell House", "Child Line", "Drop-in")
    assert told_of_lists(agreement, lists.encode())[0]["Child Line"] == 2214
