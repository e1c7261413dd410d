"""Duties of the law: every seed by hand, what holds of every rule, signs, old law, many at once, lists asked for."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.tourism.duties import library, many
from fanal.tourism.duties.evaluating import evaluate, hangs
from fanal.tourism.duties.model import (
    Completion,
    Duty,
    Kind,
    Lack,
    Post,
    Posted,
    Read,
    Reason,
    Repeat,
    Rule,
    Sign,
    Site,
    Status,
    Warned,
    Within,
)
from fanal.tourism.training import authority
from fanal.web import papers
from tests.rooms.tourism.duties.worked import WORKED, d, done, post

ON = date(2026, 12, 1)
RULES = {one.id: one for one in library.shipped().rules}
SIGNS = {one.id: one for one in library.shipped().signs}


def _approving(name: str) -> Rule:
    """A rule whose authority has approved course `a`: of none that ships is a course known to be approved."""
    return replace(RULES[name], approved=frozenset({"a"})) if RULES[name].approved_by else RULES[name]


# ---- every seed ----


def test_every_seed_is_worked_out_by_hand() -> None:
    assert set(WORKED) == set(RULES)
    assert all(len(rows) >= 12 for rows in WORKED.values())


@pytest.mark.parametrize("name", WORKED)
def test_worked_by_hand(name: str) -> None:
    rule = _approving(name)
    for at, (who, passed, on, kind, expected, lacks) in enumerate(WORKED[name]):
        found = evaluate(rule, who, passed, on)
        assert (found.kind, found.reason or found.due) == (kind, expected), f"{name}, row {at}"
        assert tuple(lack for _one, some in found.not_counted for lack in some) == lacks, f"{name}, row {at}"


def test_no_course_is_approved_by_guess() -> None:
    found = evaluate(
        RULES["US-FL.509.096.training"], post("US-FL", "hotel", "reception", "2026-01-10"), [done("2026-02-01")], ON
    )
    assert found.kind is Kind.OVERDUE
    assert found.counted is None
    assert found.not_counted == ((done("2026-02-01"), (Lack.NOT_APPROVED,)),)


def test_a_state_says_what_it_rests_on() -> None:
    rule = _approving("US-FL.509.096.training")
    found = evaluate(rule, post("US-FL", "hotel", "reception", "2026-01-10"), [done("2026-02-20")], ON)
    assert found.law.cite == "Fla. Stat. 509.096(1)(a), (2)"
    assert (found.first_due, found.counted, found.due) == (d("2026-03-11"), done("2026-02-20"), d("2027-02-20"))
    assert found.warnings == (Warned.UNREVIEWED,)


def test_what_is_near_is_said_to_be() -> None:
    rule = _approving("US-FL.509.096.training")
    who = post("US-FL", "hotel", "reception", "2026-01-10")
    near = [evaluate(rule, who, [], d(on)).soon for on in ("2026-02-08", "2026-02-09", "2026-03-11", "2026-03-12")]
    assert near == [False, True, True, False]
    near = [evaluate(rule, who, [done("2026-02-20")], d(on)).soon for on in ("2027-01-20", "2027-01-21")]
    assert near == [False, True]


def test_what_ships_is_right_and_cites() -> None:
    found = library.read(library.DUTIES)
    assert found.defects == ()
    assert found.jurisdictions == {"US", "US-FL", "US-CA", "US-IA", "US-TX", "CO", "MX"}
    for one in (*found.rules, *found.signs):
        assert not one.reviewed
        assert len(one.quote.split()) <= 60
        assert one.quote or one.read is not Read.TEXT
    assert RULES["MX.CCN.training"].status is Status.GUIDANCE


def test_of_a_place_that_nobody_looked_at_nothing_is_said() -> None:
    held = library.shipped()
    assert [one.id for one in held.of("FR").rules] == []
    assert not held.assessed("FR")
    assert not held.assessed("US-NY")
    assert held.assessed("US-FL")
    assert {one.id for one in held.of("US-FL").rules} == {
        "US-FL.509.096.training", "US.49.44734.training", "US.49.44738.training",
    }  # fmt: skip


# ---- old law ----


def test_law_grows_old() -> None:
    rule = _approving("US-FL.509.096.training")
    who, passed = post("US-FL", "hotel", "reception", "2026-01-10"), [done("2027-11-20"), done("2028-11-20")]
    told = {on: evaluate(rule, who, passed, d(on)) for on in ("2027-12-01", "2027-12-02", "2028-12-01", "2028-12-02")}
    assert [one.kind for one in told.values()] == [Kind.MET, Kind.MET, Kind.MET, Kind.UNKNOWN]
    assert [Warned.AGED in one.warnings for one in told.values()] == [False, True, True, True]
    assert told["2028-12-02"].reason is Reason.STALE


def test_a_rule_read_in_2023_is_unknown_and_reviewed_ones_warn_less() -> None:
    old = replace(_approving("US-FL.509.096.training"), checked_on=date(2023, 5, 1))
    who = post("US-FL", "hotel", "reception", "2026-01-10")
    assert evaluate(old, who, [done("2026-11-01")], ON).reason is Reason.STALE
    reviewed = replace(_approving("US-FL.509.096.training"), reviewed=True)
    assert evaluate(reviewed, who, [], ON).warnings == ()
    unread = replace(reviewed, read=Read.NONE)
    assert evaluate(unread, who, [done("2026-11-01")], ON).reason is Reason.NOT_READ


# ---- signs ----

_FL = SIGNS["US-FL.509.096.sign"]
_HOTEL = Site("US-FL", "hotel")


@pytest.mark.parametrize(
    ("posted", "on", "kind", "lacking"),
    [
        (None, "2024-12-01", Kind.DUE, ()),
        (None, "2025-01-01", Kind.DUE, ()),
        (None, "2025-01-02", Kind.OVERDUE, ()),
        (Posted(d("2025-01-01"), ("en", "es"), (279, 381), 32), "2025-02-01", Kind.MET, ()),
        (Posted(d("2025-01-01"), ("en", "es"), (381, 279), 40), "2025-02-01", Kind.MET, ()),
        (Posted(d("2025-03-01"), ("en", "es"), (279, 381), 32), "2025-02-01", Kind.OVERDUE, ()),
        (Posted(d("2025-01-01"), ("en",), (279, 381), 32), "2025-02-01", Kind.OVERDUE, (Lack.LANGUAGE,)),
        (Posted(d("2025-01-01"), ("en", "es"), (210, 297), 20), "2025-02-01", Kind.OVERDUE, (Lack.SIZE, Lack.TYPE)),
        (Posted(d("2025-01-01"), ("en", "es")), "2025-02-01", Kind.OVERDUE, (Lack.SIZE, Lack.TYPE)),
    ],
)
def test_signs(posted: Posted | None, on: str, kind: Kind, lacking: tuple[Lack, ...]) -> None:
    found = hangs(_FL, _HOTEL, posted, d(on))
    assert (found.kind, found.lacking) == (kind, lacking)


def test_signs_of_other_places() -> None:
    told = {
        place: hangs(SIGNS[name], Site(*place), None, ON)
        for name, place in (
            ("US-FL.509.096.sign", ("US-FL", "hostel")), ("US-FL.509.096.sign", ("US-GA", "hotel")),
            ("US-TX.114.0053.sign", ("US-TX", "hotel", 10)), ("US-TX.114.0053.sign", ("US-TX", "hotel")),
            ("US-CA.52.6.sign", ("US-CA", "bed_and_breakfast")), ("CO.1336.1.sign", ("CO", "tour_operator")),
        )
    }  # fmt: skip
    assert [one.reason or one.kind for one in told.values()] == [
        Reason.PLACE_OPEN, Reason.ELSEWHERE, Reason.TOO_SMALL, Reason.ROOMS_NOT_SAID, Kind.OVERDUE, Kind.OVERDUE,
    ]  # fmt: skip
    assert Warned.SUMMARY in told["US-CA", "bed_and_breakfast"].warnings


# ---- what holds of every rule and post ----

_day = st.dates(date(2024, 1, 1), date(2028, 12, 31))
_known = st.none() | st.booleans()
_roles = st.sampled_from(["housekeeping", "reception", "security"])
_kinds = st.sampled_from(["hotel", "motel", "hostel"])
_rules = st.builds(
    Rule,
    id=st.just("US-XX.1"), jurisdiction=st.sampled_from(["US", "US-FL", "CO"]),
    status=st.sampled_from([Status.IN_FORCE, Status.IN_FORCE, Status.IN_FORCE, Status.BILL]),
    valid_from=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    valid_to=st.none() | st.dates(date(2026, 6, 1), date(2029, 1, 1)),
    site_kinds=st.sets(_kinds).map(frozenset), open_kinds=st.sets(_kinds, max_size=1).map(frozenset),
    cite=st.just("x"), url=st.just("x"), read=st.sampled_from([Read.TEXT, Read.TEXT, Read.NONE]),
    checked_on=st.dates(date(2024, 1, 1), date(2026, 12, 1)), reviewed=st.booleans(),
    min_rooms=st.sampled_from([0, 0, 11]), condition=st.sampled_from(["", "", "public_funds"]),
    roles=st.none() | st.sets(_roles).map(frozenset), open_roles=st.sets(_roles, max_size=1).map(frozenset),
    agency=_known, within=st.none() | st.builds(Within, st.integers(0, 90), st.booleans()),
    comply_by=st.none() | _day, repeat=st.sampled_from(list(Repeat)), every=st.integers(1, 36),
    min_minutes=st.sampled_from([0, 20]), interactive=st.booleans(), approved_by=st.sampled_from(["", "board"]),
    approved=st.sets(st.sampled_from("ab")).map(frozenset), acknowledged=st.booleans(),
)  # fmt: skip
_posts = st.builds(
    Post,
    st.builds(
        Site, st.sampled_from(["US", "US-FL", "US-GA", "CO"]), _kinds, st.none() | st.integers(5, 20),
        st.sampled_from([{}, {"public_funds": True}, {"public_funds": False}]),
    ),
    _roles, st.none() | _day, st.none() | _day, _known,
)  # fmt: skip
_completions = st.lists(
    st.builds(Completion, st.sampled_from("abc"), _day, st.none() | st.integers(10, 40), _known, _known), max_size=4
)
_ORDER = (Kind.OVERDUE, Kind.DUE, Kind.MET)


def _worse(one: Duty, other: Duty) -> bool:
    """Whether the first stands worse than the second; what is not known is neither."""
    known = one.kind in _ORDER and other.kind in _ORDER
    return known and _ORDER.index(one.kind) < _ORDER.index(other.kind)


@given(_rules, _posts, _completions, st.data())
@settings(max_examples=400, deadline=None)
def test_one_more_completion_never_worsens(
    rule: Rule, who: Post, passed: list[Completion], data: st.DataObject
) -> None:
    on = data.draw(_day)
    more = data.draw(st.builds(Completion, st.sampled_from("abc"), _day, st.just(30), st.just(True), st.just(True)))
    assert not _worse(evaluate(rule, who, [*passed, more], on), evaluate(rule, who, passed, on))


@given(_rules, _posts, _completions, st.data())
@settings(max_examples=400, deadline=None)
def test_time_alone_never_improves(rule: Rule, who: Post, passed: list[Completion], data: st.DataObject) -> None:
    on = data.draw(_day)
    later = on + timedelta(data.draw(st.integers(0, 800)))
    before = [one for one in passed if one.on <= on]
    assert not _worse(evaluate(rule, who, before, on), evaluate(rule, who, before, later))


@given(_rules, _posts, _completions, _day, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_order_is_irrelevant(rule: Rule, who: Post, passed: list[Completion], on: date, random: Any) -> None:
    shuffled = list(passed)
    random.shuffle(shuffled)
    assert evaluate(rule, who, shuffled, on) == evaluate(rule, who, passed, on)


def test_nobody_s_name_can_change_a_thing() -> None:
    assert set(Post.__slots__) == {"site", "role", "start", "end", "agency"}
    assert set(Completion.__slots__) == {"course", "on", "minutes", "interactive", "acknowledged"}


@given(st.lists(_rules, max_size=3), st.lists(st.tuples(_posts, _completions), max_size=12), _day)
@settings(max_examples=300, deadline=None)
def test_many_at_once_are_equal(rules: list[Rule], people: list[tuple[Post, list[Completion]]], on: date) -> None:
    told = many.columns([who for who, _passed in people], [passed for _who, passed in people])
    found = many.duties(rules, told, on)
    for at, rule in enumerate(rules):
        for place, (who, passed) in enumerate(people):
            one = evaluate(rule, who, passed, on)
            assert many.KINDS[found.kind[at, place]] is one.kind
            reason = found.reason[at, place]
            assert (many.REASONS[reason] if reason >= 0 else None) is one.reason
            assert found.due[at, place].item() == one.due


@pytest.mark.parametrize("name", WORKED)
def test_worked_by_hand_many_at_once(name: str) -> None:
    for who, passed, on, kind, expected, _lacks in WORKED[name]:
        found = many.duties([_approving(name)], many.columns([who], [passed]), on)
        told = found.due[0, 0].item() if found.reason[0, 0] < 0 else many.REASONS[found.reason[0, 0]]
        assert (many.KINDS[found.kind[0, 0]], told) == (kind, expected)


# ---- files ----

_FILE = """
schema: fanal.tourism.duties/1
jurisdiction: US-FL
name: Florida
language: en
training:
  - id: US-FL.1
    status: in_force
    valid_from: 2021-01-01
    site_kinds: [hotel]
    role_classes: [housekeeping]
    agency_staff: unknown
    within: {days: 60}
    comply_by: null
    repeat: {kind: rolling_months, n: 12}
    min_minutes: null
    interactive: null
    course: {approved_by: "The department", approved_ids: []}
    acknowledgement: true
    must_contain: [definition]
    cite: "Fla. Stat. 1"
    url: https://example.org
    read: text
    checked_on: 2026-11-25
    review: unreviewed
