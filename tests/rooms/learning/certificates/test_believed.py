"""A column of a certificate that somebody changed in the database is believed nowhere: not by whoever checks it, not on
pages, not in counts, not for a clearance; and a key that others know signs nothing new into one."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.access.api import NotAllowed
from fanal.learning import mine
from fanal.learning.certificates import believing, issuing, jws, keys, reissuing
from fanal.learning.certificates.issuing import State
from fanal.learning.courses import library
from fanal.learning.models import Attempt, Certificate, Learner
from fanal.learning.people import working
from fanal.learning.staff import cards
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.learning.certificates.test_certificates import (  # noqa: F401  fixtures
    CODE,
    _given,
    _issuers,
    _state,
    key,
)
from tests.rooms.learning.passed import passed
from tests.rooms.learning.seated import Seated, card, seated, url

pytestmark = pytest.mark.django_db(databases="__all__")
CHANGES: dict[str, Any] = {
    "course": "front-desk", "code": "1111111111", "expires_on": date(2099, 1, 1), "version": 9, "language": "fr",
    "list_index": 5, "attempt": uuid4(),
}  # fmt: skip


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Certificates are given as the first ones were: no entry names them. Called, it ends."""
    write = believing.journal.write

    def without(*said: Any, items: object = (), **more: Any) -> object:
        return write(*said, **more)

    monkeypatch.setattr(believing.journal, "write", without)
    return monkeypatch.undo


def _today() -> date:
    return timezone.now().date()


@pytest.mark.parametrize("column", [*CHANGES, "issued_at", "org"])
def test_a_column_that_was_changed_is_believed_nowhere(one: Seated, cast: Cast, column: str) -> None:
    given = _given(one)
    title, list_of = library.shipped()[CODE].texts["title"], reverse("learners:cohort", args=[one.cohort.pk])
    edo = client_of(cast, "edo")
    assert title in text(edo.get(list_of))
    others = {"issued_at": timezone.now() - timedelta(days=90), "org": cast.nordlys}
    Certificate.objects.update(**{column: (CHANGES | others)[column]})
    assert _state(given) is State.NOT_GENUINE
    assert title not in text(edo.get(list_of))
    [where] = [one.cohort.org_id]
    assert working.worked(where, _today())[0].done == ()
    assert not cards.held(one.learner, _today())
    shown = Certificate.objects.get()
    assert "Nobody here signed this" in text(Client().get(reverse("certificate:one", args=["en", shown.code])))
    assert "not genuine" in text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"})) or (
        column == "attempt"
    )


def test_a_certificate_of_somebody_else_is_nobody_s(one: Seated, cast: Cast) -> None:
    given = _given(one)
    other, _code, _of = card(cast, "Ben", one.cohort)
    Certificate.objects.update(learner=other)
    assert _state(given) is State.NOT_GENUINE
    assert not cards.held(other, _today())
    assert all(not who.done for who in working.worked(one.cohort.org_id, _today()))
    mine.delete(other, timezone.now())
    assert _state(given) is State.NOT_GENUINE, "whoever goes makes nothing good"


def test_one_that_was_changed_is_not_taken_back_and_why_is_said(one: Seated, cast: Cast) -> None:
    given = _given(one)
    _issuers(cast, "bao", "dalia")
    issuing.ask_to_revoke(cast["bao"], given, "error", timezone.now())
    Certificate.objects.update(code="1111111111")
    changed = Certificate.objects.get()
    with pytest.raises(NotAllowed, match="somebody changed it"):
        issuing.revoke(cast["dalia"], changed, timezone.now())
    with pytest.raises(NotAllowed, match="somebody changed it"):
        issuing.ask_to_revoke(cast["dalia"], changed, "error", timezone.now())
    page = text(client_of(cast, "bao").get(reverse("certificates:one", args=[given.pk])))
    assert "Not genuine" in page
    assert library.shipped()[CODE].texts["title"] not in page


def test_what_the_journal_does_not_know_is_no_certificate(one: Seated) -> None:
    """Also where a good key signed it: as a copy of another, or by a program that did more than it should."""
    given = _given(one)
    made = Certificate.objects.get(pk=given.pk)
    made.pk, made.code, made.list_index, made.attempt = uuid4(), "1111111111", 7, uuid4()
    said = jws.opened(given.token, keys.public_keys())[1]
    made.token = keys.sign(jws.compact({**said, "id": f"urn:uuid:{made.pk}"}), keys.signer())
    made.save(force_insert=True)
    assert _state(made) is State.NOT_GENUINE


