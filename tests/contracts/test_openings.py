"""Each deed that opens what is sealed says so, or an incident would not count it
(docs/gate-and-incident.md, "An incident")."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import fanal
from fanal.access.kept import Keeper
from fanal.access.policy import opens
from fanal.passing.kinds import Kind

SOURCES = Path(fanal.__file__).parent
DOORS = {"open_record", "open_records", "scan_records"}


def _calls() -> Iterator[tuple[str, ast.FunctionDef, ast.expr]]:
    """The module, the function, and what it gives as the deed."""
    for path in sorted(SOURCES.rglob("*.py")):
        module = ".".join(("fanal", *path.relative_to(SOURCES).with_suffix("").parts))
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") in DOORS:
                        yield module, function, call.args[3 if getattr(call.func, "id", "") == "scan_records" else 2]


def _deeds(module: str, function: ast.FunctionDef, said: ast.expr) -> set[str]:
    """The deeds that an expression can name; nothing, where the function takes it: the door refuses one that does
    not say so."""
    if isinstance(said, ast.Call):  # kind.deed("open"), kind.deed("confirm" if … else "offer")
        verbs = [node.value for node in ast.walk(said.args[0]) if isinstance(node, ast.Constant)]
        return {kind.deed(kind(), verb) for kind in Kind.__subclasses__() for verb in verbs}
    if isinstance(said, ast.Attribute) and getattr(said.value, "id", "") == "self":  # self.hold_deed
        return {getattr(keeper, said.attr) for keeper in Keeper.__subclasses__()}
    if isinstance(said, ast.Name) and not hasattr(import_module(module), said.id):
        given = [one for one in ast.walk(function) if isinstance(one, ast.Assign)]
        found = [value for one in given for name, value in _pairs(one) if name == said.id]
        return {deed for value in found for deed in _deeds(module, function, value)}
    return {eval(ast.unparse(said), vars(import_module(module)))}


def _pairs(one: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    (target,) = one.targets
    if isinstance(target, ast.Tuple) and isinstance(one.value, ast.Tuple):
        yield from ((getattr(name, "id", ""), value) for name, value in zip(target.elts, one.value.elts, strict=True))
    else:
        yield getattr(target, "id", ""), one.value


def test_each_deed_that_opens_says_so() -> None:
    found = {deed for call in _calls() for deed in _deeds(*call)}
    assert {"concerns.open", "concerns.offer_handover", "matters.look", "research.sign_estimate"} <= found
    assert sorted(deed for deed in found if not opens(deed)) == []
