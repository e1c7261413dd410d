"""CM-54: who sees and does what of a file is a table, written from the design; what is not in it fails."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
import yaml

from fanal.cases.codes import Status
from fanal.cases.model.declared import Field, model
from fanal.cases.sight import NAMES, Look, fields, may, part_of, sees, writes
from fanal.cases.sight_table import DEEDS, PURPOSES, WORDS, Deed, Eye, How, Need, Part, Why
from fanal.vocabulary.codes import AccessPurpose
from fanal.vocabulary.results import Allowed, Refused
from tests.rooms.cases.sight_written import FILE, written

TABLE = yaml.safe_load(FILE.read_text("utf-8"))
SITUATIONS = list(product((Status.OPEN, Status.CLOSED), (True, False), (True, False)))
FIELDS = {one.path: one for one in model().fields}
PACK = frozenset(FIELDS)


def look(eye: Eye, **more: Any) -> Look:
    """Somebody who has all that is asked for besides."""
    said: dict[str, Any] = {
        "purpose": min(PURPOSES[eye]),
        "cleared": True,
        "ground": True,
        "agreement": True,
        "reason": True,
        "accepted": True,
        "request": True,
        "court_order": True,
        "child_allows": True,
        "pack": PACK,
    }
    return Look(eye, **{**said, **more})


def situations(eye: Eye) -> list[Look]:
    return [look(eye, status=status, ground=ground, cleared=cleared) for status, ground, cleared in SITUATIONS]


def expected(table: str, row: Part | Deed, eye: Eye) -> list[str]:
    words = TABLE[table][row.value][eye.value].split()
    return words * 8 if len(words) == 1 else words


def test_the_file_is_written_from_the_tables_of_the_design() -> None:
    assert FILE.read_text("utf-8") == written()


@pytest.mark.parametrize("eye", Eye)
def test_what_each_sees_and_writes(eye: Eye) -> None:
    asked = situations(eye)
    for part in Part:
        assert [str(sees(one, part)) for one in asked] == expected("sees", part, eye), part
        said = ["may" if writes(one, part) else "not" for one in asked]
        assert said == expected("writes", part, eye), part


@pytest.mark.parametrize("eye", Eye)
def test_what_each_does(eye: Eye) -> None:
    for deed in Deed:
        answers = [may(one, deed) for one in situations(eye)]
        said = ["may" if isinstance(one, Allowed) else one.reason_code for one in answers]
        assert said == expected("does", deed, eye), deed
        assert all(isinstance(one, Allowed) or one.words == WORDS[Why(one.reason_code)] for one in answers)


def test_nothing_is_absent_and_nothing_else_there() -> None:
    eyes = set(Eye)
    assert set(TABLE) == {"sees", "writes", "does"}
    assert set(TABLE["sees"]) == set(TABLE["writes"]) == set(Part)
    assert set(TABLE["does"]) == set(Deed) == set(DEEDS)
    assert all(set(row) == eyes for table in TABLE.values() for row in table.values())
    assert {len(line.split()) for table in TABLE.values() for row in table.values() for line in row.values()} == {1, 8}
    assert set(PURPOSES) == eyes
    codes = "no_role no_relation relation_ended purpose no_ground ground_expired class restricted agreement_expired"
    assert list(WORDS) == list(Why) == [*codes.split(), "gate", "conflict", "no_key", "stage"]


def test_what_a_deed_needs_besides() -> None:
    needs = {deed.value: " ".join(sorted(rule.needs)) for deed, rule in DEEDS.items() if rule.needs}
    assert needs == {
        "open": "decision", "reveal_name": "reason", "lower_risk": "risk_review", "move": "guards",
        "ask_to_close": "guards", "close": "guards not_own_work same_content", "reopen": "guards",
        "approve": "not_own_work same_content", "determine": "not_own_work same_content", "record_ground": "signature",
        "assign": "acceptance", "co_work": "acceptance", "refer": "agreement preview",
        "second_opinion": "agreement preview", "conference": "agreement preview",
        "transfer": "agreement preview second_person", "report": "authority_note preview second_person",
        "search_network": "agreement limits purpose", "merge": "link second_person", "undo_merge": "link second_person",
        "void": "guards second_person", "restrict": "reason", "add_person": "reason", "lift": "reason",
        "break_glass": "reason", "export_one": "purpose", "export_many": "purpose second_person",
        "import": "dry_run second_person", "keep_directory": "source", "suspend_provider": "source",
        "answer_request": "identity_check", "hold": "reason", "erase_early": "reason second_person",
    }  # fmt: skip
    assert set(Need) == {one for rule in DEEDS.values() for one in rule.needs}


# ---- what shuts somebody out ----


def no(why: Why) -> Refused:
    return Refused(why, WORDS[why])


@pytest.mark.parametrize("eye", Eye)
def test_a_relation_that_ended_opens_nothing(eye: Eye) -> None:
    gone = look(eye, ended=True)
    assert {sees(gone, part) for part in Part if part is not Part.S0} == {Why.RELATION_ENDED}
    for deed, rule in DEEDS.items():
        if eye in rule.who and deed is not Deed.OPEN:
            assert may(gone, deed) == no(Why.RELATION_ENDED)


@pytest.mark.parametrize("eye", Eye)
def test_a_restricted_file_is_of_named_people(eye: Eye) -> None:
    shut = {Eye.TEAM, Eye.INTAKE, Eye.ON_CALL}
    for part in Part:
        restricted, plain = (sees(look(eye, restricted=one), part) for one in (True, False))
        assert restricted == (Why.RESTRICTED if eye in shut and part is not Part.S0 else plain)
    assert may(look(Eye.ON_CALL, restricted=True), Deed.BREAK_GLASS) == no(Why.RESTRICTED)
    assert may(look(Eye.TEAM, restricted=True), Deed.RAISE_RISK) == no(Why.RESTRICTED)
    assert may(look(Eye.NAMED, restricted=True), Deed.RAISE_RISK)
    assert may(look(Eye.INTAKE, restricted=True), Deed.OPEN)


def test_what_was_passed_on_ends_with_the_agreement() -> None:
    for eye in Eye:
        packed = eye in {Eye.RECIPIENT, Eye.SHELTER, Eye.AUTHORITY}
        assert (sees(look(eye, agreement=False), Part.S1) is Why.AGREEMENT_EXPIRED) is packed


def test_each_looks_for_what_they_are_here_for() -> None:
    casework, referral = AccessPurpose.CASEWORK, AccessPurpose.REFERRAL
    legal, alarm, request = AccessPurpose.LEGAL, AccessPurpose.SAFEGUARDING_ALARM, AccessPurpose.DATA_SUBJECT_REQUEST
    quality = AccessPurpose.QUALITY_CHECK
    allowed = {
        eye: {one for one in AccessPurpose if sees(look(eye, purpose=one), Part.S1) is not Why.PURPOSE} for eye in Eye
    }
    for eye in (Eye.CUSTODIAN, Eye.MANAGER, Eye.SECRETARIAT, Eye.DIRECTORY_KEEPER, Eye.CHILD):
        del allowed[eye]  # no part of a file is theirs to look at for work
    assert allowed == {
        Eye.OWNER: {casework, referral, legal},
        Eye.SUPERVISOR: {casework, AccessPurpose.SUPERVISION, quality},
        Eye.RECIPIENT: {referral},
        Eye.SHELTER: {referral},
        Eye.AUTHORITY: {referral, legal},
        Eye.LAWYER: {legal},
        Eye.SAFEGUARDING: {alarm},
        Eye.DPO: {request},
        Eye.AUDITOR: {quality},
        **{one: {casework} for one in (Eye.CO_WORKER, Eye.TEAM, Eye.NAMED, Eye.PANEL, Eye.INTAKE, Eye.ON_CALL)},
    }
    reporter = {one for one in AccessPurpose if sees(look(Eye.CUSTODIAN, purpose=one), Part.REPORTER) is How.REASON}
    assert reporter == {alarm, legal}
    assert PURPOSES[Eye.CHILD] == {request}


def test_a_ground_that_ended_is_told_apart_from_none() -> None:
    lapsed = look(Eye.TEAM, ground=False, lapsed=True)
    assert sees(lapsed, Part.S1) is Why.GROUND_EXPIRED
    assert may(lapsed, Deed.RAISE_RISK) == no(Why.GROUND_EXPIRED)


@pytest.mark.parametrize("deed", [deed for deed, rule in DEEDS.items() if Need.NOT_OWN_WORK in rule.needs])
def test_nobody_decides_on_their_own_work(deed: Deed) -> None:
    (eye,) = DEEDS[deed].who
    assert may(look(eye), deed)
    assert may(look(eye, own=True), deed) == no(Why.CONFLICT)
    assert may(look(Eye.OWNER, own=True), Deed.MOVE)


def test_a_file_that_is_followed_up_is_still_worked_on_and_one_that_is_void_is_not() -> None:
    said = {deed: [bool(may(look(min(rule.who), status=one), deed)) for one in Status] for deed, rule in DEEDS.items()}
    once = {tuple(lives) for lives in said.values()}
    assert once == {(True, True, True, True), (True, True, False, False), (False, True, True, False)}
    assert said[Deed.REOPEN] == [False, True, True, False]
    assert [writes(look(Eye.OWNER, status=one), Part.S4) for one in Status] == [True, True, False, False]


def test_what_a_cell_asks_for_besides() -> None:
    assert sees(look(Eye.LAWYER, court_order=False), Part.REPORTER) is Why.CLASS
    assert sees(look(Eye.DPO, request=False), Part.S3) is Why.CLASS
    assert sees(look(Eye.OWNER, child_allows=False), Part.FEEDBACK) is Why.CLASS
    plain = replace(look(Eye.SUPERVISOR), court_order=False, request=False, child_allows=False)
    assert sees(plain, Part.S4) is How.READ


# ---- field by field ----


def named(*paths: str) -> list[Field]:
    return [FIELDS[one] for one in paths]


NAME, AGE, STORY = "child.given_name", "child.age_at_intake", "act.account"


def test_each_field_lies_in_its_part() -> None:
    assert {part_of(one) for one in FIELDS.values()} == set(Part) - {Part.REPORTER, Part.PRIVILEGED}
    assert part_of(FIELDS["plan.safety_plan"]) is Part.PLACEMENT
    assert part_of(FIELDS[STORY]) is Part.S4
    assert part_of(FIELDS["case.id"]) is Part.S1


def test_the_owner_reads_and_writes_but_for_feedback_and_what_others_wrote_of_a_suspect() -> None:
    seen = fields(look(Eye.OWNER, child_allows=False), FIELDS.values())
    assert {part_of(FIELDS[one]) for one in seen.refused} == {Part.OFFENDER, Part.FEEDBACK}
    assert set(seen.refused.values()) == {Why.CLASS}
    assert {part_of(FIELDS[one]) for one in set(FIELDS) - seen.write} == {Part.S0, Part.FEEDBACK}
    assert not seen.asks_reason
    own = fields(look(Eye.OWNER, child_allows=True, own=True), FIELDS.values())
    assert own.read == set(FIELDS)


def test_a_colleague_sees_the_columns_of_a_list_and_the_rest_with_a_reason() -> None:
    asked = named(NAME, AGE, STORY, "child.nationalities", "case.id")
    silent = fields(look(Eye.TEAM, reason=False), asked)
    assert silent.read == {AGE, "case.id"}
    assert (silent.write, silent.refused, silent.asks_reason) == (set(), {"child.nationalities": Why.CLASS}, True)
    told = fields(look(Eye.TEAM), asked)
    assert told.read == {NAME, AGE, STORY, "case.id"}
    assert not told.asks_reason


def test_a_recipient_sees_the_pack_and_a_name_once_it_was_accepted() -> None:
    pack = frozenset({NAME, AGE, STORY})
    asked = named(NAME, AGE, STORY, "child.sex", "plan.safety_plan", "alleged_offender.names")
    before = fields(look(Eye.RECIPIENT, pack=pack | {"plan.safety_plan"}, accepted=False), asked)
    assert before.read == {AGE, STORY}
    after = fields(look(Eye.RECIPIENT, pack=pack | {"plan.safety_plan"}), asked)
    assert (after.read, after.write) == (pack, set())
    shelter = fields(look(Eye.SHELTER, pack=pack | {"plan.safety_plan"}), asked)
    assert shelter.read == pack | {"plan.safety_plan"}
    police = fields(look(Eye.AUTHORITY, pack=pack | {"alleged_offender.names"}), asked)
    assert police.read == pack | {"alleged_offender.names"}
    empty = fields(look(Eye.AUTHORITY, pack=frozenset()), asked)
    assert empty.read == set()
    panel = fields(look(Eye.PANEL, pack=pack), asked)
    assert panel.read == {AGE, STORY}


def test_a_lawyer_sees_the_legal_part_and_writes_of_a_suspect() -> None:
    legal = [one for one in FIELDS.values() if part_of(one) is Part.S4 and one.category == "legal"]
    assert legal
    seen = fields(look(Eye.LAWYER), FIELDS.values())
    assert {one for one in seen.read if part_of(FIELDS[one]) is Part.S4} == {one.path for one in legal}
    assert {part_of(FIELDS[one]) for one in seen.write} == {Part.OFFENDER}
    assert seen.refused[STORY] is Why.CLASS


def test_a_co_worker_works_on_the_parts_that_were_named() -> None:
    asked = named(NAME, AGE, STORY, "case.id", "service.action")
    some = fields(look(Eye.CO_WORKER, parts=frozenset({AGE, "service.action"})), asked)
    assert some.read == {AGE, "service.action", "case.id"}
    assert some.write == {AGE, "service.action"}
    assert some.refused == {NAME: Why.CLASS, STORY: Why.CLASS}
    assert fields(look(Eye.CO_WORKER), asked).write == {one.path for one in asked}


def test_what_no_key_opens_is_not_seen() -> None:
    asked = named(NAME, AGE, STORY, "case.id")
    seen = fields(look(Eye.OWNER, boxes=frozenset({"personal"})), asked)
    assert (seen.read, seen.write) == ({AGE, "case.id"}, {AGE, "case.id"})
    assert seen.refused == {NAME: Why.NO_KEY, STORY: Why.NO_KEY}


@pytest.mark.parametrize("eye", Eye)
def test_a_protected_name_is_masked_for_all(eye: Eye) -> None:
    assert set(FIELDS) >= NAMES
    plain, hidden = (fields(look(eye, reason=False, protected_name=one), FIELDS.values()) for one in (False, True))
    assert not (hidden.read & NAMES) or eye in {Eye.RECIPIENT, Eye.SHELTER, Eye.AUTHORITY}
    assert plain.read - NAMES == hidden.read - NAMES
    told = fields(look(eye, protected_name=True), FIELDS.values())
    reveals = eye in {Eye.OWNER, Eye.CO_WORKER, Eye.SUPERVISOR}
    if reveals:
        assert hidden.asks_reason
        assert told.read >= NAMES
        assert not fields(look(eye, reason=False), named(NAME)).asks_reason
        assert not fields(look(eye, reason=False, protected_name=True), named(AGE)).asks_reason
    elif eye in {Eye.RECIPIENT, Eye.SHELTER, Eye.AUTHORITY}:
        assert told.read >= NAMES, "somebody put it into the pack"
    else:
        assert not told.read & NAMES


def test_what_refuses_a_part_refuses_each_of_its_fields() -> None:
    gone = fields(look(Eye.OWNER, ended=True), named(NAME, AGE))
    assert (gone.read, gone.write) == (set(), set())
    assert gone.refused == {NAME: Why.RELATION_ENDED, AGE: Why.RELATION_ENDED}
    public = [one for one in FIELDS.values() if part_of(one) is Part.S0]
    assert fields(look(Eye.CHILD, ended=True), public).read == {one.path for one in public}
