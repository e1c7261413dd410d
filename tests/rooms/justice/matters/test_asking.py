"""The question of one act: the answer of the shipped law, kept with it, made again byte by byte, and compared."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.engines.jurisdiction.files.facts_file import FactsError, parse_facts
from fanal.justice.contracts import ActFacts
from fanal.justice.law import library
from fanal.justice.matters import asking, bridge, matters, training
from fanal.justice.matters.compare import compare, facts_changed
from fanal.justice.models import LawVersion, Question
from fanal.vocabulary.codes import YesNoUnknown
from tests.people import NOW, Cast
from tests.rooms.justice.acts import FACTS, TODAY, asked, matter

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_first_reference_answer_stands_in_the_matter(cast: Cast) -> None:
    """German national, child 13, XB, 2016, unpaid: § 176 by § 5 Nr. 8 is open; XB has no file."""
    given = asked(cast["lena"], matter(cast["lena"]))
    states = {one["state"]: one for one in given.answer["states"]}
    assert states["DE"]["verdict"] == "open"
    assert states["XB"] == states["XB"] | {"verdict": "cannot_say", "reasons": ["law:XB/not_in_corpus"]}
    routes = {(one["offence"], one["rule"]): one["verdict"] for one in given.answer["routes"]}
    assert routes["de.176", "de.j.5.8.nat"] == "open"
    assert given.facts == FACTS
    row = Question.objects.get()
    assert (row.as_of, row.asked_by_id) == (TODAY, cast["lena"].person)
    assert LawVersion.objects.filter(pk=row.corpus_version).exists()


def test_an_old_answer_is_made_again_byte_by_byte(cast: Cast) -> None:
    found = matter(cast["lena"])
    row = asking.put_question(cast["lena"], found, FACTS, TODAY, NOW)
    given = asking.read(cast["marek"], row.pk, NOW)
    from fanal.access.api import open_record

    with open_record(cast["lena"], matters.ref_of(given.matter), "matters.look", purpose="legal", now=NOW) as opened:
        kept = asking.unpacked(opened.read(row, "content").answer)
    assert asking.again(given) == kept


def test_a_law_that_is_gone_is_named(cast: Cast) -> None:
    given = asked(cast["lena"], matter(cast["lena"]))
    row = given.row
    row.corpus_version = "0" * 64
    with pytest.raises(library.LawGone, match="0" * 64):
        asking.again(given)
    with pytest.raises(library.LawGone):
        asking.put_question(cast["lena"], row.matter_id, FACTS, TODAY, NOW, version="0" * 64)


def test_another_day_is_another_answer_and_the_difference_is_said(cast: Cast) -> None:
    """Procuring of 1 May 1999 under § 180(2), five years: 30 April 2004 is the last good day."""
    found = matter(cast["lena"])
    long_ago = deepcopy(FACTS)
    day = "1999-05-01"
    long_ago["act"] = {"conduct": ["procuring"], "from": day, "to": day, "places": ["XB"], "commercial": True}
    long_ago["child"] = {"dob": "1991-01-01"}
    long_ago["course"] = {"events": [], "events_complete": True}
    before = asked(cast["lena"], found, long_ago, date(2004, 4, 30))
    after = asked(cast["lena"], found, long_ago, date(2004, 5, 1))
    changed = compare(before.answer, after.answer)
    german = next(one for one in changed if one.state == "DE")
    barred = {turn.route for turn in german.routes if turn.after == "barred"}
    assert any(route.startswith("de.180.2/") for route in barred)  # 30 April is the last good day
    assert compare(before.answer, before.answer) == ()
    assert facts_changed(before.facts, before.facts) == ()


def test_what_was_changed_in_the_facts_is_said(cast: Cast) -> None:
    other = deepcopy(FACTS)
    other["act"]["from"] = "2017-02-01"
    del other["suspect"]["presence"]
    assert facts_changed(FACTS, other) == ("act.from", "suspect.presence")


def test_facts_that_cannot_be_are_refused_and_nothing_is_kept(cast: Cast) -> None:
    found = matter(cast["lena"])
    bad = deepcopy(FACTS)
    bad["child"]["dob"] = "2020-01-01"
    with pytest.raises(FactsError):
        asking.put_question(cast["lena"], found, bad, TODAY, NOW)
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("act", "as_of", "field"),
    [
        ({"from": "2024-02-01"}, date(2024, 1, 31), "from"),  # after the day of the answer
        ({"from": "2030-02-01"}, date(2031, 1, 1), "from"),  # after today, whatever day was chosen
        ({"from": "2024-02-01", "to": "2030-01"}, TODAY, "to"),
    ],
)
def test_an_act_of_the_future_is_refused_with_its_field_and_nothing_is_kept(
    cast: Cast, act: dict[str, str], as_of: date, field: str
) -> None:
    found = matter(cast["lena"])
    with pytest.raises(NotNow, match="later than the day of the answer") as refused:
        asking.put_question(cast["lena"], found, FACTS | {"act": FACTS["act"] | act}, as_of, NOW)
    assert refused.value.field == field
    assert not Question.objects.exists()


def test_an_act_that_goes_on_to_the_day_of_the_answer_is_answered(cast: Cast) -> None:
    facts = FACTS | {"act": FACTS["act"] | {"from": "2024-02", "to": "2026"}}  # some day of 2026, which has begun
    assert asked(cast["lena"], matter(cast["lena"]), facts).answer["states"]


def test_why_not_names_sets_that_were_tried(cast: Cast) -> None:
    """Sweden has no tie to this German act: each set names what would open it."""
    found = matter(cast["lena"])
    linked = deepcopy(FACTS)
    linked["act"]["from"] = "2024-02-01"
    linked["child"]["residence"] = ["SE"]
    linked["suspect"]["nationality"] = ["XA"]
    linked["suspect"]["residence"] = ["XA"]
    linked["suspect"]["presence"] = ["XA"]
    given = asked(cast["lena"], found, linked)
    assert "DE" not in {one["state"] for one in given.answer["states"] if one["verdict"] == "open"}
    result = asking.why_not(cast["lena"], given.row.pk, "SE", NOW)
    assert result.state == "SE"
    assert all(one.changes for one in result.sets)
    with pytest.raises(NotHere):
        asking.why_not(cast["lena"], given.row.pk, "FR-NOWHERE", NOW)


def test_nobody_asks_in_bulk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_AN_HOUR", 2)
    found = matter(cast["lena"])
    for _ in range(2):
        asking.put_question(cast["lena"], found, FACTS, TODAY, NOW)
    with pytest.raises(asking.AskedTooOften, match="2 times"):
        asking.put_question(cast["lena"], found, FACTS, TODAY, NOW)
    asking.put_question(cast["omar"], found, FACTS, TODAY, NOW)  # it is counted by person
    asking.put_question(cast["lena"], found, FACTS, TODAY, NOW + timedelta(hours=1, minutes=1))
    assert Question.objects.count() == 4


@pytest.mark.parametrize("who", ["amara", "noor", "oda", "sol", "edo"])
def test_nobody_asks_outside_a_matter_that_they_work_on(cast: Cast, who: str) -> None:
    found = matter(cast["lena"])
    given = asked(cast["lena"], found)
    with pytest.raises((NotHere, NotAllowed)):
        asking.put_question(cast[who], found, FACTS, TODAY, NOW)
    with pytest.raises((NotHere, NotAllowed)):
        asking.read(cast[who], given.row.pk, NOW)
    with pytest.raises((NotHere, NotAllowed)):
        asking.why_not(cast[who], given.row.pk, "DE", NOW)


@pytest.mark.parametrize("case", training.CASES, ids=lambda case: case.code)
def test_every_training_case_can_be_asked(case: training.Training) -> None:
    """Its facts are in order, and no id or word of a person stands in them."""
    parse_facts(case.facts)
    assert set(case.facts) <= {"schema", "act", "child", "suspect", "course"}
    assert "id" not in case.facts.get("child", {}) | case.facts.get("suspect", {})


def test_facts_of_the_case_model_say_no_more_than_the_case(cast: Cast) -> None:
    """Partial dates, the age at the time, the country, online; unknown stays unknown."""
    act = ActFacts(
        ("exploitation_in_prostitution",), "2026-03", "", 14, "XB", YesNoUnknown.NO, child_nationality=("XB",)
    )
    facts = bridge.facts_from(act)
    assert facts["act"] == {
        "conduct": ["sexual_activity"],
        "from": "2026-03",
        "places": [{"in": "XB"}],
        "commercial": True,
    }
    assert facts["child"] == {"age": {"lo": 14, "hi": 14}, "nationality": ["XB"], "nationality_complete": False}
    assert "suspect" not in facts
    parsed = parse_facts(facts)
    assert parsed.act.places_complete
    unsure = parse_facts(bridge.facts_from(ActFacts(("grooming",), country="XB")))
    assert not unsure.act.places_complete  # whether it was online is not known: there may be another place
    assert unsure.act.commercial is None
    with pytest.raises(bridge.NoConduct):
        bridge.facts_from(ActFacts(("unknown", "sexual_extortion")))
