"""What an operator can set or run is documented, and what the documents name exists."""

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from fanal.site import environment as env
from fanal.site import generated
from fanal.site.commands import COMMANDS, parser

pytestmark = pytest.mark.once

DOCS = env.ROOT / "docs"
HERE = ("src", "tools", "docs", ".ci")
NAME = re.compile(r"\bFANAL_[A-Z][A-Z_]*[A-Z]\b")
DECLARED = {setting.name for setting in env.SETTINGS}
WRITTEN = ("src", "tests", "tools", "benchmarks", "docs")
TEXTS = {".py", ".md", ".html", ".js", ".css", ".yaml", ".toml", ".service", ""}
REFERENCE = re.compile(r'(?P<root>docs/|\]\()(?P<page>[\w./-]+\.md)\)?(?:, "(?P<heading>[^"]+)")?')
ELSEWHERE = re.compile(
    r"\bdesigns?\b(?: of [\w ]+)?,? \(?(?:sections? |§ ?)?[0-9]|sections? [0-9.]+ of the design|"
    r"\bdesign, \"|\w\.md`?,? (?:§|sections? [0-9])|\(§[0-9]",
    re.IGNORECASE,
)


def _files() -> Iterator[Path]:
    for folder in HERE:
        yield from (path for path in (env.ROOT / folder).rglob("*") if path.is_file() and _is_text(path))
    yield from (path for name in ("Makefile", "README.md", "CONTRIBUTING.md") if (path := env.ROOT / name).exists())


def _is_text(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.suffix not in {".mo", ".png", ".ico", ".gz", ".br"}


def _written() -> Iterator[tuple[Path, str]]:
    """All that people wrote, each text as one line, so that a reference may go on in the next."""
    found = [path for folder in WRITTEN for path in (env.ROOT / folder).rglob("*") if path.suffix in TEXTS]
    for path in (*found, *env.ROOT.glob("*.md"), *(env.ROOT / "corpus").rglob("*.md")):
        if path.is_file() and not {"__pycache__", "golden"} & set(path.parts):
            yield path, re.sub(r"\s*\n[\s#]*", " ", path.read_text(encoding="utf-8"))


def _astray(path: Path, text: str) -> Iterator[str]:
    """References of a text that lead to no page, to no heading of their page, or out of the repository."""
    for found in REFERENCE.finditer(text):
        folder = DOCS if found["root"] == "docs/" else path.parent
        page = folder / found["page"]
        if not page.exists() or (found["heading"] and found["heading"] not in _headings(page)):
            yield found[0]
    yield from (found[0] for found in ELSEWHERE.finditer(text))


@cache
def _headings(page: Path) -> frozenset[str]:
    return frozenset(re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE))


def _arguments(one: argparse.ArgumentParser) -> Iterator[str]:
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield name
                yield from _arguments(inner)
        elif not isinstance(action, argparse._HelpAction):
            yield from action.option_strings or [action.dest]


def test_every_decision_is_dated_and_linked_from_the_page_that_it_is_about() -> None:
    """Whoever reads how it is finds why it is so. A decision begins "# 7. Title", then "Date: 2026-11-28. State: …"."""
    pages = "".join(path.read_text() for path in DOCS.glob("*.md"))
    for path in (DOCS / "decisions").glob("*.md"):
        number = int(path.name[:4])
        assert re.match(rf"# {number}\. .+\n\nDate: \d{{4}}-\d\d-\d\d\. State: .+", path.read_text()), path.name
        assert f"(decisions/{path.name})" in pages, f"no page of docs/ links to {path.name}"


def test_every_reference_leads_to_a_page_and_its_heading() -> None:
    """`docs/<page>.md, "<Heading>"`, or a link in a page; nothing cites a document that is not in the repository."""
    astray = [f"{path.relative_to(env.ROOT)}: {one}" for path, text in _written() for one in _astray(path, text)]
    assert astray == []


@pytest.mark.parametrize(
    ("text", "is_astray"),
    [
        ('docs/law-rules.md, "Limitation"', False),
        ('do·cs/law-rules.md, "Limits"', True),
        ("do·cs/law-rule.md", True),
        ('[the rules]·(law-rules.md), "Time"', False),
        ('[the rules]·(law-rules.md), "Times"', True),
        ("(desi·gn, section 4.4)", True),
        ("Desi·gn of the law, sections 2 and 3", True),
        ("`concerns.md`· §9", True),
        ("in the sense of § 176(1), and section 7(2) no. 1", False),
    ],
)
def test_a_reference_that_leads_nowhere_is_found(text: str, is_astray: bool) -> None:
    """The check above can fail: on a page, a heading, a section of what is not here; articles of law are none.

    A "·" keeps the examples from being found in this file."""
    assert bool(list(_astray(DOCS / "law.md", text.replace("·", "")))) is is_astray


def test_rules_and_decisions_that_are_named_exist_and_each_rule_has_a_test() -> None:
    """DNH-01 to the last, in docs/do-no-harm.md as in tests/harm; "decision 7" is a file of docs/decisions."""
    rules = set(re.findall(r"^\| DNH-(\d\d) ", (DOCS / "do-no-harm.md").read_text(), re.MULTILINE))
    decisions = {int(path.name[:4]) for path in (DOCS / "decisions").glob("*.md")}
    assert rules == {path.name[9:11] for path in (env.ROOT / "tests/harm").glob("test_dnh_*.py")}
    for path, text in _written():
        assert set(re.findall(r"\bDNH-(\d+)\b", text)) <= rules, path
        assert {int(number) for number in re.findall(r"\bdecisions? \[?(\d+)\b", text, re.IGNORECASE)} <= decisions, (
            path
        )


