"""The steps of a run: what is agreed is kept, what was committed to is what is counted, and the unit has no key."""

import dataclasses
import inspect
import json
import pkgutil
import re
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from inspect import getmembers, isfunction
from uuid import UUID

import numpy as np
import pytest
from tests.engines.linkage import run_papers
from tests.engines.linkage.run_papers import DAY, NAMES, Papers, agreement

import fanal.engines.linkage as engine
from fanal.engines import arrays
from fanal.engines.linkage import member, reporting, run
from fanal.engines.linkage.files import canonical, digest, list_bytes
from fanal.engines.linkage.model import ChildRow, LinkageError, Revealed, RunKey, Scheme
from fanal.engines.linkage.terms import RunAgreement, scheme_for
from fanal.engines.prevalence.table import CaptureTable
from fanal.vocabulary.dates import Interval

pytestmark = pytest.mark.once
AFTER = date(2026, 4, 1)
LOW = 20
"""Equal bands that records of one child without errors always have, and of two children hardly ever."""
papers = cache(run_papers.papers)


def close(made: Papers, **changed: object) -> run.Result:
    values = {"agreement": made.agreement, "links": made.links, "committed": made.commitment,
              "revealed": made.revealed, "on": DAY}  # fmt: skip
    return run.close(**(values | changed))  # type: ignore[arg-type]


def test_a_run_counts_the_children_and_says_how_well() -> None:
    """Rows without errors under one key: every history is found, and the test rows say so.

    Without errors they would choose a threshold as high as the poorest of thirty of them; so it is given."""
    found = close(papers(), threshold=LOW).counted
    assert found.histories.counts.tolist() == papers().counts
    assert found.histories.sizes == (200, 200, 200)
    assert found.histories.quality.missed.point == 0.0
    assert found.histories.quality.missed.upper > 0.05  # thirty fictional children say no more
    assert found.histories.quality.test_rows == 60


def test_the_result_is_read_as_it_was_written_and_is_a_table_for_an_estimate() -> None:
    content = close(papers(), threshold=LOW).to_bytes()
    given, counted = run.read_result(content)
    assert counted.histories.counts.tolist() == papers().counts
    assert given["counts"] == papers().counts
    text = reporting.capture_csv(given, counted)
    table = CaptureTable.from_csv(text)
    assert table.names == NAMES
    assert table.counts.tolist() == papers().counts
    assert table.about.linkage.startswith("by tokens; missed m = 0.0000 (0.0000 to 0.")
    assert dict(table.about.periods)["Bell House"] == (date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(LinkageError, match="one form"):
        run.read_result(json.dumps(json.loads(content)).encode())
    with pytest.raises(LinkageError, match="something else"):
        run.read_result(content.replace(b'"counts":[0', b'"counts":["x"'))


def test_a_result_never_has_a_handle_or_a_token() -> None:
    made, content = papers(), close(papers()).to_bytes().decode()
    for one in made.lists:
        for number in (*one.handles.tolist(), *one.tokens[:, 0].tolist()):
            assert str(number) not in content


def test_nothing_is_done_after_the_day_of_deletion() -> None:
    """Neither by a member nor by the unit; on the day itself it still is."""
    made, random = papers(), np.random.default_rng(1).bytes
    key, last = RunKey(bytes(32)), made.agreement.delete_by
    steps: dict[str, Callable[[date], object]] = {
        "part": lambda on: member.draw_part(made.agreement, NAMES[0], random, on),
        "key": lambda on: member.key_of(made.agreement, {name: random(32) for name in NAMES}, on),
        "encode": lambda on: member.encoded(
            made.agreement, NAMES[0], run_papers.rows(np.random.default_rng(1), 100), {}, key, random, on
        ),
        "reveal": lambda on: member.may_reveal(
            made.agreement, made.commitment, NAMES[0], list_bytes(made.lists[0]), on
        ),
        "receive": lambda on: run.receive(
            made.agreement, {one.member: (list_bytes(one), b"") for one in made.lists}, lambda *_: True, on
        ),
        "compute": lambda on: run.compute(made.agreement, made.lists, on),
        "close": lambda on: close(made, on=on),
    }
    for step in steps.values():
        step(last)
        with pytest.raises(LinkageError, match="the agreement ended on 2026-03-31: destroy"):
            step(last + timedelta(days=1))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"purpose": "finding"}, "purpose"),
        ({"members": (("Bell House", 5_000),)}, "2 to 12 members"),
        ({"members": tuple((name, 5_000) for name in reversed(NAMES))}, "in order of name"),
        ({"members": (("A", 5_000), ("B", 99))}, "100 or more"),
        ({"members": (("A", 5_000), ("B, C", 500))}, "comma"),
        ({"unit": "Drop-in"}, "none of the members"),
        ({"unit": " "}, "none of the members"),
        ({"population": ""}, "population"),
        ({"gate": ""}, "ethics gate"),
        ({"period": Interval(date(2025, 1, 1))}, "two ends"),
        ({"delete_by": date(2025, 6, 1)}, "day of deletion"),
    ],
)
def test_an_agreement_that_says_something_else_is_refused(changed: dict[str, object], words: str) -> None:
    with pytest.raises(LinkageError, match=words):
        agreement(**changed)


