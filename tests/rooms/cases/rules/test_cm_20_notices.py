"""CM-20: a notice carries no name, number or place: whatever is due of whichever file, its words are the same."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from fanal.cases.models import Case
from fanal.clocks import api as clocks
from fanal.clocks import notices
from fanal.clocks.models import Notice
from fanal.network.models import Person
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened
from tests.rooms.cases.rules.scenes import unmet

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(scope="module")
def case(cast_of_file: Cast) -> Case:
    Person.objects.update(email="somebody@mail.test")
    return opened(cast_of_file, case__risk="critical", **unmet())


def test_each_mail_about_a_file_says_the_same_and_nothing_of_it(cast: Cast, case: Case) -> None:
    clocks.sweep(NOW + timedelta(days=9))
    clocks.send_notices(NOW + timedelta(days=9))
    assert len(mail.outbox) >= 2
    known = {notices.words(code) for code in ("en", "fr", "es")}
    names = [*Person.objects.values_list("name", flat=True), "Lilo", "Anders", "Aurora", "XA", "critical"]
    for sent in mail.outbox:
        text = f"{sent.subject}\n{sent.body}"
        assert (sent.subject, sent.body) in known
        for one in (case.number, str(case.pk), str(case.child_id), *names):
            assert not re.search(rf"\b{re.escape(one)}\b", text), one
        assert sent.attachments == []


def test_what_waits_to_be_sent_names_a_person_and_no_file(case: Case) -> None:
    assert Notice.objects.exists()
    columns = {one.name for one in Notice._meta.concrete_fields}
    assert not columns & {"about", "subject", "case", "kind", "org", "text", "words"}
