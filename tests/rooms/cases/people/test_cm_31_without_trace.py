"""CM-31, CM-32: whoever cares for a child is invited to a course, and the room of learning learns of nobody; whoever is
barred is not invited."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.cases.models import CareLink, Case
from fanal.cases.people import inviting
from fanal.journal.models import Entry
from fanal.learning.models import Card, Learner
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.people.around import entered
from tests.rooms.learning import reviewed
from tests.rooms.learning.seated import sit

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "words-without-blame"


@pytest.fixture(autouse=True)
def given(cast: Cast) -> None:
    reviewed.all_say(cast, CODE, "fr")


def _rows() -> Iterator[tuple[str, Any]]:
    """Every value of every row of the room of learning."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("learning_"):
                cursor.execute(f'SELECT * FROM "{table}"')
                yield from ((table, value) for row in cursor.fetchall() for value in row)


def test_the_file_keeps_the_code_and_learning_keeps_nothing_of_it(case: Case, cast: Cast) -> None:
    link = entered(cast, case)
    before = Entry.objects.count()
    marek = client_of(cast, "marek")
    page = text(marek.get(reverse("cases:file", args=[case.pk])))
    address = reverse("cases:around_invite", args=[case.pk, link.pk])
    assert address in page
    assert "must not be contacted" not in text(marek.get(address))
    answer = marek.post(address, {"course": CODE, "language": "fr"})
    assert answer.status_code == 302, text(answer)
    shown = text(marek.get(reverse("desk:once")))
    [code] = set(re.findall(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b", shown.partition("<main")[2]))
    assert code in text(marek.get(reverse("cases:file", args=[case.pk])))
    secrets = {str(one).replace("-", "") for one in (
        case.pk, case.child_id, link.pk, link.caregiver_id, cast["marek"].person,
    )} | {case.number, "Ilva Storm", "Lilo", code}  # fmt: skip
    for table, value in _rows():
        assert str(value).replace("-", "") not in secrets, table
        assert not any(one in str(value) for one in ("Ilva", "Lilo", code)), table
    learner, card = Learner.objects.get(), Card.objects.get()
    assert (learner.course, learner.language, learner.label) == (CODE, "fr", "")
    assert card.made_by is None
    assert (card.made_at.hour, card.made_at.minute, card.made_at.second) == (0, 0, 0), "the day alone"
    told = Entry.objects.order_by("pk")[before:]
    assert not any(entry.record in {learner.pk, card.pk} for entry in told)


def test_whoever_was_invited_learns_and_reads_not_why(case: Case, cast: Cast) -> None:
    reviewed.all_say(cast, "tourism-core")
    made = inviting.invite(cast["marek"], case.pk, entered(cast, case).pk, CODE, "en", NOW)
    page = text(sit(made.code).get(reverse("learner:mine", args=["en"])))
    assert page.index(CODE) < page.index("tourism-core"), "what they were invited to comes first"
    for word in ("Lilo", case.number, "Marek", "invited"):
        assert word not in page


def test_no_list_of_staff_has_them(case: Case, cast: Cast) -> None:
    inviting.invite(cast["marek"], case.pk, entered(cast, case).pk, CODE, "en", NOW)
    page = text(client_of(cast, "bao").get(reverse("learners:cohorts")))
    assert "Nobody learns here yet" in page


@pytest.mark.parametrize("why", ["is_alleged_offender", "consent_barred"])
def test_whoever_is_barred_is_not_invited(case: Case, cast: Cast, why: str) -> None:
    link = entered(cast, case, **{why: True})
    address = reverse("cases:around_invite", args=[case.pk, link.pk])
    assert address not in text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    with pytest.raises(NotNow, match="must not be contacted"):
        inviting.invite(cast["marek"], case.pk, link.pk, CODE, "en", NOW)
    CareLink.objects.filter(pk=link.pk).update(consent_barred=False)
    with pytest.raises(NotAllowed):
        inviting.invite(cast["marek"], case.pk, link.pk, CODE, "en", NOW)
    assert not Learner.objects.exists()


@pytest.mark.parametrize(("course", "language"), [("front-desk", "en"), (CODE, "es"), ("", "")])
def test_what_is_not_given_here_nobody_is_invited_to(case: Case, cast: Cast, course: str, language: str) -> None:
    link = entered(cast, case)
    with pytest.raises(NotNow, match="not given"):
        inviting.invite(cast["marek"], case.pk, link.pk, course, language, NOW)
    answer = client_of(cast, "marek").post(
        reverse("cases:around_invite", args=[case.pk, link.pk]), {"course": course, "language": language}
    )
    assert answer.status_code in {200, 422}
    assert not Learner.objects.exists()
