"""Companies and providers of services: people with two steps, and nothing but what is declared for them."""

from dataclasses import replace

import pytest

from fanal.access import api as access
from fanal.access.api import rules
from fanal.network.contracts import LIGHT, NewOrg, OrgKind, Role
from tests.people import Cast
from tests.rooms.network.test_founding import founded

DECLARED = {
    "desk.day",
    "network.change_password",
    "network.choose_notices",
    "network.new_code",
    "network.sign_out_everywhere",
}
COMPANY = {
    f"tourism.{name}"
    for name in (
        "read", "see", "keep_company", "invite", "end_voice", "apply", "answer_questions", "answer_notice", "appeal",
        "take_appeal_back", "submit", "sign", "withdraw", "after_exclusion", "apply_again", "training", "take_list",
        "plan", "say_how_far", "go_over", "reply_on_plan", "send_plan", "add_evidence", "take_evidence_back",
        "answer_finding", "ask_notes", "write_report", "send_report", "publish_report", "hide_report", "let_program_in",
        "end_program", "ask_deletion", "agree_deletion", "take_deletion_back",
    )
}  # fmt: skip
COMPANY |= {
    f"learning.{name}"
    for name in ("people", "keep_people", "make_card", "open_card", "confirm_card", "bring_table", "undo_table")
}  # an employer keeps the list of its own people; what they answer it never sees


def test_rules_name_them_for_nothing_else() -> None:
    """Whoever lets them do more says it here, too."""
    assert {deed for deed, rule in rules().items() if rule.kinds & LIGHT} == DECLARED | COMPANY
    assert {deed for deed, rule in rules().items() if OrgKind.PROVIDER in rule.kinds} == DECLARED


def _of(kind: OrgKind) -> set[str]:
    """What is declared for people of one kind: companies do what is their own in travel, and list their people."""
    return DECLARED | ({deed for deed in rules() if deed in COMPANY} if kind is OrgKind.COMPANY else set())


@pytest.mark.parametrize("kind", sorted(LIGHT))
def test_nobody_of_them_may_do_anything_else_whatever_they_hold(cast: Cast, kind: OrgKind) -> None:
    """Every role and every grant that a rule asks for: the kind of the organisation decides."""
    rosa, _timo = founded(cast, NewOrg("Hotel", kind, "XA"))
    grants = frozenset(grant for rule in rules().values() for grant in rule.grants)
    all_of_it = replace(rosa, roles=frozenset(Role), grants=grants)
    assert {deed for deed in rules() if access.may(all_of_it, deed)} <= _of(kind)
    amara = replace(cast["amara"], roles=frozenset(Role), grants=grants)
    assert len({deed for deed in rules() if access.may(amara, deed)}) > 100, "the control"
