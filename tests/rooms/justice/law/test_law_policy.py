"""Who may do what with the law, by role and kind of organisation; law is one library for all of them."""

from dataclasses import replace

import pytest

from fanal.access.api import may, named_deeds, visible
from fanal.justice.law import policy
from fanal.justice.models import LawFile, Reply, Rung
from fanal.network.contracts import OrgKind, Role
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, with_roles

pytestmark = pytest.mark.django_db(databases="__all__")
WRITERS = {Role.CORPUS_EDITOR, Role.LEGAL_ADVOCATE, Role.LAWYER}
MAY = {
    policy.READ: WRITERS | {Role.CASEWORKER, Role.SUPERVISOR, Role.MANAGER, Role.ANALYST},
    policy.DRAFT: WRITERS,
    policy.WITHDRAW: WRITERS,
    policy.CHECK: WRITERS,
    policy.REVIEW: {Role.LAWYER},
    policy.RETURN: WRITERS,
    policy.REPLY: WRITERS | {Role.MANAGER},
}


@pytest.mark.parametrize("deed", sorted(MAY))
def test_each_deed_is_for_its_roles_in_members_and_the_secretariat(cast: Cast, deed: str) -> None:
    anybody = cast["amara"]
    assert {role for role in Role if may(with_roles(anybody, role), deed)} == MAY[deed]
    one = with_roles(anybody, next(iter(MAY[deed])))
    assert may(replace(one, org_kind=OrgKind.SECRETARIAT), deed)
    assert not may(replace(one, org_kind=OrgKind.AUTHORITY), deed)
    assert not may(None, deed)


def test_each_deed_that_is_written_down_has_words() -> None:
    assert set(MAY) - {policy.READ} <= set(named_deeds())


def test_what_one_organisation_drafted_another_sees_and_cannot_withdraw(cast: Cast) -> None:
    row = LawFile.objects.create(jurisdiction="XD", text=law(), drafted_by_id=cast["amara"].person, drafted_at=NOW)
    Rung.objects.create(
        jurisdiction="XD", provision="xd.10", digest="0" * 64, step="checked", by=row.drafted_by, at=NOW
    )
    Reply.objects.create(state="SE", office="o", words="w", on=NOW.date(), entered_by=row.drafted_by)
    other = with_roles(cast["nils"], Role.LAWYER)
    for model in (LawFile, Rung, Reply):
        assert visible(other, model.objects.all()).count() == 1
    assert not may(other, policy.WITHDRAW, row)
    assert may(with_roles(cast["bao"], Role.LAWYER), policy.WITHDRAW, row)
