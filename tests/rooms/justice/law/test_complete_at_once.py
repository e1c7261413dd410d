"""Two reviewers at the same moment: one declares, one confirms; whoever comes second is told."""

import pytest
from django.conf import settings

from fanal.access.api import NotNow
from fanal.justice.law import declaring, drafting
from fanal.justice.models import Declaration
from fanal.network.contracts import Role
from tests.meeting import ONLY_POSTGRESQL, after, meet
from tests.people import NOW, Cast
from tests.rooms.justice.law.test_complete import confirm, declare, text
from tests.rooms.justice.laws import with_roles
from tests.rooms.justice.small import few_laws

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=list(settings.DATABASES)),
    pytest.mark.usefixtures("few_laws"),
    ONLY_POSTGRESQL,
]
__all__ = ["few_laws"]


def drafted(people: Cast) -> None:
    drafting.draft(with_roles(people["femi"], Role.CORPUS_EDITOR), text(), None, NOW)


def test_two_confirm_at_the_same_moment_and_one_has(people: Cast) -> None:
    drafted(people)
    row = declare(with_roles(people["lena"], Role.LAWYER))
    lawyers = [with_roles(people[name], Role.LAWYER) for name in ("nils", "omar")]
    results = meet(row, *(lambda actor=one: confirm(actor, row) for one in lawyers))
    told = [str(one) for one in results if isinstance(one, NotNow)]
    assert told == ["Somebody has confirmed this already."]
    assert Declaration.objects.get().confirmed_by_id == lawyers[0].person


def test_it_is_withdrawn_while_another_confirms(people: Cast) -> None:
    drafted(people)
    first, second = (with_roles(people[name], Role.LAWYER) for name in ("lena", "nils"))
    row = declare(first)
    results = meet(row, lambda: declaring.withdraw(first, row.pk, "A slip.", NOW), lambda: confirm(second, row))
    assert [str(one) for one in results if isinstance(one, Exception)] == ["Somebody has withdrawn this already."]
    assert Declaration.objects.get().confirmed_at is None


def test_two_declare_at_the_same_moment_and_one_has(people: Cast) -> None:
    """Neither sees what the other declares; of one conduct both would be the first."""
    drafted(people)
    first, second = (with_roles(people[name], Role.LAWYER) for name in ("lena", "omar"))
    (told,) = after(lambda: declare(first), lambda: declare(second))
    assert "A colleague changed this meanwhile. Look at it again." in str(told)
    assert Declaration.objects.get().declared_by_id == first.person
