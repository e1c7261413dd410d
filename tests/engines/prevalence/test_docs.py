"""The pages about prevalence hold: examples print what they say, the map names every module, links lead somewhere."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import fanal.engines.prevalence as engine

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
MODULES = {path.stem for path in Path(engine.__file__).parent.glob("*.py")} - {"__init__"}


def test_the_tutorial_prints_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (DOCS / "prevalence-tutorial.md").read_text("utf-8")
    shown = re.findall(r"^```python\n(.*?)^```\n```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(shown) == text.count("```python") > 8
    names: dict[str, Any] = {}
    for code, expected in shown:
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "prevalence-tutorial.md", "exec"), names)
        assert printed.getvalue() == expected, code


def test_the_map_names_every_module_once() -> None:
    text = (DOCS / "prevalence.md").read_text("utf-8")
    table = text[text.index("## Map of the engine") : text.index("## Data")]
    named = re.findall(r"`([a-z_]+)`", table)
    assert sorted(named) == sorted(MODULES)


@pytest.mark.parametrize("page", ["prevalence.md", "prevalence-tutorial.md"])
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", (DOCS / page).read_text("utf-8"))
    assert targets
    assert all((DOCS / target).exists() for target in targets), targets