@pytest.mark.parametrize("column", ["course", "expires_on", "version", "language", "list_index", "issued_at"])
def test_of_the_first_ones_the_columns_say_what_was_signed(
    one: Seated, unnamed: Callable[[], None], column: str
) -> None:
    given = _given(one)
    unnamed()
    assert _state(given) is State.VALID
    Certificate.objects.update(**{column: CHANGES.get(column) or timezone.now() - timedelta(days=90)})
    assert _state(given) is State.NOT_GENUINE


def test_one_of_the_first_that_was_moved_to_somebody_else_counts_for_nobody(
    one: Seated, cast: Cast, unnamed: Callable[[], None]
) -> None:
    """The journal does not say whose it is, nor under which code: the page asks for the name. Nothing counts by it:
    not for a clearance, a duty of the law, a list of the employer; and it keeps nobody from one of their own."""
    given = _given(one)
    unnamed()
    asked = "its code alone does not show whose it is"
    assert asked in text(Client().get(reverse("certificate:one", args=["en", given.code])))
    ben = seated(cast, "Ben")
    Certificate.objects.update(learner=ben.learner)
    moved = Certificate.objects.get()
    assert _state(moved) is State.VALID, "what was signed was signed"
    assert not believing.is_certain(moved)
    assert issuing.held([ben.learner.pk], _today()) == {ben.learner.pk: []}
    assert all(not who.done for who in working.worked(ben.cohort.org_id, _today()))
    title, list_of = library.shipped()[CODE].texts["title"], reverse("learners:cohort", args=[ben.cohort.pk])
    assert title not in text(client_of(cast, "edo").get(list_of))
    own = _given(ben)
    assert own.pk != moved.pk
    assert [done.row.pk for done in issuing.held([ben.learner.pk], _today())[ben.learner.pk]] == [own.pk]


def test_whoever_holds_one_of_the_first_reads_that_it_counts_no_more_and_what_to_do(
    one: Seated, unnamed: Callable[[], None]
) -> None:
    given = _given(one)
    unnamed()
    told, label = "One of the first certificates counts no more", "counts no more: do it again"
    course, attempt = library.shipped()[CODE], Attempt.objects.get(pk=given.attempt)
    page = text(one.client.get(url("mine")))
    assert told in page
    assert label in page
    assert ">passed<" not in page
    assert "ends soon, or has ended" not in page
    page = text(one.client.get(url("course", CODE)))
    assert told in page
    assert "You have passed this course" not in page
    assert told in text(one.client.get(url("certificate", given.attempt)))
    assert told in text(one.client.post(url("certificate", given.attempt), {"name": "Ana Sok"})), "it can be printed"

    again = passed(one.learner, course, timezone.now())
    page = text(one.client.get(url("course", CODE)))
    assert "You have passed this course" in page
    assert url("certificate", again.pk) in page
    assert told not in text(one.client.post(url("certificate", again.pk), {"name": "Ana Sok"}))
    new = Certificate.objects.get(attempt=again.pk)
    page = text(one.client.get(url("mine")))
    assert told not in page
    assert label not in page
    assert issuing.of_attempt(attempt, _today()) == new, "the first try leads to the one that counts"
    assert [done.row.pk for done in issuing.held([one.learner.pk], _today())[one.learner.pk]] == [new.pk]


def test_of_those_that_the_journal_names_the_code_is_enough(one: Seated) -> None:
    given = _given(one)
    assert believing.is_certain(given)
    page = text(Client().get(reverse("certificate:one", args=["en", given.code])))
    assert "does not show whose it is" not in page


def test_one_of_the_first_whose_learner_is_gone_stays_a_number(one: Seated, unnamed: Callable[[], None]) -> None:
    given = _given(one)
    unnamed()
    mine.delete(Learner.objects.get(), timezone.now())
    assert _state(given) is State.VALID


# ---- a key that others know ----


def _forge(given: Certificate, **said: Any) -> None:
    """Whoever knows the key and writes the database signs something else into a certificate that was given."""
    payload = jws.opened(given.token, keys.public_keys())[1]
    Certificate.objects.filter(pk=given.pk).update(token=keys.sign(jws.compact({**payload, **said}), keys.signer()))


