"""The pages of docs/ that are written from the code, so that they cannot say anything else."""

import argparse
import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path

import yaml
from django.apps import apps
from django.db import models

from fanal import columns
from fanal.engines.jurisdiction.contracts import load_corpus
from fanal.network import words
from fanal.network.contracts import ROLE_RINGS, Role
from fanal.site import environment as env
from fanal.site import generated_known, generated_law
from fanal.site.installing.container import containerfile
from fanal.vocabulary.corpus import CORPUS

_MADE = "<!-- Written by `fanal docs`. Change the code, not this page. -->\n"


NAMES = (
    "reference.md",
    "roles.md",
    "do-no-harm.md",
    "cases-rules.md",
    "visible-without-keys.md",
    "record-of-processing.md",
    "law-files.md",
    "law-known.md",
    "law-cases.md",
    "operating/Containerfile",
)


def pages(root: Path, commands: argparse.ArgumentParser) -> dict[str, str]:
    """File name in docs/ to its text; `root` is the folder of the repository, whose tests are read."""
    made = (
        reference(commands),
        roles(),
        do_no_harm(root / "tests" / "harm"),
        cases_rules(root / "tests"),
        visible(),
        processing(),
        f"{_MADE}{generated_law.WORDS}{_table(generated_law.HEAD, generated_law.rows())}",
        law_known(),
        law_cases(root / "tests" / "engines" / "jurisdiction" / "decided" / "cases.yaml"),
        containerfile(),
    )
    return dict(zip(NAMES, made, strict=True))


def law_known() -> str:
    """What is known of the thirteen laws, why not more, and what they answer."""
    corpus = load_corpus()
    return (
        f"{_MADE}{generated_known.HEAD}{_table(generated_known.KNOWN_HEAD, generated_known.known(corpus))}"
        f"{generated_known.WHY}{_table(generated_known.WHY_HEAD, generated_known.unknown(corpus))}"
        f"{generated_known.GRID}{_table(generated_known.GRID_HEAD, generated_known.grid(corpus))}"
    )


def law_cases(file: Path) -> str:
    """Decided cases beside the answer of the shipped law."""
    words, told = generated_law.cases(file)
    return f"{_MADE}{words}{_table(generated_law.CASES_HEAD, told)}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(cell) for cell in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def reference(commands: argparse.ArgumentParser) -> str:
    """Settings and commands."""
    settings = _table(
        ("setting", "default", "what it is for"),
        ((f"`{s.name}`", f"`{s.default}`" if s.default else "empty", s.help) for s in env.SETTINGS),
    )
    told = "".join(_command(name, sub) for name, sub in _subcommands(commands))
    return (
        f"{_MADE}# Settings and commands\n\n## Settings\nEnvironment variables. An empty one counts as not set.\n\n"
        f"{settings}\n## Commands\nExit codes: 0 well, 1 something is wrong, 2 not understood.\n{told}"
    )


