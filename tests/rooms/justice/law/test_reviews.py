"""The review ladder: who may climb it, for which wording, and what the law in force then says."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.access.api import NotAllowed, NotNow, history
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.engines.jurisdiction.model import ReviewStatus
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice.law import drafting, library, proved, queue, reviews
from fanal.justice.law.queue import Waits
from fanal.justice.models import LawFile, Rung
from fanal.network.contracts import Actor, Role
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, step, with_roles
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("few_laws")]
__all__ = ["few_laws"]
DRAFTED, CHECKED, REVIEWED = ReviewStatus.DRAFTED, ReviewStatus.CHECKED, ReviewStatus.REVIEWED
UNTIL = date(2027, 11, 25)
OFFENCE = "xd.10"


class House:
    """Three people: whoever drafts, whoever compares, and a lawyer."""

    def __init__(self, cast: Cast) -> None:
        self.drafter = with_roles(cast["femi"], Role.CORPUS_EDITOR, Role.LAWYER)
        self.checker = with_roles(cast["amara"], Role.LEGAL_ADVOCATE)
        self.lawyer = with_roles(cast["nils"], Role.LAWYER)
        self.stranger = cast["celia"]


@pytest.fixture
def house(cast: Cast) -> House:
    return House(cast)


def digest(provision: str = OFFENCE, code: str = "XD", now: datetime = NOW) -> str:
    return reviews.look(code, provision, now).item.digest


def status(provision: str = OFFENCE, code: str = "XD", now: datetime = NOW) -> ReviewStatus:
    return reviews.look(code, provision, now).item.review.status


def draft(house: House, text: str = "", base: UUID | None = None, now: datetime = NOW) -> drafting.Drafted:
    return drafting.draft(house.drafter, text or law(), base, now)


def check(actor: Actor, provision: str = OFFENCE, now: datetime = NOW, code: str = "XD") -> None:
    reviews.check(actor, code, provision, digest(provision, code, now), now)


def review(actor: Actor, now: datetime = NOW, until: date = UNTIL, provision: str = OFFENCE) -> None:
    reviews.review(actor, "XD", provision, digest(provision, now=now), now, shown="Bar of XD", until=until)


def test_what_a_text_says_of_its_own_review_is_not_believed(house: House) -> None:
    draft(house)
    assert status() is DRAFTED
    found = library.corpus(NOW).laws["XD"]
    assert found.declared == ()
    assert found.offences[OFFENCE].versions[0].review.drafted_by == "Aurora"


def test_the_ladder_needs_other_people_and_ends_with_its_day(house: House) -> None:
    draft(house)
    for climb in (check, review):
        with pytest.raises(NotAllowed, match="You drafted this"):
            climb(house.drafter)
    with pytest.raises(NotNow, match="First somebody compares"):
        review(house.lawyer)
    check(house.checker)
    assert status() is CHECKED
    with pytest.raises(NotAllowed):  # a review is a lawyer's
        review(house.checker)
    review(house.lawyer)
    held = reviews.look("XD", OFFENCE, NOW).item.review
    assert (held.status, held.by, held.valid_until, held.checked_by) == (REVIEWED, "Bar of XD", UNTIL, "Aurora")


@pytest.mark.parametrize("until", [date(2026, 11, 25), date(2026, 1, 1), date(2028, 11, 26)])
def test_a_review_holds_for_24_months_at_most(house: House, until: date) -> None:
    draft(house)
    check(house.checker)
    with pytest.raises(NotNow, match="24 months"):
        review(house.lawyer, until=until)
    review(house.lawyer, until=date(2028, 11, 25))


def test_the_day_after_its_end_the_answer_is_cannot_say(house: House) -> None:
    """Reviewed until a day: that day the state can prosecute; the day after, nobody can say."""
    draft(house)
    for provision in (OFFENCE, "xd.j.1", "xd.l.1"):
        check(house.checker, provision)
        review(house.lawyer, provision=provision)
    facts = parse_facts(
        {
            "schema": "fanal.facts/1",
            "id": "t",
            "act": {"conduct": ["sexual_activity"], "from": "2026-05-01", "places": [{"in": "XD"}]},
            "child": {"age": {"lo": 12, "hi": 12}},
            "suspect": {"age": {"lo": 40, "hi": 40}},
        }
    )

    def answer(day: date) -> str:
        now = datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo)
        states = evaluate(library.corpus(now), facts, day, min_review="reviewed", states=["XD"]).states
        return str(next(one.verdict for one in states if one.state == "XD"))

    assert answer(UNTIL) == "open"
    assert answer(UNTIL + timedelta(1)) == "cannot_say"
    later = datetime(2027, 11, 26, 12, tzinfo=NOW.tzinfo)
    assert queue.waits(reviews.look("XD", OFFENCE, later).item, later.date()) is Waits.EXPIRED
    review(house.lawyer, later, date(2028, 11, 26))
    assert status(now=later) is REVIEWED


def test_another_wording_begins_anew_and_the_old_one_keeps_its_review(house: House) -> None:
    first = draft(house)
    check(house.checker)
    review(house.lawyer)
    second = draft(house, law(age=16), first.file.pk, NOW + timedelta(hours=1))
    assert second.changed == (OFFENCE,)
    assert status(now=NOW + timedelta(hours=1)) is DRAFTED
    drafting.withdraw(house.drafter, second.file.pk, NOW + timedelta(hours=2))
    assert status(now=NOW + timedelta(hours=2)) is REVIEWED


def test_whoever_pastes_it_again_is_not_its_drafter(house: House) -> None:
    """Else a colleague could take a wording over with one changed letter elsewhere, and its drafter review it."""
    first = draft(house)
    other = with_roles(house.checker, Role.CORPUS_EDITOR)
    text = law().replace("elements: {child_age_lt: 18}", "elements: {child_age_lt: 18}\n    mens_rea: {age: none}")
    drafting.draft(other, text.replace("date unverified", "date not read", 1), first.file.pk, NOW)
    assert list(reviews.look("XD", "xd.j.1", NOW).drafters) == [house.drafter.person]
    with pytest.raises(NotAllowed):
        check(house.drafter, "xd.j.1")
    check(other, "xd.j.1")


def test_shipped_law_is_drafted_by_fanal_and_anyone_may_check_it(house: House) -> None:
    found = reviews.look("SE", "se.6.4", NOW)
    assert not found.drafters
    check(house.drafter, "se.6.4", code="SE")
    assert status("se.6.4", "SE") is CHECKED


def test_without_a_text_nothing_can_be_compared(house: House) -> None:
    draft(house)
    assert queue.waits(reviews.look("XD", "xd.j.2", NOW).item, NOW.date()) is Waits.TEXT
    with pytest.raises(NotNow, match="No text was read"):
        check(house.checker, "xd.j.2")


def test_a_step_is_for_the_wording_that_was_looked_at(house: House) -> None:
    draft(house)
    with pytest.raises(NotNow, match="has changed since"):
        reviews.check(house.checker, "XD", OFFENCE, "0" * 64, NOW)
    with pytest.raises(reviews.NoSuchItem):
        reviews.look("XD", "xd.none", NOW)
    assert not Rung.objects.exists()


def test_given_back_it_waits_for_its_drafter_and_says_why(house: House) -> None:
    draft(house)
    check(house.checker)
    review(house.lawyer)
    with pytest.raises(NotNow, match="Write what is wrong"):
        reviews.give_back(house.lawyer, "XD", OFFENCE, digest(), NOW, " ")
    reviews.give_back(house.lawyer, "XD", OFFENCE, digest(), NOW, "The age is that of another article.")
    item = reviews.look("XD", OFFENCE, NOW).item
    assert item.review.status is DRAFTED
    assert item.review.note == "The age is that of another article."
    assert queue.waits(item, NOW.date(), library.steps(NOW)["XD"]) is Waits.DRAFTER


def test_deeds_stand_in_the_journal(house: House) -> None:
    made = draft(house)
    assert made.changed == (OFFENCE, "xd.j.1", "xd.j.2", "xd.l.1")
    check(house.checker)
    review(house.lawyer)
    assert [line.deed for line in journal.read(made.file.pk)] == ["law.draft"]
    chain = proved.chain("XD", OFFENCE)
    assert [line.deed for line in journal.read(chain)] == ["law.review", "law.check"]  # newest first
    shown = [(event.what, event.who) for event in history(house.checker, chain)]
    assert shown == [("Reviewed a provision", "Nordlys"), ("Compared a provision with its text", "Amara")]


def test_a_refused_deed_leaves_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        drafting.draft(house.stranger, law(), None, NOW)
    draft(house)
    with pytest.raises(NotAllowed):
        check(house.stranger)
    assert not Rung.objects.exists()
    assert LawFile.objects.count() == 1


# ---- the ladder as a machine, against a model of its own ----

PEOPLE = ("drafter", "checker", "lawyer")
ACTS = st.tuples(st.sampled_from(("check", "review", "return", "pass")), st.sampled_from(PEOPLE))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_the_ladder_as_a_machine(house: House, acts: list[tuple[str, str]]) -> None:
    """Whatever people try in whatever order: what is done, and what the law then says, is what the rules say."""
    for model in (Rung, LawFile, Entry):
        model.objects.all().delete()
    draft(house)
    now, expected, until = NOW, "drafted", date.min
    for deed, who in acts:
        now += timedelta(days=200) if deed == "pass" else timedelta(minutes=1)
        allowed = who != "drafter"  # of the others, only the lawyer reviews
        if deed == "check":
            done = allowed and expected == "drafted"
            new = "checked"
        elif deed == "review":
            done = allowed and who == "lawyer" and expected != "drafted"
            new = "reviewed"
        else:
            done, new = allowed and deed == "return", "drafted"
        assert _tried(house, deed, who, now) is done
        if done:
            expected = new
            until = now.date() + timedelta(days=300) if new == "reviewed" else until
        item = reviews.look("XD", OFFENCE, now).item
        assert item.review.status.value == expected
        ended = expected == "reviewed" and until < now.date()
        assert (queue.waits(item, now.date()) is Waits.EXPIRED) is ended


def _tried(house: House, deed: str, who: str, now: datetime) -> bool:
    actor: Actor = getattr(house, who)
    found = reviews.look("XD", OFFENCE, now).item
    about = ("XD", OFFENCE, found.digest, now)
    try:
        match deed:
            case "check":
                reviews.check(actor, *about)
            case "review":
                reviews.review(actor, *about, shown="Bar", until=now.date() + timedelta(days=300))
            case "return":
                reviews.give_back(actor, *about, "wrong")
            case _:
                return False
    except (NotAllowed, NotNow):
        return False
    return True


def test_another_process_sees_the_step_at_once(house: House) -> None:
    """The cache of a process is asked for with a key from the database: what it held before does not come back."""
    draft(house)
    before = library.corpus(NOW)
    step(house.checker, ("XD", OFFENCE, digest()), "checked", NOW, "elsewhere")
    after = library.corpus(NOW)
    assert after.version != before.version
    assert after.laws["XD"].offences[OFFENCE].versions[0].review.checked_by == "elsewhere"
    assert replace(after, laws=before.laws, version=before.version) == before
