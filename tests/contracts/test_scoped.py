"""Each query is scoped: whoever asks for somebody gets what this person may see, and nothing by an identifier alone.

Looked at is every function that has an `actor` or a `request`, and every query in it on a model that the policy scopes.
What counts is where the value comes from: from the actor, from a row that was handed in or found for the actor before,
never from an address, a form, or an identifier that was handed in. A function without an actor that finds rows by an
identifier may be called with one that was found so.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.apps import apps

import fanal
from fanal.access import policy

pytestmark = pytest.mark.once
SOURCE = Path(fanal.__file__).parent
MODELS = {model.__name__ for model in policy._scopes}
SCOPED = {"visible", "seen", "_seen"}
"""Functions that scope the rows they are given."""
BOUND = {
    *("org", "org_id", "concern__org_id", "recipient_id"),  # whose it is
    *("person_id", "second_id", "confirmed_by_id"),
    *("concern", "concern_id", "matter", "matter__in", "population", "population__in", "plan", "run", "release"),
    *("subject", "about", "of", "duplicate_of", "pk", "pk__in"),  # a row that was scoped before
}
HELD = {
    *("Actor", "Opened", "QuerySet", "Manager", *(model.__name__ for model in apps.get_models())),
    *("Asked", "File", "PersonRef", "Place"),  # what rooms make of rows that they found
}
"""Types of what was found before: the actor, rows. All else may carry what came from outside: an identifier, a form."""
AROUND = {"Iterable", "Sequence", "Collection", "set", "list", "tuple", "frozenset", "None", "Any"}
TYPED = {"GET", "POST", "data", "cleaned_data", "headers", "body"}
"""What somebody typed or sent, even where it hangs on something that was made for them."""
WRITES = {"create", "bulk_create", "bulk_update"}
ALONE = {
    ("concerns/gate/pages.py", "free_countries"): "which countries have a form is public",
    ("concerns/gate/pages.py", "make"): "which countries have a form is public",
    ("concerns/gate/practice.py", "_own_page"): "the policy is asked of the row",
    ("justice/law/drafting.py", "withdraw"): "the policy is asked of the row",
    ("justice/gaps/gaps.py", "start"): "counts of law belong to no organisation; a grant opens them",
    ("research/plans/policy.py", "_of_plans"): "the scope of plans itself",
    ("tourism/training/desk/pages.py", "post"): "of those who work for the organisation of the actor, one",
    ("tourism/public/pages.py", "report"): "a company published it, for everybody",
    ("progress/programmes/public.py", "programme"): "two people published it, for everybody",
    ("progress/asks/public.py", "ask"): "it was sent, for everybody",
    ("site/desk/companies.py", "password"): "the company that was founded by this very press",
}
"""Queries that are bound in another way, each with why it shows nobody what is not theirs."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SHORT = {"get_object_or_404", "get_list_or_404"}
MANAGERS = {"objects", "_base_manager", "_default_manager"}

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def _arguments(function: Function) -> dict[str, str]:
    """The parameters with their types as they are written."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in every}


def _is_held(annotation: str) -> bool:
    words = {node.id for node in ast.walk(ast.parse(annotation or "None")) if isinstance(node, ast.Name)}
    return bool(words & HELD) and words <= HELD | AROUND


@dataclass
class Known:
    """What a function knows to be of the actor: names, by where their values come from."""

    function: Function
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        given = _arguments(self.function)
        self.names |= {name for name, type_ in given.items() if name == "actor" or _is_held(type_)}
        self.names -= {"request", "cls"}
        for _turn in range(3):  # a name may come from one that is assigned further down, in a loop
            for node in ast.walk(self.function):
                for target, value in _assigned(node):
                    if self.has(value):
                        self.names |= {one.id for one in ast.walk(target) if isinstance(one, ast.Name)}

    def has(self, value: ast.AST) -> bool:
        """Whether a value comes from the actor, or from what was found for them."""
        match value:
            case ast.Name(id=name):
                return name in self.names
            case ast.Attribute(value=of) | ast.Subscript(value=of) | ast.Starred(value=of) | ast.NamedExpr(value=of):
                return getattr(value, "attr", "") not in TYPED and self.has(of)
            case ast.Call():
                return self._has_call(value)
            case ast.GeneratorExp(generators=over) | ast.ListComp(generators=over) | ast.SetComp(generators=over):
                return any(self.has(one.iter) for one in over)
        parts: list[ast.expr] = []
        match value:
            case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
                pass
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                parts = [one, other]
        return bool(parts) and all(map(self.has, parts))

    def _has_call(self, call: ast.Call) -> bool:
        """What is called with the actor answers for them; what is called with something typed answers to anybody."""
        given = [*call.args, *(one.value for one in call.keywords)]
        typed = any(getattr(node, "attr", "") in TYPED for one in given for node in ast.walk(one))
        if any(isinstance(one, ast.Name) and one.id == "actor" for one in given):
            return not (typed and _name(call)[:1].isupper())  # a form that is made for the actor holds what they sent
        if typed:
            return False
        return any(map(self.has, given)) or (isinstance(call.func, ast.Attribute) and self.has(call.func.value))


def _assigned(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """(target, value) of what a node binds."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            yield target, value
        case ast.With(items=items):
            yield from ((one.optional_vars, one.context_expr) for one in items if one.optional_vars)


