"""Rules that the source of the vault keeps, read from its syntax trees."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanal import vault

PACKAGE = Path(vault.__file__).parent
SOURCES = sorted(PACKAGE.glob("*.py"))
SECRET = {
    "seed", "key", "verifier", "kek", "code", "sid", "pin", "password", "pepper", "secret", "_raw", "_value", "_seed",
}  # fmt: skip
EQUALITY = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)


def trees() -> Iterator[tuple[str, ast.Module]]:
    return ((path.name, ast.parse(path.read_text())) for path in SOURCES)


def comparisons(tree: ast.AST) -> Iterator[ast.Compare]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(
            isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops
        ):
            yield node


def touches_a_secret(node: ast.AST) -> bool:
    """Whether a side of a comparison is itself a secret (`x.kek`, `seed.reveal()`), not a property of one."""
    if isinstance(node, ast.Tuple):
        return any(touches_a_secret(part) for part in node.elts)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr in {"reveal", "derive", "tag", "_mac"}
    if isinstance(node, ast.Attribute):
        return node.attr in SECRET
    return isinstance(node, ast.Name) and node.id in SECRET


def secrets_compared(source: str) -> list[int]:
    return [
        node.lineno
        for node in comparisons(ast.parse(source))
        if any(touches_a_secret(side) for side in (node.left, *node.comparators))
    ]


@pytest.mark.parametrize("path", SOURCES, ids=[path.name for path in SOURCES])
def test_no_secret_is_compared_with_equality(path: Path) -> None:
    assert secrets_compared(path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "a.verifier == b",
        "x != seed.reveal()",
        "(1, code) == (2, other)",
        "sid in known",
        "kek == other",
        "a.tag(x) == y",
    ],
)
def test_the_rule_above_sees_what_it_forbids(source: str) -> None:
    assert secrets_compared(source) == [1]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_the_vault_is_pure() -> None:
    """No Django, no files, no network, no clock: only mathematics, and the system's random bytes."""
    allowed = {"cryptography", "shamir_mnemonic"} | {
        "base64", "binascii", "collections", "contextlib", "dataclasses", "datetime", "functools", "hashlib",
        "itertools", "json", "os", "re", "secrets", "threading", "types", "typing", "unicodedata", "uuid",
    }  # fmt: skip
    assert allowed - {"cryptography", "shamir_mnemonic"} <= sys.stdlib_module_names
    for name, tree in trees():
        assert {module.split(".")[0] for module in imported(tree)} <= allowed, name
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not asked & {"now", "today", "utcnow", "monotonic"}, f"{name} asks a clock"


def test_of_the_system_only_random_bytes_are_used() -> None:
    for name, tree in trees():
        used = {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
        }
        assert used <= {"urandom"}, name
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"open", "print", "input", "eval", "exec"}, name


def test_errors_carry_no_values() -> None:
    """Every message is a fixed text: no f-string, no argument."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                error = node.exc.func
                assert isinstance(error, ast.Name)
                if error.id in {"FormExpired"}:
                    continue
                assert all(isinstance(part, ast.Constant) for part in node.exc.args), (name, node.lineno)


def test_an_error_that_hides_another_does_not_carry_it() -> None:
    """`from None`, so that no traceback shows what a library said about the bytes."""
    for name, tree in trees():
        for handler in (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)):
            for node in ast.walk(handler):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name) and node.exc.id in vault.__all__:
                    assert isinstance(node.cause, ast.Constant), (name, node.lineno)


def test_the_public_face_is_complete_sorted_and_documented() -> None:
    assert set(vault.__all__) == {name for name in vars(vault) if not name.startswith("_")}
    assert len(vault.__all__) == len(set(vault.__all__))
    for name in vault.__all__:
        part = getattr(vault, name)
        if callable(part):
            assert part.__doc__, name
            assert not part.__doc__.startswith(f"{name}("), name  # the text that dataclasses make up


def test_modules_and_functions_stay_small() -> None:
    for path in SOURCES:
        assert len(path.read_text().splitlines()) <= 400, path.name
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno is not None
                assert node.end_lineno - node.lineno < 40, (name, node.name)
