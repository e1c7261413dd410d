"""DNH-44: linkage is of children who agreed, to count; never of persons suspected, reporters or staff; no pair is
shown."""

import ast
import inspect
from dataclasses import fields, replace
from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from fanal.access.api import NotNow
from fanal.engines.linkage import run as unit
from fanal.engines.linkage.model import ChildRow, Declaration, Histories, LinkageError
from fanal.engines.linkage.rows import COLUMNS
from fanal.research.models import LinkageRun, RunStep, SealedPart
from fanal.research.runs import steps
from fanal.research.studies import engine, registering
from fanal.vocabulary.dates import Interval
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import linking, studying
from tests.rooms.research.linking import MEMBERS

pytestmark = pytest.mark.django_db(databases="__all__")
ROOM = Path(fanal.__file__).parent / "research"
OTHERS = (
    "suspect_name", "alleged_offender", "accused", "perpetrator", "reporter_name", "staff_member", "caregiver",
    "police_number", "nationality", "religion", "ethnic_group", "phone", "photo",
)  # fmt: skip


def test_the_only_thing_that_is_linked_is_a_row_of_a_child() -> None:
    assert {one.name for one in fields(ChildRow)} == set(COLUMNS)
    whole = Interval(NOW.date(), NOW.date())
    Declaration("children", "Children", whole, 100, "research_linkage")
    for subject in ("suspects", "reporters", "staff", "caregivers", "adults"):
        with pytest.raises(LinkageError):
            Declaration(subject, "Children", whole, 100, "research_linkage")  # type: ignore[arg-type]
    with pytest.raises(LinkageError, match="research_linkage"):
        Declaration("children", "Children", whole, 100, "statistics")  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["Suspects", "accused", "alleged offenders", "suspected persons 2019"])
def test_a_capture_table_of_persons_suspected_is_refused(cast: Cast, kind: str) -> None:
    maker = studying.maker(cast)
    for table in (f"# kind: {kind}\n{studying.HEPATITIS}", studying.HEPATITIS.replace("P,Q", f"P,{kind}")):
        with pytest.raises(NotNow, match="Only lists of children"):
            registering.open_study(maker, replace(studying.FORM, table=table), NOW)


def test_a_list_with_a_column_about_anybody_else_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    linking.steady(monkeypatch)
    linking.stage(cast)
    lists = linking.lists_of(MEMBERS)
    run = linking.declared(cast, lists)
    body = linking.text(lists["Aurora"])
    for column in OTHERS:
        head, _, rest = body.partition("\n")
        wide = "\n".join([f"{head},{column}", *(f"{line}," for line in rest.splitlines())])
        with pytest.raises(NotNow) as why:
            steps.send(cast["bao"], run.pk, wide, NOW)
        assert why.value.field == "rows"
    assert not SealedPart.objects.filter(kind="list").exists()
    assert not RunStep.objects.filter(run=run, step="sent").exists()


def test_what_comes_out_of_a_run_are_counts_and_nothing_else() -> None:
    assert {one.name for one in fields(Histories)} == {"lists", "counts", "quality", "sizes"}
    kept = {one.name for one in LinkageRun._meta.concrete_fields} | {one.name for one in RunStep._meta.concrete_fields}
    assert not kept & {"pair", "pairs", "names", "child", "record", "token", "tokens", "handle", "handles", "link"}
    given = set(inspect.signature(unit.close).parameters)
    assert not any("key" in name for name in given), "the unit never has a key"


@pytest.mark.usefixtures("that_day")
def test_no_page_shows_a_row_a_handle_or_two_lists(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of a run, as each who takes part sees it: no name of any list stands there."""
    linking.steady(monkeypatch)
    linking.stage(cast)
    lists = linking.lists_of(MEMBERS)
    run = linking.sent(cast, lists)
    steps.commit(cast["uma"], run.pk, NOW)
    names = {name for rows in lists.values() for row in rows for name in row.names if len(name) > 5}
    for username in ("bao", "oda", "uma", "tove", "dalia"):
        for address in (reverse("research:runs"), reverse("research:run", args=[run.pk])):
            page = text(client_of(cast, username).get(address))
            assert not [name for name in names if name in page]


def test_rows_of_children_are_read_in_one_place_and_given_to_nobody() -> None:
    """`read_rows` and tokens are used where a list is encoded; no page, model or content of the room names them."""
    users: dict[str, set[str]] = {}
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            if name in {"read_rows", "read_list", "list_bytes", "ChildRow", "EncodedList"}:
                users.setdefault(name, set()).add(path.relative_to(ROOM).as_posix())
    assert users == {key: {"runs/steps.py"} for key in ("read_rows", "list_bytes", "ChildRow")}


def test_overlaps_of_a_run_leave_the_sealed_table_only_as_an_estimate() -> None:
    table = engine.table_of(studying.HEPATITIS)
    secret = engine.Secrecy(b"\1" * 32)
    options = engine.options_of(studying.OPTIONS)
    assert engine.sensitivity("pairs", table, options, secret) is None
    found, made = engine.estimate(table, options, secret)
    assert found.table_hash not in {table.digest, ""}
    assert found.point == 1300
    assert "1312" not in made.text
    assert "1312" not in made.picture