def _others_know() -> None:
    keys.compromise(keys.kid_of(keys.signer().public), timezone.now() - timedelta(hours=1))


def _anew(cast: Cast) -> int:
    _issuers(cast, "bao", "dalia")
    reissuing.ask_for_it(cast["bao"], timezone.now())
    return reissuing.reissue(cast["dalia"], timezone.now())


def test_what_others_signed_into_one_is_not_given_anew(one: Seated, cast: Cast) -> None:
    given, good = _given(one), _given(seated(cast, "Ben"), "Ben")
    before = Certificate.objects.get(pk=given.pk).token
    payload = jws.opened(given.token, keys.public_keys())[1]
    [holder] = payload["credentialSubject"]["identifier"]
    other = {**payload["credentialSubject"], "identifier": [{**holder, "identityHash": "sha256$" + "0" * 64}]}
    _forge(given, credentialSubject=other)
    _others_know()
    _issuers(cast, "bao")
    page = text(client_of(cast, "bao").get(reverse("certificates:find")))
    assert "Waiting: 1." in page
    assert "nothing shows that they say what was given here: 1." in page
    assert _anew(cast) == 1
    assert (_state(good), _state(given)) == (State.VALID, State.NOT_GENUINE)
    page = text(client_of(cast, "bao").get(reverse("certificates:find")))
    assert "Waiting:" not in page
    assert "nothing shows that they say what was given here: 1." in page, "it goes on saying so"
    Certificate.objects.filter(pk=given.pk).update(token=before)
    assert _anew(cast) == 1, "what it was before can be given anew"
    assert _state(given) is State.VALID


def test_one_of_the_first_is_given_anew_where_its_attempt_earned_it(
    one: Seated, cast: Cast, unnamed: Callable[[], None]
) -> None:
    given = _given(one)
    unnamed()
    _others_know()
    assert _anew(cast) == 1
    assert _state(given) is State.VALID
    Certificate.objects.update(code="1111111111")
    assert _state(given) is State.NOT_GENUINE, "from then on the journal names it"


@pytest.mark.parametrize(
    ("said", "attempt"),
    [
        ({"validUntil": "2099-01-01T00:00:00Z"}, {}),
        ({"validFrom": "2020-01-01T00:00:00Z"}, {}),
        ({}, {"passed": False}),
        ({}, {"use": "pre"}),
        ({}, {"version": 9}),
        ({}, {"confirmed": False}),
    ],
)
def test_one_of_the_first_of_which_nothing_shows_it_is_not(
    one: Seated, cast: Cast, unnamed: Callable[[], None], said: dict[str, Any], attempt: dict[str, Any]
) -> None:
    given, good = _given(one), _given(seated(cast, "Ben"), "Ben")
    unnamed()
    _forge(given, **said)
    if "validUntil" in said:
        Certificate.objects.filter(pk=given.pk).update(expires_on=date(2099, 1, 1))
    Attempt.objects.filter(pk=given.attempt).update(**attempt or {"language": "en"})
    _others_know()
    assert _anew(cast) == 1
    assert (_state(good), _state(given)) == (State.VALID, State.NOT_GENUINE)


def test_a_second_key_that_others_know_signs_nothing_into_what_was_given_before(
    one: Seated, cast: Cast, unnamed: Callable[[], None]
) -> None:
    """Given long before; signed over by whoever had the key later."""
    given = _given(one)
    unnamed()
    _forge(given, validUntil="2099-01-01T00:00:00Z")
    Certificate.objects.update(expires_on=date(2099, 1, 1))
    keys.compromise(keys.kid_of(keys.signer().public), timezone.now() + timedelta(hours=1))
    assert _state(given) is State.NOT_GENUINE


def test_how_many_wait_is_looked_at_of_some_alone(one: Seated, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    _given(one)
    for name in ("Ben", "Cy"):
        _given(seated(cast, name), name)
    _others_know()
    _issuers(cast, "bao")
    monkeypatch.setattr(reissuing, "LOOKED_AT", 2)
    page = text(client_of(cast, "bao").get(reverse("certificates:find")))
    assert "Waiting: 2." in page
    assert "More may wait" in page
    assert _anew(cast) == 3
    assert "More may wait" not in text(client_of(cast, "bao").get(reverse("certificates:find")))