def test_an_agreement_is_read_as_it_was_written() -> None:
    made = agreement(scheme=Scheme(bands=96, rows=5, cap=20))
    assert RunAgreement.read(made.to_bytes()) == made
    told = json.loads(made.to_bytes())
    del told["scheme"], told["form"]
    assert RunAgreement.read(json.dumps(told, indent=2).encode()).scheme == Scheme()
    for bad in (b"[]", b"{", json.dumps(told | {"suspects": True}).encode(), json.dumps(told | {"run": ""}).encode(),
                json.dumps(told | {"form": 2}).encode(), b'{"run": "a", "run": "b"}'):  # fmt: skip
        with pytest.raises(LinkageError, match="agreement"):
            RunAgreement.read(bad)


@pytest.mark.parametrize(("rows", "minima"), [(100, 4), (10_000, 4), (10_005, 5), (50_000, 5), (1_000_000, 7)])
def test_long_lists_have_rarer_tokens(rows: int, minima: int) -> None:
    """Else every row would have hundreds of candidates."""
    told = json.loads(agreement().to_bytes())
    del told["scheme"]
    told["members"]["Drop-in"] = max(rows, 5_000)
    assert scheme_for(rows).rows == minima
    assert RunAgreement.read(json.dumps(told).encode()).scheme == scheme_for(max(rows, 5_000))


def test_only_lists_that_were_signed_and_agreed_are_taken() -> None:
    made = papers()
    signed = {one.member: (list_bytes(one), digest(list_bytes(one)).encode()) for one in made.lists}

    def verify(name: str, content: bytes, signature: bytes) -> bool:
        return digest(content).encode() == signature

    assert [one.member for one in run.receive(made.agreement, signed, verify, DAY)] == list(NAMES)
    first, second, third = NAMES
    for bad, words in (
        ({first: signed[first], second: signed[second]}, "each member of the run"),
        (signed | {"Stranger": signed[third]}, "each member of the run"),
        (signed | {third: (signed[third][0], b"other")}, "signature on the list of Drop-in"),
        (signed | {third: signed[second]}, "the list that Drop-in signed is of Child Line"),
    ):
        with pytest.raises(LinkageError, match=words):
            run.receive(made.agreement, bad, verify, DAY)
    for changed, words in (
        ({"run": UUID(int=4)}, "another run or scheme"),
        ({"scheme": Scheme(cap=11)}, "another run or scheme"),
        ({"population": "all others"}, "another population"),
        ({"members": tuple((name, 150) for name in NAMES)}, "has 200 rows; the register says 150"),
    ):
        with pytest.raises(LinkageError, match=words):
            run.receive(agreement(**changed), signed, verify, DAY)


def test_what_is_counted_is_what_was_committed_to() -> None:
    made = papers()
    assert run.commit(made.links).hex() == made.commitment.links
    score = made.links.score.copy()
    score[-1] += 1
    with pytest.raises(LinkageError, match="not the links that were committed to"):
        close(made, links=dataclasses.replace(made.links, score=score))
    with pytest.raises(LinkageError, match="not of one run"):
        close(made, agreement=agreement(gate="another"))


def test_all_members_reveal_their_own_test_rows() -> None:
    made = papers()
    one = made.revealed[0]
    for bad, words in (
        (made.revealed[:2], "each member of the run"),
        ((*made.revealed, one), "each member of the run"),
        (
            (Revealed(one.member, one.run, one.persons, one.handles + np.uint64(1)), *made.revealed[1:]),
            "20 handles that",
        ),
        ((Revealed(one.member, UUID(int=4), one.persons, one.handles), *made.revealed[1:]), "of another run"),
    ):
        with pytest.raises(LinkageError, match=words):
            close(made, revealed=bad)


def test_a_member_reveals_only_after_a_commitment_to_its_list() -> None:
    made, content = papers(), list_bytes(papers().lists[0])
    member.may_reveal(made.agreement, made.commitment, NAMES[0], content, DAY)
    for name, other, words in (
        (NAMES[0], list_bytes(made.lists[1]), "reveal nothing"),
        (NAMES[1], content, "reveal nothing"),
        ("Stranger", content, "reveal nothing"),
    ):
        with pytest.raises(LinkageError, match=words):
            member.may_reveal(made.agreement, made.commitment, name, other, DAY)
    with pytest.raises(LinkageError, match="another run or agreement"):
        member.may_reveal(agreement(run=UUID(int=4)), made.commitment, NAMES[0], content, DAY)