def test_every_setting_is_documented() -> None:
    """docs/reference.md has a row for each, with its default, and each has a sentence."""
    text = (DOCS / "reference.md").read_text()
    for setting in env.SETTINGS:
        assert f"| `{setting.name}` | {f'`{setting.default}`' if setting.default else 'empty'} |" in text, setting.name
        assert setting.help.endswith(".")


def test_every_setting_that_is_named_anywhere_is_declared() -> None:
    """Code, tools and documents name no setting that does not exist; a test's own start with FANAL_TEST_."""
    for path in _files():
        for name in NAME.findall(path.read_text(encoding="utf-8")):
            assert name in DECLARED or name.startswith("FANAL_TEST_"), f"{path}: {name}"


def test_every_setting_is_read() -> None:
    """A setting that nothing reads would be a promise that nobody keeps."""
    code = "".join(path.read_text() for path in (env.ROOT / "src").rglob("*.py"))
    for name in DECLARED:
        assert re.search(rf'read\("{name}"|number\("{name}"', code), name


def test_only_the_environment_module_reads_the_environment() -> None:
    """Elsewhere a setting would escape its declaration. (Commands set some; systemd's own variable is not ours.)"""
    found = [
        str(path.relative_to(env.ROOT))
        for path in (env.ROOT / "src").rglob("*.py")
        if re.search(r"environ(\.get\(|\[)[\"']FANAL_|getenv\(", path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_argument_is_documented(command: str) -> None:
    """docs/reference.md has a heading for each command and names each of its arguments."""
    text = (DOCS / "reference.md").read_text()
    start = text.index(f"### `fanal {command}`")
    part = text[start : text.find("\n### ", start + 1) if "\n### " in text[start + 1 :] else len(text)]
    (actions,) = [one for one in parser([command])._actions if isinstance(one, argparse._SubParsersAction)]
    for argument in _arguments(actions.choices[command]):
        assert argument in part, argument


def test_the_operating_page_names_every_sample_and_command() -> None:
    """docs/operating.md explains each file of docs/operating/ and each command that an operator needs."""
    text = (DOCS / "operating.md").read_text()
    for path in (DOCS / "operating").iterdir():
        assert f"operating/{path.name}" in text, path.name
    for command in ("serve", "migrate", "check", "backup", "restore", "kit", "journal"):
        assert f"fanal {command}" in text, command


def test_commands_that_documents_name_exist() -> None:
    """No page tells to run what is not there."""
    for path in (*DOCS.rglob("*.md"), env.ROOT / "README.md"):
        if not path.exists():
            continue
        for name in re.findall(r"`fanal ([a-z]+)", path.read_text()):
            assert name in COMMANDS or name in {"check"}, f"{path}: fanal {name}"


@pytest.mark.parametrize("name", generated.NAMES)
def test_generated_pages_are_current(name: str) -> None:
    """Where this fails: `make docs`, then read what changed."""
    assert (DOCS / name).read_text() == _generated()[name]


@cache
def _generated() -> dict[str, str]:
    return generated.pages(env.ROOT, parser())


def test_the_threat_model_says_what_every_clear_table_tells() -> None:
    """Where this fails: say in `threat-model.md`, in its table, what a thief learns from the new one."""
    page = (DOCS / "threat-model.md").read_text()
    section = page[page.index("## What a thief of the database sees") : page.index("\nTimes: what a reporter causes")]
    said = re.findall(r"`([a-z]+\.[A-Z]\w+)`", section)
    listed = re.findall(r"^## ([a-z]+\.[A-Z]\w+)$", (DOCS / "visible-without-keys.md").read_text(), re.MULTILINE)
    assert len(listed) > 40
    assert sorted(said) == sorted(listed)


def test_samples_are_what_the_unit_needs() -> None:
    """The unit is sandboxed, keeps keys as a credential, sessions in memory, and writes no core file."""
    unit = (DOCS / "operating" / "fanal.service").read_text()
    for line in (
        "NoNewPrivileges=yes", "ProtectSystem=strict", "LimitCORE=0", "MemorySwapMax=0",
        "LoadCredential=fanal-keyfile:", "RuntimeDirectory=fanal", "UMask=0077", "CapabilityBoundingSet=",
    ):  # fmt: skip
        assert f"\n{line}" in unit, line
    assert "\nMemoryDenyWriteExecute=yes" not in unit, "counting and estimating compile their inner loops"
    for path in (DOCS / "operating").glob("*.service"):
        assert "ExecStart=/opt/fanal/.venv/bin/fanal " in path.read_text()


def test_each_item_of_the_thirteen_laws_is_known_or_stands_beside_a_reason() -> None:
    """docs/law-known.md hides no item: those that are known, that do not apply, and those with a reason make 48."""
    page = (DOCS / "law-known.md").read_text()
    counts, reasons, grid = (
        re.findall(r"^\| `([A-Z-]+)` \|(.*)\|$", part, re.MULTILINE) for part in page.split("\n## ")[1:]
    )
    assert len(counts) == len(grid) == 13
    for law, row in counts:
        cells = [cell.strip() for cell in row.split("|")]
        known, none = int(cells[0]), int(cells[-1])
        open_items = {item for who, cells in reasons if who == law for item in cells.split("|")[1].split()}
        assert known + none + len(open_items) == 48, law
