"""Reviewed here: a statement holds for one wording, until its day, in its role; it is taken back with a reason."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from fanal.access.api import NotAllowed, NotNow, renewing, reviews
from fanal.access.models import ReviewGiven
from fanal.access.reviews import Item, Reviewer, Source, State, Statement
from fanal.network.contracts import Role
from fanal.vocabulary.dates import months_later
from tests.people import NOW, Cast, gains

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY, UNTIL = NOW.date(), NOW.date() + timedelta(days=300)
WORDING = [b"Eat slowly."]


def _item(wording: bytes) -> Item:
    return Item("pages", "eating", "Eating", wording, lambda: (["Sentence"], [[wording.decode()]]))


@pytest.fixture(autouse=True)
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """A source of one page, that a native speaker and a lawyer review."""
    needs = (Reviewer.NATIVE, Reviewer.LAWYER)
    source = Source("pages", "Pages", "Is it so?", needs, lambda: [_item(WORDING[0])])
    monkeypatch.setattr(reviews, "_sources", {"pages": source})
    monkeypatch.setattr("tests.rooms.access.test_reviews.WORDING", [b"Eat slowly."])


@pytest.fixture
def people(cast: Cast) -> Cast:
    gains(cast["dalia"].person, Role.LANGUAGE_REVIEWER)
    gains(cast["edo"].person, Role.LAWYER)
    return cast


def _says(people: Cast, who: str, kind: str, **more: object) -> None:
    item = _item(WORDING[0])
    said = Statement(kind, True, item.digest, TODAY, UNTIL, "A teacher of the language")
    reviews.review(people[who], item, replace(said, **more), NOW)  # type: ignore[arg-type]


def _both(people: Cast) -> None:
    _says(people, "dalia", "native")
    _says(people, "edo", "lawyer", until=UNTIL + timedelta(days=9))


def _state(org: UUID, day: date = TODAY) -> State:
    return reviews.standing(org, _item(WORDING[0]), day).state


def test_all_whom_it_needs_must_say_so(people: Cast) -> None:
    assert _state(people.aurora) is State.WAITING
    _says(people, "dalia", "native")
    assert _state(people.aurora) is State.WAITING
    _says(people, "edo", "lawyer", until=UNTIL + timedelta(days=9))
    found = reviews.standing(people.aurora, _item(WORDING[0]), TODAY)
    assert (found.state, found.on, found.until) == (State.REVIEWED, TODAY, UNTIL)
    assert _state(people.nordlys) is State.WAITING, "another member's people have not looked"


def test_it_ends_by_its_day(people: Cast) -> None:
    _both(people)
    assert _state(people.aurora, UNTIL - reviews.SOON - timedelta(days=1)) is State.REVIEWED
    assert _state(people.aurora, UNTIL - reviews.SOON) is State.SOON
    assert _state(people.aurora, UNTIL) is State.SOON
    assert _state(people.aurora, UNTIL + timedelta(days=1)) is State.ENDED


def test_another_wording_is_not_reviewed_and_the_old_review_is_still_told(people: Cast) -> None:
    _both(people)
    WORDING[0] = b"Eat fast."
    assert _state(people.aurora) is State.CHANGED
    assert len(reviews.statements(people.aurora, _item(WORDING[0]))) == 2
    assert [end.changed for end in renewing.ends(people.aurora)] == [True, True]
    WORDING[0] = b"Eat slowly."
    assert _state(people.aurora) is State.REVIEWED, "the wording that was reviewed is the same again"


def test_whoever_says_no_takes_it_back(people: Cast) -> None:
    _both(people)
    with pytest.raises(NotNow, match="why not"):
        _says(people, "edo", "lawyer", yes=False, reasons="  ")
    _says(people, "edo", "lawyer", yes=False, reasons="The law is another since May.")
    assert _state(people.aurora) is State.REFUSED
    assert [end.kind for end in renewing.ends(people.aurora)] == ["native"]
    _says(people, "edo", "lawyer")
    assert _state(people.aurora) is State.REVIEWED


def test_what_the_secretariat_states_counts_for_every_member(people: Cast) -> None:
    gains(people["sol"].person, Role.LANGUAGE_REVIEWER)
    gains(people["tove"].person, Role.LAWYER)
    _says(people, "sol", "native")
    _says(people, "tove", "lawyer")
    assert _state(people.aurora) is _state(people.nordlys) is State.REVIEWED
    assert not list(renewing.ends(people.aurora)), "who stated it reviews it anew"


def test_nobody_is_two_reviewers(people: Cast) -> None:
    gains(people["dalia"].person, Role.LAWYER)
    _says(people, "dalia", "native")
    _says(people, "dalia", "lawyer")
    assert _state(people.aurora) is State.WAITING


@pytest.mark.parametrize(
    ("who", "more", "field"),
    [
        ("dalia", {"kind": "ethics"}, "kind"),
        ("dalia", {"digest": "0" * 64}, None),
        ("dalia", {"reviewer": "  "}, "reviewer"),
        ("dalia", {"reviewed_on": TODAY + timedelta(days=1)}, "reviewed_on"),
        ("dalia", {"until": TODAY}, "until"),
        ("dalia", {"until": None}, "until"),
        ("dalia", {"until": months_later(TODAY, 24) + timedelta(days=1)}, "until"),
        ("dalia", {"reviewed_on": months_later(TODAY, -23), "until": months_later(TODAY, 2)}, "until"),
    ],
)
def test_what_cannot_be_stated_is_told_and_nothing_is_kept(
    people: Cast, who: str, more: dict[str, object], field: str | None
) -> None:
    with pytest.raises(NotNow) as why:
        _says(people, who, **{"kind": "native", **more})  # type: ignore[arg-type]
    assert why.value.field == field
    assert not ReviewGiven.objects.exists()


@pytest.mark.parametrize("who", ["dalia", "femi"])
def test_only_whoever_has_the_role_states_it(people: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        _says(people, who, "lawyer")