@dataclass(frozen=True)
class Query:
    """A query that reads: the model, the conditions that narrow it, and the calls that it is handed to."""

    model: str
    narrowed: tuple[ast.AST, ...]
    handed_to: tuple[ast.Call, ...]


def _queries(function: Function) -> Iterator[Query]:
    """Each query on a scoped model, with what is done to the name that it is given."""
    above = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(function):
        if not (isinstance(node, ast.Attribute) and node.attr in MANAGERS and getattr(node.value, "id", "") in MODELS):
            continue
        calls, handed, at = [], [], node
        while isinstance(outer := above[at], ast.Attribute | ast.Call | ast.IfExp):
            if isinstance(outer, ast.Call):
                (calls if outer.func is at else handed).append(outer)
            at = outer  # type: ignore[assignment]
        if isinstance(outer, ast.Assign) and isinstance(outer.targets[0], ast.Name):
            name = outer.targets[0].id
            every = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
            calls += [one for one in every if _base(one) == name]
            handed += [one for one in every if any(_root(given) == name for given in one.args)]
        if not any(getattr(one.func, "attr", "") in WRITES for one in calls):
            yield Query(getattr(node.value, "id", ""), tuple(_conditions(calls)), tuple(handed))
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node) in SHORT and getattr(node.args[0], "id", "") in MODELS:
            yield Query(getattr(node.args[0], "id", ""), tuple(node.keywords), ())


def _conditions(calls: Iterable[ast.Call]) -> Iterator[ast.AST]:
    """What narrows a query; `exclude` does not."""
    for call in calls:
        if _name(call) in {"filter", "get", "get_or_create", "update_or_create", "aggregate"}:
            yield from (*call.args, *call.keywords)


def _base(call: ast.Call) -> str:
    return _root(call.func) if isinstance(call.func, ast.Attribute) else ""


def _root(at: ast.AST) -> str:
    while isinstance(at, ast.Attribute | ast.Call):
        at = at.value if isinstance(at, ast.Attribute) else at.func
    return getattr(at, "id", "")


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_scoped(query: Query, known: Known) -> bool:
    handed = any(_name(call) in SCOPED and any(map(known.has, call.args)) for call in query.handed_to)
    return handed or any(_narrows(word, known) for word in query.narrowed)


def _narrows(word: ast.AST, known: Known) -> bool:
    """Whether a condition is bound: a keyword by its value, `Q(…) | Q(…)` by both sides."""
    match word:
        case ast.keyword(arg=name, value=value):
            return name in BOUND and known.has(value)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _narrows(left, known) and _narrows(right, known)
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            return _narrows(left, known) or _narrows(right, known)
        case ast.Call(func=ast.Name(id="Q"), args=args, keywords=words):
            return any(_narrows(one, known) for one in (*args, *words))
    return False


@dataclass(frozen=True)
class Finder:
    """A function without an actor that finds rows by an identifier alone: which parameter, and where it stands."""

    where: str
    at: int
    parameter: str


def _finders(where: str, tree: ast.AST) -> Iterator[tuple[str, Finder]]:
    for function in ast.walk(tree):
        if not isinstance(function, FUNCTIONS) or {"actor", "request"} & set(given := _arguments(function)):
            continue
        known, names = Known(function), list(given)
        for query in _queries(function):
            if _is_scoped(query, known):
                continue
            for word in query.narrowed:
                if not isinstance(word, ast.keyword) or word.arg not in BOUND:
                    continue
                if isinstance(word.value, ast.Name) and word.value.id in names:
                    yield function.name, Finder(where, names.index(word.value.id), word.value.id)


def unscoped(paths: Iterable[Path], below: Path = SOURCE) -> list[str]:
    """Functions that ask for somebody and are bound to nobody, directly or by a function that they call."""
    trees = {str(path.relative_to(below)): ast.parse(path.read_text("utf-8")) for path in paths}
    finders: dict[str, list[Finder]] = {}
    for where, tree in trees.items():
        for name, finder in _finders(where, tree):
            finders.setdefault(name, []).append(finder)
    return [line for where, tree in trees.items() for line in _found(where, tree, finders)]


def _found(where: str, tree: ast.AST, finders: dict[str, list[Finder]]) -> Iterator[str]:
    for function in ast.walk(tree):
        if not isinstance(function, FUNCTIONS) or not {"actor", "request"} & set(_arguments(function)):
            continue
        if (where, function.name) in ALONE:
            continue
        known = Known(function)
        for query in _queries(function):
            if not _is_scoped(query, known):
                yield f"{where}: {function.name} asks for every {query.model}: use `visible(actor, …)`"
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            for finder in finders.get(_name(call), ()):
                if (given := _given(call, finder)) and not known.has(given):
                    yield (
                        f"{where}: {function.name} calls {_name(call)} of {finder.where} with what was not found for "
                        f"the actor before"
                    )