"""


def test_a_file_that_is_right(tmp_path: Path) -> None:
    (tmp_path / "us-fl.yaml").write_text(_FILE, "utf-8")
    found = library.read(tmp_path)
    assert found.defects == ()
    assert (found.rules[0].within, found.rules[0].agency, found.rules[0].acknowledged) == (Within(60), None, True)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('    cite: "Fla. Stat. 1"\n', "", "us-fl.yaml:7: training[0].cite: missing"),
        ("    checked_on: 2026-11-25\n", "", "training[0].checked_on: missing"),
        ("2026-11-25", "soon", "checked_on: a day is expected"),
        ("id: US-FL.1", "id: US-CA.1", "US-FL. and letters"),
        ("jurisdiction: US-FL", "jurisdiction: US-CA", "must be the name of the file"),
        ("jurisdiction: US-FL", "jurisdiction: ZZ", "the code of a country"),
        ("[hotel]", "[castle]", "us-fl.yaml:10: training[0].site_kinds[0]: must be one of"),
        ("[housekeeping]", "[king]", "role_classes[0]: must be one of"),
        ("agency_staff: unknown", "agency_staff: perhaps", "true or false is expected"),
        ("{days: 60}", "{days: 60, months: 2}", "days or months are expected"),
        ("rolling_months", "sometimes", "repeat.kind: must be one of"),
        ("[definition]", "[fear]", "must_contain[0]: must be one of"),
        ("url: https://example.org", "url: example.org", "an address is expected"),
        ("status: in_force", "status: hoped_for", "status: must be one of"),
        ("valid_from: 2021-01-01", "valid_from: 2021-01-01\n    valid_to: 2020-01-01", "it ends before it begins"),
        ("[housekeeping]", "[housekeeping]\n    open_role_classes: [housekeeping]", "it is open whether it is"),
        ("valid_from: 2021-01-01", "valid_from: 2021-01-01\n    applies_if: moon", "applies_if: must be one of"),
        ("read: text", f"read: text\n    quote: {'word ' * 61}", "60 words at most, not 61"),
        ("    status: in_force", "    colour: red\n    status: in_force", "colour: no such key"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in _FILE
    (tmp_path / "us-fl.yaml").write_text(_FILE.replace(old, new), "utf-8")
    found = [str(one) for one in library.read(tmp_path).defects]
    assert any(words in one for one in found), found


def test_norway_has_duties_too(tmp_path: Path) -> None:
    """The country is NO, which YAML 1.1 reads as a truth value."""
    (tmp_path / "no.yaml").write_text(_FILE.replace("US-FL", "NO"), "utf-8")
    found = library.read(tmp_path)
    assert (found.defects, found.jurisdictions) == ((), {"NO"})


# ---- lists for authorities ----

_PEOPLE = [
    authority.Worker(
        "p2", "=Ada", "Sea View", post("US-FL", "hotel", "reception", "2026-01-10"), (done("2026-02-20"),)
    ),
    authority.Worker(
        "p1",
        "Ben",
        "Sea View",
        post("US-FL", "hotel", "housekeeping", "2026-03-01"),
        (done("2026-03-20", signed=False),),
    ),
    authority.Worker("p3", "Cleo", "Sea View", post("US-FL", "hotel", "security", "2026-01-10"), ()),
    authority.Worker("p4", "Dan", "Sea View", post("US-FL", "hotel", "reception", "2025-01-10", end="2026-01-31"), ()),
]


def _rows(table: papers.Table) -> list[list[str]]:
    made = papers.made(table, papers.Form.CSV).decode()
    return [row for row in csv.reader(io.StringIO(made)) if not row[0].startswith("#")]


def test_acknowledgements_for_florida() -> None:
    table = authority.paper(_approving("US-FL.509.096.training"), _PEOPLE, ON, "Sea View, 1 December 2026")
    head, *rows = _rows(table)
    assert head[:8] == [
        "Code", "Name", "Establishment", "Work", "In this work since", "Course", "Passed on",
        "Signed and dated acknowledgement",
    ]  # fmt: skip
    assert [one[:8] for one in rows] == [
        ["p2", "'=Ada", "Sea View", "Reception", "2026-01-10", "a", "2026-02-20", "yes"],
        ["p1", "Ben", "Sea View", "Housekeeping", "2026-03-01", "a", "2026-03-20", "no"],
    ]


def test_employees_for_iowa() -> None:
    people = [replace(one, post=replace(one.post, site=Site("US-IA", "hotel"))) for one in _PEOPLE]
    table = authority.paper(RULES["US-IA.80.45A.training"], people, ON, "Sea View, 1 December 2026")
    _head, *rows = _rows(table)
    assert [(one[0], one[5], one[7]) for one in rows] == [
        ("p2", "no", "2026-02-20"), ("p1", "no", "2026-03-20"), ("p3", "no", ""),
    ]  # fmt: skip
    assert "All current employees." in papers.made(table, papers.Form.CSV).decode()


@pytest.mark.parametrize("name", authority.LISTS)
def test_lists_are_papers(name: str) -> None:
    pdf = papers.made(authority.paper(RULES[name], _PEOPLE, ON, "Sea View"), papers.Form.PDF)
    assert pdf.startswith(b"%PDF-")
    with pytest.raises(KeyError):
        authority.paper(RULES["US-CA.12950.3.training"], _PEOPLE, ON, "Sea View")
    assert isinstance(_FL, Sign)
