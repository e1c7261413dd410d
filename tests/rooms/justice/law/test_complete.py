"""Completeness: two reviewers who did not draft a law say that nothing is missing; what that changes, what ends it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from fanal.access.api import NotAllowed, NotNow, history, stated
from fanal.engines.jurisdiction.benchmark.standards import ItemState
from fanal.engines.jurisdiction.evaluation import evaluate
from fanal.engines.jurisdiction.files.facts_file import parse_facts
from fanal.journal import api as journal
from fanal.journal.models import Entry
from fanal.justice import proved
from fanal.justice.law import declaring, drafting, library, looks, results, reviews
from fanal.justice.law.declared import Stands
from fanal.justice.law.declaring import Signed
from fanal.justice.law.looks import Claim
from fanal.justice.models import Declaration
from fanal.justice.public import plainly
from fanal.network.contracts import Actor, PersonState, Role
from fanal.network.models import Person
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law, with_roles
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("few_laws")]
__all__ = ["few_laws"]
UNTIL = date(2027, 11, 25)
LATER = NOW + timedelta(hours=1)
ALL = Claim("sexual_activity", None, None)
LEFT = """not_entered:
  - {art: "12", covers: [sexual_activity], why: "read, not drafted yet"}
  - {art: "13", covers: [grooming], why: "not read"}
"""
TRAFFICKING = """  - id: xd.20
    covers: [trafficking]
    elements: {child_age_lt: 18}
    max_penalty_years: 10
    cite: {source: code, art: "art. 20"}
    versions: [{from: 2000-01-01, to: 2011-12-31, unknown: true}, {from: 2012-01-01, source: code, note: "the first"}]
