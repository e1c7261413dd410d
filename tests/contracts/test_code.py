"""Rules of the house about code itself."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import fanal

pytestmark = pytest.mark.once
SOURCE = Path(fanal.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
# Who may call what opens a sealed record: the one door (DNH-34), and what the door stands on.
OPENERS = {
    "open_item": {"access/records.py"},
    "open_bundles": {"network/records.py"},
    "open_held": {"access/records.py"},
    "open_many": {"access/records.py", "network/records.py"},
}


def _relative(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func
            if isinstance(name, ast.Attribute):
                yield name.attr
            elif isinstance(name, ast.Name):
                yield name.id


def test_only_the_door_opens_records() -> None:
    """No module but the door's calls the vault's opening functions."""
    for path in MODULES:
        if _relative(path).startswith("vault/"):
            continue
        for name in _calls(ast.parse(path.read_text())):
            assert _relative(path) in OPENERS.get(name, {_relative(path)}), f"{_relative(path)} calls {name}"


def test_concerns_and_handovers_are_held_in_one_order() -> None:
    """In their room only `locks` takes rows, and `pages` those of pages, which belong to no concern."""
    takes = {_relative(path) for path in MODULES if "select_for_update" in _calls(ast.parse(path.read_text()))}
    assert {path for path in takes if path.startswith("concerns/")} == {"concerns/locks.py", "concerns/gate/pages.py"}


def test_rooms_say_in_one_word_that_a_deed_cannot_be_done() -> None:
    """`NotNow`: the error of the network is for what the network does."""
    raise_it = {_relative(path) for path in MODULES if "NetworkError" in _calls(ast.parse(path.read_text()))}
    assert {path for path in raise_it if not path.startswith("network/")} == set()


def _refusals(tree: ast.AST) -> Iterator[str]:
    """Functions that return a refusal or nothing: both are false."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and {"Refused", "None"} <= _words(node.returns):
            yield node.name


def _words(annotation: ast.expr | None) -> set[str]:
    return set(re.findall(r"\w+", ast.unparse(annotation))) if annotation else set()


def _asked_for_truth(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node.test
        elif isinstance(node, ast.BoolOp):
            yield from node.values


def passed_over(trees: Iterable[ast.AST]) -> list[str]:
    """Places where a refusal that may be none is asked whether it is true."""
    named = [(tree, set(_refusals(tree))) for tree in trees]
    open_to_all = {name for _, names in named for name in names if not name.startswith("_")}
    return [
        ast.unparse(value)
        for tree, names in named
        for test in _asked_for_truth(tree)
        if isinstance(value := test.value if isinstance(test, ast.NamedExpr) else test, ast.Call)
        and (names | open_to_all) & set(_calls(value))
    ]


def test_a_refusal_is_asked_for_by_is_not_none() -> None:
    """It is false itself (`vocabulary.results`); the control is a module that asks wrongly."""
    wrong = ast.parse("def why() -> Refused | None: ...\nif refusal := why():\n    raise Oh(refusal)")
    assert passed_over([wrong]) == ["why()"]
    assert passed_over(ast.parse(path.read_text()) for path in MODULES) == []


@pytest.mark.parametrize("path", MODULES, ids=_relative)
def test_modules_and_functions_stay_small(path: Path) -> None:
    """At most 400 lines a module and 40 a function, docstring and all."""
    text = path.read_text()
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno + 1 <= 40, node.name


def test_lists_have_the_marks_of_the_readers_language() -> None:
    """What people read is joined by `listed` and `apart`, which know the comma and semicolon of Arabic."""
    mark = re.compile(r"""^(?!.*raise ).*(["']; ["']\.join|join:"[;,] "|forloop\.last %}[;,])""", re.MULTILINE)
    files = [path for kind in ("*.py", "*.html") for path in SOURCE.rglob(kind)]
    found = {_relative(path) for path in files if mark.search(path.read_text())}
    # What the console prints, and cells of CSV.
    english = {"site/checks/contracts.py", "progress/public/data.py", "progress/asks/public.py"}
    assert {name for name in found if not name.startswith("engines/")} <= english


@pytest.mark.parametrize("room", [path.parent.name for path in SOURCE.glob("*/__init__.py")])
def test_each_room_says_what_it_is_for(room: str) -> None:
    """The docstring of a room says it in a few sentences."""
    said = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text()))
    assert said
    assert 1 <= said.count(".") <= 8


def test_nothing_names_a_machine_or_an_index() -> None:
    """No path of one machine and no address of a package index in the tree."""
    bad = ["/".join(("", "work", "")), "pypi." + "org", "python" + "hosted", "registry." + "npmjs"]
    root = SOURCE.parents[1]
    names = ["src", "tests", "docs", "tools", "benchmarks", "corpus", ".ci"]
    files = [path for name in names for path in (root / name).rglob("*") if path.is_file()]
    files += [path for path in root.iterdir() if path.is_file() and path.name != ".git"]  # a file in a worktree
    for path in files:
        if path.suffix in {".mo", ".png"} or "__pycache__" in path.parts:  # compiled where it runs, never committed
            continue
        text = path.read_text(errors="ignore")
        assert not [word for word in bad if word in text], path