def _given(call: ast.Call, finder: Finder) -> ast.AST | None:
    """What a call gives to the parameter by which rows are found."""
    named = [word.value for word in call.keywords if word.arg == finder.parameter]
    return named[0] if named else call.args[finder.at] if finder.at < len(call.args) else None


def _every() -> list[Path]:
    return [path for path in SOURCE.rglob("*.py") if not {"migrations", "demo"} & set(path.parts)]


def test_what_is_asked_for_somebody_is_what_they_may_see() -> None:
    assert unscoped(_every()) == []


def test_each_exception_is_still_one() -> None:
    kept = dict(ALONE)
    ALONE.clear()
    try:
        found = {tuple(line.split(" ")[:2]) for line in unscoped(_every())}
    finally:
        ALONE.update(kept)
    assert {(f"{where}:", name) for where, name in kept} <= found


@pytest.mark.parametrize(
    "written",
    [
        "def page(request, concern_id):\n    return Concern.objects.get(pk=concern_id)",
        "def page(actor, one):\n    rows = Concern.objects.all()\n    return rows.get(pk=one)",
        # the keyword is right, and its value is what somebody sent
        "def page(request, actor):\n    return Concern.objects.filter(org_id=request.GET['org'])",
        "def page(actor, form):\n    return Concern.objects.get(pk=form.cleaned_data['concern'])",
        "def page(request, actor, concern_id: UUID):\n    return Decision.objects.filter(concern=concern_id)",
        "def page(actor, form: RequestForm):\n    return Release.objects.get(pk=form.release)",
        "def page(actor, posted: Posted):\n    return Concern.objects.get(pk=posted['concern'])",
        "def page(actor, choice: Choice):\n    return Concern.objects.get(pk=choice.duplicate_of)",
        "def page(request, actor):\n    form = Page(actor, request.POST)\n"
        "    return Concern.objects.get(pk=form.choice().concern)",
        # by another door of Django
        "def page(actor, one):\n    return Concern._base_manager.get(pk=one)",
        "def page(actor, one):\n    return get_object_or_404(Concern, pk=one)",
        "async def page(actor, one):\n    return Concern.objects.get(pk=one)",
        # something else in the same function is scoped
        "def page(request, actor, one):\n    mine = visible(actor, Concern.objects.all())\n"
        "    return Handover.objects.filter(pk=one), mine",
        # bound by one side only, or by what is left out
        "def page(actor, one):\n    return Decision.objects.filter(Q(person_id=actor.person) | Q(concern=one))",
        "def page(actor):\n    return Concern.objects.exclude(org_id=actor.org)",
        # a function without an actor finds by an identifier, and is given one that was not looked at
        "def notes(concern_id: UUID):\n    return Decision.objects.filter(concern=concern_id)\n\n"
        "def page(request, actor, concern_id: UUID):\n    return notes(concern_id)",
    ],
)
def test_a_query_that_is_bound_to_nobody_is_noticed(tmp_path: Path, written: str) -> None:
    path = tmp_path / "page.py"
    path.write_text(written)
    assert len(unscoped([path], tmp_path)) == 1


def test_two_functions_of_one_name_are_both_looked_at(tmp_path: Path) -> None:
    finds = "def _row(concern_id: UUID):\n    return Decision.objects.filter(concern=concern_id)\n\n"
    asks = "def page(actor, concern_id: UUID):\n    return _row(concern_id)"
    (tmp_path / "a.py").write_text(finds + asks)
    (tmp_path / "b.py").write_text("def _row(now, plan: UUID):\n    return Decision.objects.filter(pk=plan)")
    assert unscoped([tmp_path / "a.py", tmp_path / "b.py"], tmp_path)


@pytest.mark.parametrize(
    "written",
    [
        "def page(request, actor):\n    return visible(actor, Concern.objects.all())",
        "def page(actor, one):\n    return Concern.objects.get(pk=one, org_id=actor.org)",
        "def page(actor, one):\n    row = concern_of(actor, one)\n    return Decision.objects.filter(concern=row)",
        "def page(request, actor, one):\n    row = concern_of(actor, one)\n    return notes(row.pk)\n\n"
        "def notes(concern_id: UUID):\n    return Decision.objects.filter(concern=concern_id)",
        "def page(actor):\n    return Decision.objects.filter(Q(person_id=actor.person) | Q(org=actor.org))",
    ],
)
def test_a_query_that_is_bound_passes(tmp_path: Path, written: str) -> None:
    path = tmp_path / "page.py"
    path.write_text(written)
    assert unscoped([path], tmp_path) == []
