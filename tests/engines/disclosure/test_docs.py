"""The page about disclosure holds: its example prints what it says, the map names all modules, links lead somewhere."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import fanal.engines.disclosure as engine
from fanal.engines.disclosure.refusals import TEXTS
from fanal.engines.disclosure.tables import STATES

pytestmark = pytest.mark.once

PAGE = Path(__file__).parents[3] / "docs" / "disclosure.md"
FOLDER = Path(engine.__file__).parent
MODULES = {path.stem for path in FOLDER.glob("*.py")} | {f"attacks.{path.stem}" for path in FOLDER.glob("attacks/*.py")}


def section(title: str) -> str:
    text = PAGE.read_text("utf-8")
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_example_prints_what_it_says() -> None:
    shown = re.findall(r"^```python\n(.*?)^```\n```text\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert len(shown) == PAGE.read_text("utf-8").count("```python") == 1
    names: dict[str, Any] = {}
    for code, expected in shown:
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, PAGE.name, "exec"), names)
        assert printed.getvalue() == expected


def test_the_map_names_every_module_once() -> None:
    rows = [line.split("|")[2] for line in section("Map of the engine").splitlines() if line.startswith("|")]
    listed = [name for row in rows for name in re.findall(r"`([^`]+)`", row)]
    assert sorted(listed) == sorted(MODULES - {"__init__", "attacks.__init__"})


def test_every_state_and_every_refusal_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", section("How to read a table"), re.MULTILINE)) == STATES
    assert re.findall(r"^\| (X\d+) \|", section("Refusals"), re.MULTILINE) == list(TEXTS)


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", PAGE.read_text("utf-8"))
    assert targets
    assert all((PAGE.parent / target).exists() for target in targets), targets