jurisdiction_rules:
"""


class House:
    """Whoever drafts, three lawyers of two organisations who did not, and an advocate."""

    def __init__(self, cast: Cast) -> None:
        self.drafter = with_roles(cast["femi"], Role.CORPUS_EDITOR, Role.LAWYER)
        self.first = with_roles(cast["lena"], Role.LAWYER)
        self.second = with_roles(cast["nils"], Role.LAWYER)
        self.third = with_roles(cast["omar"], Role.LAWYER)
        self.advocate = with_roles(cast["noor"], Role.LEGAL_ADVOCATE)


@pytest.fixture
def house(cast: Cast) -> House:
    found = House(cast)
    draft(found)
    return found


def text(age: int = 18) -> str:
    return law(age=age) + LEFT


def draft(house: House, words: str = "", now: datetime = NOW) -> UUID:
    own = library.in_force(now).get("XD")
    return drafting.draft(house.drafter, words or text(), own.pk if own else None, now).file.pk


def declare(
    actor: Actor,
    claim: Claim = ALL,
    now: datetime = NOW,
    *,
    ticked: Mapping[str, str] | None = None,
    until: date | None = UNTIL,
    shown: str = "Bar of XD",
) -> Declaration:
    seen = looks.look(library.corpus(now).laws["XD"], claim)
    reasons = {one.art: "about another thing" for one in seen.points} if ticked is None else ticked
    return declaring.declare(actor, "XD", claim, reasons, seen.digest, Signed(shown, until), now)


def confirm(actor: Actor, row: Declaration, now: datetime = NOW) -> Declaration:
    return declaring.confirm(actor, row.pk, "Faculty of XD", now)


def agreed(house: House, claim: Claim = ALL, now: datetime = NOW) -> Declaration:
    return confirm(house.second, declare(house.first, claim, now), now + timedelta(minutes=1))


def stands(row: Declaration, now: datetime = LATER) -> Stands:
    return declaring.declaration_of(row, now)[1]


def verdict(now: datetime = LATER, on: str = "2026-05-01") -> str:
    """How XD stands after an act with a person of 19, which its one offence does not cover."""
    facts = parse_facts(
        {
            "schema": "fanal.facts/1",
            "id": "t",
            "act": {"conduct": ["sexual_activity"], "from": on, "to": on, "places": [{"in": "XD"}]},
            "child": {"age": {"lo": 19, "hi": 19}},
            "suspect": {"age": {"lo": 40, "hi": 40}},
        }
    )
    states = evaluate(library.corpus(now), facts, now.date(), states=["XD"]).states
    return str(next(one.verdict for one in states if one.state == "XD"))


def test_two_reviewers_declare_it_and_silence_says_no_until_one_withdraws(house: House) -> None:
    assert verdict() == "cannot_say"
    row = declare(house.first)
    assert stands(row) is Stands.WAITING
    assert verdict() == "cannot_say"  # one person is not enough
    confirm(house.second, row)
    assert stands(row) is Stands.IN_FORCE
    assert verdict() == "none"
    (held,) = library.corpus(LATER).laws["XD"].declared
    assert (set(held.conducts), held.by) == ({"sexual_activity"}, "Bar of XD, Faculty of XD")
    declaring.withdraw(house.first, row.pk, "Article 14 is missing.", NOW + timedelta(minutes=2))
    assert stands(row) is Stands.WITHDRAWN
    assert verdict() == "cannot_say"


def test_it_ends_with_its_day(house: House) -> None:
    row = agreed(house)
    last = datetime(2027, 11, 25, 12, tzinfo=NOW.tzinfo)
    assert verdict(last) == "none"
    assert stands(row, last + timedelta(1)) is Stands.OVER
    assert verdict(last + timedelta(1)) == "cannot_say"


def test_one_that_waited_too_long_is_not_confirmed(house: House) -> None:
    row = declare(house.first, until=NOW.date() + timedelta(days=1))
    with pytest.raises(NotNow, match=r"Its day has passed\. Declare it anew\."):
        confirm(house.second, row, NOW + timedelta(days=2))


@pytest.mark.parametrize("until", [None, date(2026, 11, 25), date(2028, 11, 26)])
def test_it_holds_for_24_months_at_most(house: House, until: date | None) -> None:
    with pytest.raises(NotNow, match="24 months"):
        declare(house.first, until=until)


def test_each_article_is_ticked_with_a_reason(house: House) -> None:
    """Article 12 covers it and is not entered; article 13 is about another conduct."""
    key = looks.Point("12").key
    with pytest.raises(NotNow, match=r"Article 12 is not ticked: say why it does not matter, or enter it\.") as why:
        declare(house.first, ticked={})
    assert why.value.field == f"tick_{key}"
    with pytest.raises(NotNow, match="Article 12: write why") as why:
        declare(house.first, ticked={"12": " "})
    assert why.value.field == f"why_{key}"
    with pytest.raises(NotNow, match="is not ticked") as why:
        declare(house.first, ticked={}, shown=" ")
    assert [one.field for one in why.value.others] == ["shown"]  # all that is wrong, at once
    assert not Declaration.objects.exists()
    assert declare(house.first, ticked={"12": "Repealed in 2001."}).irrelevant == {"12": "Repealed in 2001."}


def test_whoever_drafted_any_text_of_the_law_has_no_part_in_it(house: House) -> None:
    with pytest.raises(NotAllowed, match="You drafted a text of this law"):
        declare(house.drafter)
    row = declare(house.first)
    with pytest.raises(NotAllowed, match="You drafted a text of this law"):
        confirm(house.drafter, row)


def test_the_second_is_another_person_and_a_lawyer(house: House) -> None:
    with pytest.raises(NotAllowed):
        declare(house.advocate)
    row = declare(house.first)
    with pytest.raises(NotAllowed, match="You declared this"):
        confirm(house.first, row)
    with pytest.raises(NotAllowed):
        confirm(house.advocate, row)
    confirm(house.second, row)
    with pytest.raises(NotNow, match="has confirmed this already"):
        confirm(house.third, row)
    declaring.withdraw(house.advocate, row.pk, "An amending Act was not read.", NOW)  # a no counts whoever says it
    with pytest.raises(NotNow, match="has withdrawn this already"):
        declaring.withdraw(house.first, row.pk, "again", NOW)
    with pytest.raises(NotNow, match="has withdrawn this already"):
        confirm(house.third, row)


def test_whoever_withdraws_says_what_is_missing(house: House) -> None:
    with pytest.raises(NotNow, match="Write what is missing") as why:
        declaring.withdraw(house.first, declare(house.first).pk, " ", NOW)
    assert why.value.field == "note"


def test_whoever_drafts_it_between_the_two_does_not_count(house: House) -> None:
    row = declare(house.first)
    other = with_roles(house.first, Role.CORPUS_EDITOR, Role.LAWYER)
    changed = text().replace("names: {en: Land of XD}", "names: {en: Country of XD}")
    drafting.draft(other, changed, library.in_force(NOW)["XD"].pk, NOW)
    with pytest.raises(NotNow, match="has drafted a text of this law since"):
        confirm(house.second, row)


CHANGES = {
    "a wording": text(age=16),
    "an article": text().replace('"12"', '"12a"'),
    "a new article": text() + '  - {art: "14", covers: "*", why: "new"}\n',
    "covers more": text().replace("grooming", "sexual_activity"),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_another_text_ends_it_and_the_old_one_has_it_again(house: House, changed: str) -> None:
    row, later = agreed(house), NOW + timedelta(minutes=5)
    newer = draft(house, changed, later)
    assert stands(row) is Stands.CHANGED
    assert verdict() == "cannot_say"
    drafting.withdraw(house.drafter, newer, later + timedelta(minutes=1))
    assert stands(row) is Stands.IN_FORCE


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_a_text_that_changed_between_the_two_is_not_confirmed(house: House, changed: str) -> None:
    row, later = declare(house.first), NOW + timedelta(minutes=5)
    draft(house, changed, later)
    with pytest.raises(NotNow, match=r"The law has changed since this was declared\. Declare it anew\."):
        confirm(house.second, row, later)


def test_what_does_not_bear_on_the_conduct_ends_nothing(house: House) -> None:
    row = agreed(house)
    draft(house, text() + '  - {art: "14", covers: [grooming], why: "new"}\n', NOW + timedelta(minutes=5))
    assert stands(row) is Stands.IN_FORCE
    assert verdict() == "none"


def test_a_look_at_another_text_is_refused(house: House) -> None:
    with pytest.raises(NotNow, match="The law has changed since you opened this page"):
        declaring.declare(house.first, "XD", ALL, {"12": "x"}, "0" * 64, Signed("Bar", UNTIL), NOW)


@pytest.mark.parametrize(
    ("claim", "field", "words"),
    [
        (Claim("sexual_activity", date(2020, 1, 2), date(2020, 1, 1)), "last", "The last day lies before the first."),
        (Claim("sexual_activity", date(2027, 1, 2), None), "first", "This day has not come yet."),
        (Claim("theft", None, None), "conduct", "Choose a conduct."),
    ],
)
def test_days_and_conducts_that_cannot_be(house: House, claim: Claim, field: str, words: str) -> None:
    with pytest.raises(NotNow, match=words) as why:
        declaring.look("XD", claim, NOW)
    assert why.value.field == field


def test_a_law_that_is_not_here_cannot_be_complete(house: House) -> None:
    with pytest.raises(reviews.NoSuchItem):
        declaring.look("XQ", ALL, NOW)


def test_days_of_which_nobody_knows_what_a_provision_said_are_not_complete(house: House) -> None:
    draft(house, text().replace("jurisdiction_rules:\n", TRAFFICKING, 1))
    for first in (None, date(2011, 12, 31)):
        with pytest.raises(NotNow, match=r"What art\. 20 said from 1 January 2000 until 31 December 2011"):
            declare(house.first, Claim("trafficking", first, None))
    declare(house.first, Claim("trafficking", date(2012, 1, 1), None))
    declare(house.first)  # that provision is not about it


def test_what_was_read_until_a_day_is_complete_until_then(house: House) -> None:
    end = '{from: 2000-01-01, to: {after: 2015-11-17}, source: code, note: "date unverified"}'
    draft(house, text().replace('{from: 2000-01-01, source: code, note: "date unverified"}', end, 1))
    with pytest.raises(NotNow, match="from 18 November 2015 until further notice is not known here"):
        declare(house.first)
    declare(house.first, Claim("sexual_activity", None, date(2015, 11, 17)))


def test_a_text_whose_beginning_nobody_knows_is_complete_from_the_day_it_surely_held(house: House) -> None:
    begun = '{from: {by: 2010-06-01}, source: code, note: "date unverified"}'
    draft(house, text().replace('{from: 2000-01-01, source: code, note: "date unverified"}', begun, 1))
    with pytest.raises(NotNow, match="from the beginning until 31 May 2010 is not known here"):
        declare(house.first, Claim("sexual_activity", date(2010, 5, 31), None))
    declare(house.first, Claim("sexual_activity", date(2010, 6, 1), None))


def test_one_day_has_one_declaration(house: House) -> None:
    row = declare(house.first, Claim("sexual_activity", None, date(2010, 12, 31)))
    for actor in (house.first, house.third):
        with pytest.raises(NotNow, match=r"waits for a second reviewer\. Confirm that, or withdraw it first\."):
            declare(actor)
    confirm(house.second, row)
    with pytest.raises(NotNow, match="declared already from the beginning until 31 December 2010, which holds until"):
        declare(house.third, now=LATER)


def test_days_that_follow_each_other_are_one(house: House) -> None:
    """An act over the turn of the year lies in two declarations, and no day of it in none."""
    agreed(house, Claim("sexual_activity", None, date(2010, 6, 30)))
    assert verdict(on="2010") == verdict(on="2011") == "cannot_say"
    agreed(house, Claim("sexual_activity", date(2010, 7, 1), None), NOW + timedelta(minutes=5))
    assert verdict(on="2010") == verdict(on="2011") == "none"


def test_declared_anew_the_newer_counts_and_once_it_is_withdrawn_nothing_does(house: House) -> None:
    row, later = agreed(house), NOW + timedelta(minutes=10)
    anew = declare(house.third, now=later)
    assert (stands(row), stands(anew)) == (Stands.IN_FORCE, Stands.WAITING)
    confirm(house.second, anew, later + timedelta(minutes=1))
    assert (stands(row), stands(anew)) == (Stands.REPLACED, Stands.IN_FORCE)
    declaring.withdraw(house.third, anew.pk, "Something is missing.", later + timedelta(minutes=2))
    assert verdict() == "cannot_say"


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_later_no_on_some_of_its_days_ends_it_for_good(house: House, confirmed: bool) -> None:
    """Also where the text that it was about comes back."""
    row, later = agreed(house), NOW + timedelta(minutes=2)
    newer = draft(house, text(age=16), later)
    other = declare(house.third, Claim("sexual_activity", date(2000, 1, 1), None), later)
    if confirmed:
        confirm(house.second, other, later)
    declaring.withdraw(house.first, other.pk, "Article 14 is missing.", later + timedelta(minutes=1))
    drafting.withdraw(house.drafter, newer, later + timedelta(minutes=2))
    assert (stands(row), stands(other)) == (Stands.REPLACED, Stands.WITHDRAWN)
    assert verdict() == "cannot_say"


def test_one_that_a_change_of_law_ended_is_withdrawn_and_does_not_come_back(house: House) -> None:
    row, later = agreed(house), NOW + timedelta(minutes=2)
    newer = draft(house, text(age=16), later)
    declaring.withdraw(house.first, row.pk, "Article 14 is missing.", later)
    drafting.withdraw(house.drafter, newer, later + timedelta(minutes=1))
    assert stands(row) is Stands.WITHDRAWN


def test_whoever_left_has_declared_nothing_that_can_be_confirmed(house: House) -> None:
    row = declare(house.first)
    Person.objects.filter(pk=house.first.person).update(state=PersonState.LEFT)
    with pytest.raises(NotNow, match="Whoever declared this has left"):
        confirm(house.second, row)


def test_what_two_declared_outlasts_their_leaving_and_others_withdraw_it(house: House) -> None:
    row = agreed(house)
    Person.objects.filter(pk__in=[house.first.person, house.second.person]).update(state=PersonState.LEFT)
    assert stands(row) is Stands.IN_FORCE
    declaring.withdraw(house.third, row.pk, "Something is missing.", NOW + timedelta(minutes=2))
    assert stands(row) is Stands.WITHDRAWN


# ---- the journal says who declared what ----


def test_it_stands_in_the_journal(house: House) -> None:
    row = agreed(house)
    declaring.withdraw(house.first, row.pk, "Something is missing.", NOW + timedelta(minutes=2))
    lines = [line.deed for line in journal.read(row.pk)]
    assert lines == ["law.declare_withdraw", "law.declare_confirm", "law.declare"]
    assert [event.who for event in history(house.first, row.pk)] == ["Lena", "Nordlys", "Lena"]


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": date(2028, 1, 1)},
        {"conduct": "trafficking"},
        {"first": date(1990, 1, 1)},
        {"irrelevant": {}},
        {"declared_as": "Somebody"},
        {"confirmed_at": None},
    ],
)
def test_a_row_that_was_changed_in_the_database_says_nothing(house: House, changed: dict[str, object]) -> None:
    row = agreed(house)
    assert not list(proved.unproved())
    Declaration.objects.filter(pk=row.pk).update(**changed)
    library._shelf.found.clear()
    assert stands(row) is Stands.BROKEN
    assert verdict() == "cannot_say"
    assert any("is by nobody, or was changed" in line for line in proved.unproved())
    with pytest.raises(NotAllowed):
        declaring.withdraw(house.first, row.pk, "x", NOW)


def test_a_row_that_nobody_declared_says_nothing(house: House) -> None:
    row = agreed(house)
    Declaration.objects.all().delete()
    row.pk = UUID(int=7)
    row.save(force_insert=True)
    assert verdict() == "cannot_say"
    told = list(proved.unproved())
    assert any("is by nobody" in line for line in told)
    assert any("was taken away" in line for line in told)


def test_a_declaration_that_whoever_declared_it_confirmed_says_nothing(house: House) -> None:
    """As one would write it whose program asks no policy."""
    row = declare(house.first)
    row.confirmed_by_id, row.confirmed_as, row.confirmed_at = house.first.person, "Bar", NOW
    row.save()
    journal.write(row.pk, house.first.signatory(), "law.declare_confirm", at=NOW, items=[stated.whole(row)])
    assert stands(row) is Stands.BROKEN
    assert verdict() == "cannot_say"


def test_a_withdrawal_cannot_be_taken_away(house: House) -> None:
    row = agreed(house)
    before = Declaration.objects.values().get()
    declaring.withdraw(house.first, row.pk, "x", NOW + timedelta(minutes=2))
    Declaration.objects.filter(pk=row.pk).update(**before)
    assert stands(row) is Stands.BROKEN
    Entry.objects.filter(record=row.pk, deed="law.declare_confirm").delete()
    library._shelf.found.clear()
    assert stands(row) is Stands.BROKEN
    assert verdict() == "cannot_say"


# ---- what it lifts, and what one looks at ----


def test_the_five_sentences_say_for_which_days_nothing_is_missing(house: House) -> None:
    agreed(house, Claim("sexual_activity", date(1998, 1, 1), date(1999, 12, 31)))
    corpus = library.corpus(LATER)
    words = plainly.told(corpus, corpus.laws["XD"], LATER.date()).sentences[-1].words
    days = "from 1 January 1998 until 31 December 1999"
    assert f"Nothing is missing on: sexual activity with a child ({days})." in words


def test_an_item_of_the_benchmark_becomes_a_known_no(house: House) -> None:
    """Nothing is entered on obtaining access: not known before, and no once two say that nothing is missing."""

    def access() -> ItemState:
        found = results.of_state(library.corpus(LATER), "XD", LATER.date())
        return next(one.state for one in found if one.item == "law.A13")

    assert access() in {ItemState.NOT_ASSESSED, ItemState.NO_DATA}
    agreed(house, Claim("csam_access", None, None))
    assert access() is ItemState.NO


def test_a_look_shows_what_is_entered_and_the_articles_of_kept_texts(house: House) -> None:
    seen = declaring.look("XD", ALL, NOW)
    assert [item.id for item in seen.entered] == ["xd.10", "xd.j.1", "xd.j.2", "xd.l.1"]
    assert [(one.art, one.about) for one in seen.points] == [("12", "read, not drafted yet")]
    swedish = looks.look(library.corpus(NOW).laws["SE"], Claim("sexual_activity", date(2022, 7, 1), None))
    articles = [one.art for one in swedish.points]
    assert any(art.startswith("2 kap. 6 §") for art in articles)  # of the extract that comes with the corpus
    assert not any(art.startswith("6 kap. 4 §") for art in articles)  # entered


def test_a_prepared_look_brings_reasons_and_decides_nothing(house: House) -> None:
    prepared = 'on: 2026-11-01, irrelevant: [{art: "12", why: repealed}, {art: "9", why: on theft}]}'
    draft(house, text().replace("on: 2026-11-01}", prepared, 1).replace("state: complete", "state: proposed"))
    assert list(looks.proposals(library.corpus(NOW).laws["XD"])) == [ALL]
    points = declaring.look("XD", ALL, NOW).points
    assert [(one.art, one.reason) for one in points] == [("12", "repealed"), ("9", "on theft")]
    assert verdict() == "cannot_say"
    with pytest.raises(NotNow, match="Article 12 is not ticked"):
        declare(house.first, ticked={})


def test_fanal_ships_nothing_as_complete() -> None:
    assert [code for code, law in library.shipped().laws.items() if law.declared] == []


def test_unsigned_law_does_not_say_who_declared_it(house: House) -> None:
    agreed(house)
    found = library.unsigned(LATER).laws["XD"].declared
    assert [(one.by, one.on) for one in found] == [("", date.min)]