def _subcommands(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def _command(name: str, parser: argparse.ArgumentParser, depth: int = 3, words: str = "") -> str:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        flags = ", ".join(f"`{flag}`" for flag in action.option_strings) or f"`{action.dest}`"
        given = f" {', '.join(f'`{choice}`' for choice in action.choices)}" if action.choices else ""
        rows.append((flags + given, action.help or ""))
    about = (parser.description or words).strip()
    text = f"\n{'#' * depth} `fanal {name}`\n{about}\n" + (f"\n{_table(('argument', 'meaning'), rows)}" if rows else "")
    helps = {
        choice.dest: choice.help or ""
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for choice in action._choices_actions
    }
    inner = (_command(f"{name} {sub}", child, depth + 1, helps.get(sub, "")) for sub, child in _subcommands(parser))
    return text + "".join(inner)


def roles() -> str:
    """The roles that somebody can give."""
    kinds = {role: [kind.value for kind, some in words.ROLES_OF.items() if role in some] for role in Role}
    table = _table(
        ("role", "in files", "what for", "holds the keys of", "in which organisations"),
        (
            (str(words.ROLES[role]), f"`{role}`", str(words.ROLE_HINTS[role]),
             " · ".join(str(words.RINGS[ring]) for ring in ROLE_RINGS.get(role, ())) or "nobody",
             " · ".join(of))
            for role, of in kinds.items() if of
        ),
    )  # fmt: skip
    return (
        f"{_MADE}# Roles\n\nA role says what a person may do; a team says what their keys open "
        '(docs/access.md, "Rules"). *People* offers those of its organisation, with the same words. Who is what '
        f"in an office of three: docs/small-member.md.\n\n{table}"
    )


def do_no_harm(folder: Path) -> str:
    """One row a rule, from the docstrings of its tests."""
    rows = [row for path in sorted(folder.glob("test_dnh_*.py")) for row in _rule(path)]
    return (
        f"{_MADE}# Do no harm\n\nEach rule is a test in `tests/harm/`. A change that breaks one is not merged.\n\n"
        + _table(("rule", "says", "proved by"), rows)
    )


def cases_rules(tests: Path) -> str:
    """One row a rule of the care of a child, with the tests that carry its number; none where nothing proves it yet."""
    proved: dict[int, list[str]] = {}
    for path in sorted(tests.rglob("test_cm_*.py")):
        if numbers := re.match(r"test_cm_((?:\d+_)+)", path.name):
            for number in numbers[1].rstrip("_").split("_"):
                proved.setdefault(int(number), []).append(f"`{path.relative_to(tests).as_posix()}`")
    says = yaml.safe_load((CORPUS / "cases" / "rules.yaml").read_text("utf-8"))["rules"]
    rows = [(f"CM-{number}", words, " · ".join(proved.get(number, ["–"]))) for number, words in says.items()]
    words = "Each rule is a test that carries its number, below `tests/`. Where there is a dash, none does yet."
    return f"{_MADE}# Rules of the care of a child\n\n{words}\n\n" + _table(("rule", "says", "proved by"), rows)


def _rule(path: Path) -> Iterator[tuple[str, str, str]]:
    number = re.match(r"test_dnh_(\d+)", path.name)
    if number is None:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tests = [
        first_sentence(ast.get_docstring(node) or node.name.removeprefix("test_").replace("_", " "))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    says = re.sub(r"^DNH-\d+[:.]?\s*", "", first_sentence(ast.get_docstring(tree) or ""))
    yield f"DNH-{number[1]}", says, " · ".join(tests)


def first_sentence(text: str) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join(text.split("\n\n", 1)[0].split())


def _tables() -> list[type[models.Model]]:
    return sorted(columns.tables(), key=lambda model: model._meta.label)


def visible() -> str:
    """Every column that stands in clear, with its reason."""
    parts = []
    for model in _tables():
        rows = [(f"`{name}`", clear.cls, clear.reason) for name, clear in columns.public(model).items()]
        parts.append(f"\n## {model._meta.label}\n{_table(('column', 'class', 'reason'), rows)}")
    others = sorted(model._meta.label for model in set(apps.get_models()).difference(columns.tables()))
    return (
        f"{_MADE}# Visible without keys\n\nWhat a thief of the database, its host or the secretariat can read."
        " Nothing else is in clear. Classes: S0 reference, S1 operational, S2 personal with a reason.\n"
        + "".join(parts)
        + "\n## Tables of libraries\nThey hold sign-in factors (sealed), the queue (identifiers only) and versions: "
        + ", ".join(f"`{label}`" for label in others)
        + ".\n"
    )


def processing() -> str:
    """The record of processing (DNH-38): every attribute of every sealed column with class, purpose, time, category."""
    parts = []
    for model in _tables():
        for column, sealed in columns.sealed(model).items():
            rows = [
                (
                    f"`{attribute.name}`",
                    *(str(attribute.metadata.get(key, "")) for key in ("cls", "purpose", "retention", "category")),
                )
                for attribute in fields(sealed.schema)
            ]
            head = ("attribute", "class", "purpose", "kept as", "category")
            parts.append(f"\n## {model._meta.label}.{column}: compartment `{sealed.compartment}`\n{_table(head, rows)}")
    return (
        f"{_MADE}# Record of processing\n\nThe annex of a data protection impact assessment: what is kept sealed, of"
        " which class (S2 personal, S3 identifying, S4 special, S5 sealed), for what, under which rule of retention.\n"
        + "".join(parts)
    )