def test_the_key_needs_the_parts_of_all_and_of_nobody_else() -> None:
    random, agreed = np.random.default_rng(1).bytes, agreement()
    parts = {name: member.draw_part(agreed, name, random, DAY) for name in NAMES}
    assert len({*map(bytes, parts.values())}) == 3
    marks = {
        member.fingerprint(member.key_of(agreed, dict(sorted(parts.items(), reverse=bool(back))), DAY))
        for back in (0, 1)
    }
    assert len(marks) == 1
    for bad in ({name: parts[name] for name in NAMES[:2]}, parts | {agreed.unit: random(32)}):
        with pytest.raises(LinkageError, match="one part of each member"):
            member.key_of(agreed, bad, DAY)
    for name in (agreed.unit, "Stranger"):
        with pytest.raises(LinkageError, match="no part of the key"):
            member.draw_part(agreed, name, random, DAY)


def test_papers_of_a_run_fit_or_it_is_said_what_does_not() -> None:
    made, content = papers(), close(papers()).to_bytes()
    deleted = run.receipt(made.agreement, {"links": "0" * 64}, made.agreement.unit, DAY)
    lists = [list_bytes(one) for one in made.lists]
    assert all(check.fits for check in reporting.checks(content, made.agreement, made.commitment, lists, [deleted]))
    told = json.loads(content)
    for changed, what in (
        ({"sizes": [200, 200, 199]}, "histories and sizes"),
        ({"run": str(UUID(int=4))}, "of this agreement"),
        ({"commitment": "0" * 64}, "committed to"),
    ):
        bad = canonical(told | changed)
        (wrong,) = [check for check in reporting.checks(bad, made.agreement, made.commitment) if not check.fits]
        assert what in wrong.what
    other = list_bytes(run_papers.papers(2).lists[0])
    stranger = deleted.replace(b"Office of Counts", b"Stranger")
    told_wrong = [
        c.what for c in reporting.checks(content, made.agreement, made.commitment, [other], [stranger]) if not c.fits
    ]
    assert told_wrong == [
        f"list {digest(other)[:16]} is in the commitment",
        "the receipt of nobody here is of this run",
    ]


def test_a_receipt_is_of_somebody_of_the_run_and_of_something() -> None:
    made = agreement()
    told = json.loads(run.receipt(made, {"key": "0" * 64, "list": "1" * 64}, NAMES[0], DAY))
    assert (told["by"], told["on"], sorted(told["deleted"])) == (NAMES[0], "2026-03-02", ["key", "list"])
    with pytest.raises(LinkageError, match="only a member"):
        run.receipt(made, {"key": "0" * 64}, "Stranger", DAY)
    with pytest.raises(LinkageError, match="nothing"):
        run.receipt(made, {}, NAMES[0], DAY)


def test_the_unit_never_loads_what_makes_keys_or_tokens() -> None:
    """A process that does the unit's steps has none of the modules that know of keys, rows or names."""
    program = "import sys, fanal.engines.linkage.run, fanal.engines.linkage.reporting\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    ours = {name.rpartition(".")[2] for name in loaded if name.startswith("fanal.engines.linkage.")}
    assert {"run", "clusters", "model"} <= ours
    assert not ours & {"encoding", "tokens", "kernels", "features", "normalise", "member", "rows", "people", "trial"}
    assert not [
        name for name in loaded if name.split(".")[0] in {"cryptography", "socket", "ssl", "django"} - {"socket"}
    ]


def test_no_step_of_the_unit_takes_or_gives_a_key_or_a_row() -> None:
    """All types that its functions name, and the types of their fields."""
    steps = [step for _, step in getmembers(run, isfunction) if step.__module__ == run.__name__]
    assert {step.__name__ for step in steps} >= {"receive", "compute", "commit", "close", "receipt"}
    named = {kind for step in steps for kind in typing.get_type_hints(step).values()}
    reached = {kind for one in named for kind in parts_of(one, set())}
    assert Revealed in reached
    assert not reached & {RunKey, ChildRow}


def parts_of(kind: object, seen: set[object]) -> Iterator[object]:
    if isinstance(kind, typing.TypeAliasType):
        if kind.__module__ == arrays.__name__:  # of numbers alone
            yield kind
            return
        kind = kind.__value__
    try:
        if kind in seen:
            return
    except TypeError:  # a list of the types of arguments
        for part in kind:  # type: ignore[attr-defined]
            yield from parts_of(part, seen)
        return
    seen.add(kind)
    yield kind
    for part in typing.get_args(kind):
        yield from parts_of(part, seen)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        for part in typing.get_type_hints(kind).values():
            yield from parts_of(part, seen)


def test_no_function_takes_or_gives_an_alleged_person() -> None:
    """Nor a reporter, caregiver or member of staff: no class, field, argument or function is about one."""
    others = re.compile("suspect|alleg|accus|offend|perpetrat|report(er|ing_person)|caregiver|staff|worker|witness")
    names: set[str] = set()
    for info in pkgutil.walk_packages(engine.__path__, f"{engine.__name__}."):
        module = import_module(info.name)
        for name, value in vars(module).items():
            if getattr(value, "__module__", "") != info.name:
                continue
            names.add(name)
            names |= set(inspect.signature(value).parameters) if isfunction(value) else set()
            names |= {one.name for one in dataclasses.fields(value)} if dataclasses.is_dataclass(value) else set()
    assert {"ChildRow", "guardian", "link", "birth_year"} <= names
    assert not [name for name in names if others.search(name.lower())]
