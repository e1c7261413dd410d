"""The pages about the law hold: examples print what they say, the map names every module, the skeleton passes."""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import fanal.engines.jurisdiction as engine
from fanal.engines.jurisdiction.files.corpus import compile_texts

pytestmark = pytest.mark.once

DOCS = Path(__file__).parents[3] / "docs"
ENGINE = Path(engine.__file__).parent
PLAIN = {"__init__", "api", "contracts"}  # doors are told in the text
MODULES = [
    (path.parent.name if path.parent != ENGINE else "", path.stem)
    for path in ENGINE.rglob("*.py")
    if path.stem not in PLAIN and path.parent.name != "command"
]
PAGES = ("law.md", "law-rules.md", "law-corpus.md", "law-benchmark.md", "law-for-lawyers.md", "law-python.md")


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def examples(page: str) -> Iterator[tuple[str, str]]:
    """Each block of Python with the text below it: what it prints, nothing where none stands there."""
    found = re.compile(r"^```python\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
    for match in found.finditer((DOCS / page).read_text("utf-8")):
        yield match[1], match[2] or ""


def test_the_examples_print_what_the_page_says() -> None:
    shown = list(examples("law-python.md"))
    assert len(shown) == len(blocks("law-python.md", "python")) > 5
    names: dict[str, Any] = {}
    for code, expected in shown:
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(code, "law-python.md", "exec"), names)
        assert printed.getvalue() == expected, code


def test_the_map_names_every_module_once() -> None:
    rows = re.findall(r"^\| \d+\. [^|]+ \|(.*?)\| ([^|]+) \|", (DOCS / "law.md").read_text("utf-8"), re.MULTILINE)
    named = [(folder.strip(" `"), name) for folder, names in rows for name in re.findall(r"`([a-z_]+)`", names)]
    assert sorted(named) == sorted(MODULES), "the map in docs/law.md names each module in its row"


def test_the_skeleton_of_a_file_passes() -> None:
    (skeleton,) = blocks("law-corpus.md", "yaml")
    law = compile_texts({"XA.yaml": skeleton.encode()}).laws["XA"]
    assert [*law.offences, *law.rules, *law.limitation] == ["xa.302", "xa.j.4", "xa.j.5.nat", "xa.l.86"]


@pytest.mark.parametrize("page", [*PAGES, "decisions/0005-how-the-law-is-read.md"])
def test_links_lead_somewhere(page: str) -> None:
    here = DOCS / page
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", here.read_text("utf-8"))
    assert all((here.parent / target).exists() for target in targets if not target.startswith("https://")), targets
