"""Every address of a site carries an access decision: whom it lets in, or why it is open to everybody."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import fanal
from fanal.access.api import rules

pytestmark = pytest.mark.once
DESK = Path(fanal.__file__).parent / "site" / "desk"


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


VIEWS = list(_patterns(get_resolver()))


@pytest.mark.parametrize(("address", "pattern"), VIEWS, ids=[address for address, _ in VIEWS])
def test_every_view_has_a_decision(address: str, pattern: URLPattern) -> None:
    """ "staff: deed" with a declared deed, "signed in: reason", "learner: reason", "token: deed" of programs, or
    "public: reason"; views of libraries too."""
    decision = getattr(pattern.callback, "decision", "")
    kind, _, reason = decision.partition(": ")
    assert kind in {"staff", "signed in", "learner", "token", "public"}, f"{address} has no access decision"
    assert len(reason) > 5
    if kind in {"staff", "token"}:
        assert reason in rules()


def test_there_are_views() -> None:
    """The walk finds the pages of the desk and of the library, so that the test above tests something."""
    names = {pattern.name for _, pattern in VIEWS}
    assert {"day", "account_login", "mfa_activate_totp", "end"} <= names


NETWORK_DEEDS = {
    "invite", "invite_into", "withdraw_invitation", "admit", "end_membership", "rotate_ring", "make_reset_link",
    "change_password", "new_code", "choose_notices", "sign_out_everywhere", "give_roles", "take_role", "propose",
    "sign", "end", "drill",
}  # fmt: skip


def _called_directly(path: Path) -> Iterator[str]:
    """`network.<module>.<deed>(…)`: a deed that is called."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        module = node.func.value
        if isinstance(module, ast.Attribute) and isinstance(module.value, ast.Name) and module.value.id == "network":
            yield node.func.attr


def _asked_before() -> dict[str, bool]:
    """The deeds of the network that functions behind addresses call, and whether each of them asks the policy first:
    by itself, or by the table of things that it stands in."""
    found: dict[str, bool] = {}
    for _address, pattern in VIEWS:
        inner = inspect.unwrap(pattern.callback)
        names = inner.__code__.co_names if inspect.isfunction(inner) else ()
        if "network" in names:
            asks = "ask" in names or getattr(pattern.callback, "guards", False)
            found |= {deed: asks and found.get(deed, True) for deed in NETWORK_DEEDS.intersection(names)}
    return found


def test_screens_change_things_through_the_policy_only() -> None:
    """A deed of the network asks nobody: whatever screen of the desk calls one asks the policy first."""
    asked = _asked_before()
    assert [deed for deed, asks in asked.items() if not asks] == []
    assert asked["take_role"]  # it asks by itself
    assert asked["end_membership"]  # its table does
    for path in sorted(DESK.glob("*.py")):
        direct = set(_called_directly(path)) & NETWORK_DEEDS - set(asked)
        assert not direct or path.name == "deeds.py", f"{path.name} calls {direct} where nobody looks"


def test_the_deeds_named_here_are_all_deeds_that_take_an_actor() -> None:
    """A new deed of the network joins the list above by itself failing this test."""
    source = Path(fanal.__file__).parent / "network"
    found = set()
    for name in ("people.py", "agreements.py"):
        for node in ast.parse((source / name).read_text()).body:
            takes = [arg.arg for arg in node.args.args] if isinstance(node, ast.FunctionDef) else []
            if takes[:1] == ["actor"] and "now" in takes:
                found.add(node.name)  # type: ignore[attr-defined]
    assert found | {"drill"} == NETWORK_DEEDS
