"""How long records are kept by law: typed by one with its source, counted once a second person confirmed it, until its
last day; what is decided already keeps its day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import KeepingRule, NotAllowed, NotHere, NotNow, keeping
from fanal.concerns.content import NoteContent
from fanal.concerns.triage import decisions
from fanal.concerns.triage.decisions import Choice
from fanal.journal import api as journal
from fanal.vocabulary.codes import Finding, Triage
from fanal.vocabulary.dates import months_later
from fanal.vocabulary.keeping import Period
from tests.desk import client_of, text
from tests.kept import SOURCE, ruled, typed, wanted
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]
TODAY = NOW.date()
HOUSE = months_later(TODAY, 12)


def _decided(cast: Cast, finding: Finding = Finding.CONFIRMED, now: Any = NOW) -> Sent:
    sent = tell(cast, now)
    choice = Choice(Triage.CLOSED_NO_CASE, NoteContent(text="Looked at"), finding)
    decisions.decide(cast["amara"], sent.id, choice, sent.row.version, now)
    return sent


def test_a_rule_counts_once_a_second_person_confirmed_it_and_for_what_is_decided_then(cast: Cast) -> None:
    before = _decided(cast)
    row = typed(cast)
    while_it_waits = _decided(cast)
    keeping.confirm(cast["dalia"], row.pk, NOW)
    after = _decided(cast)
    assert before.row.erase_on == while_it_waits.row.erase_on == HOUSE
    assert after.row.erase_on == months_later(TODAY, 24)
    assert before.row.erase_on == HOUSE, "what is decided keeps its day"
    told = [(line.deed, line.purpose) for line in journal.read(row.pk)]
    assert told == [
        (keeping.CONFIRM, "XA 24 0 closing"),
        (keeping.TYPE, "XA 24 0 closing"),
    ]


def test_who_told_us_follows_a_rule_of_its_own(cast: Cast) -> None:
    ruled(cast, "reporter_identity", period=Period("closing", months=1))
    ruled(cast, period=Period("closing", months=2, days=3))
    sent = _decided(cast)
    assert sent.row.reporter_erase_on == months_later(TODAY, 1)
    assert sent.row.erase_on == months_later(TODAY, 2) + timedelta(days=3)


def test_the_law_is_that_of_the_country_of_harm_where_one_works_there_else_ones_own(cast: Cast) -> None:
    ruled(cast)
    assert keeping.law_of(cast.aurora, "XA") == keeping.law_of(cast.aurora, "XB") == "XA"
    assert keeping.law_of(cast.nordlys, "XA") == "XB"
    assert keeping.periods(cast.aurora, "unknown", TODAY) == {"concern_closed": Period("closing", months=24)}
    assert keeping.periods(cast.nordlys, "XA", TODAY) == {}


def test_after_its_last_day_the_time_of_the_house_holds(cast: Cast) -> None:
    ruled(cast, stale_on=TODAY + timedelta(days=1))
    assert keeping.rules_on(cast.aurora, "XA", TODAY + timedelta(days=1))
    late = NOW + timedelta(days=2)
    assert not keeping.rules_on(cast.aurora, "XA", late.date())
    assert _decided(cast, now=late).row.erase_on == months_later(late.date(), 12)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no source": ({"source": " "}, "source"),
    "no time": ({"period": Period("closing")}, "months"),
    "less than no time": ({"period": Period("closing", months=-1, days=40)}, "months"),
    "for ever": ({"period": Period("closing", months=1201)}, "months"),
    "from nowhere": ({"period": Period("case", months=1)}, "start"),
    "nobody compared it": ({"reviewer": ""}, "reviewer"),
    "somebody did": ({"reviewer_kind": "friend"}, "reviewer_kind"),
    "compared tomorrow": ({"reviewed_on": TODAY + timedelta(days=1)}, "reviewed_on"),
    "ended": ({"stale_on": TODAY}, "stale_on"),
    "for too long": ({"reviewed_on": TODAY, "stale_on": months_later(TODAY, 24) + timedelta(days=1)}, "stale_on"),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_what_is_no_rule_is_refused_with_one_sentence(cast: Cast, bad: tuple[dict[str, Any], str]) -> None:
    more, field = bad
    with pytest.raises(NotNow) as refused:
        typed(cast, **more)
    assert (refused.value.field, refused.value.others) == (field, ())
    assert refused.value.words
    assert not KeepingRule.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(NotNow) as refused:
        typed(cast, source="", reviewer="", stale_on=date(2020, 1, 1))
    assert [one.field for one in (refused.value, *refused.value.others)] == ["source", "reviewer", "stale_on"]


def test_it_takes_two_and_only_those_whose_work_it_is(cast: Cast) -> None:
    for who in ("amara", "celia", "dalia", "lena", "oda", "sol"):
        with pytest.raises((NotAllowed, NotHere)):
            keeping.type_rule(cast[who], "XA", "concern_closed", wanted(), 0, NOW)
    row = typed(cast)
    for who in ("bao", "amara", "lena"):
        with pytest.raises(NotAllowed):
            keeping.confirm(cast[who], row.pk, NOW)
    with pytest.raises(NotHere):
        keeping.confirm(cast["pia"], row.pk, NOW)
    for code, country in (("concern_closed", "XB"), ("practice", "XA"), ("nothing", "XA")):
        with pytest.raises(NotHere):
            keeping.type_rule(cast["bao"], country, code, wanted(), 0, NOW)


def test_a_new_rule_takes_the_place_once_it_is_confirmed_and_what_waited_waits_no_more(cast: Cast) -> None:
    ruled(cast)
    second = typed(cast, seen=1, period=Period("closing", months=30))
    third = typed(cast, seen=2, period=Period("closing", months=36))
    with pytest.raises(NotNow):
        keeping.confirm(cast["dalia"], second.pk, NOW)
    assert keeping.periods(cast.aurora, "XA", TODAY)["concern_closed"].months == 24
    keeping.confirm(cast["dalia"], third.pk, NOW)
    keeping.confirm(cast["dalia"], third.pk, NOW)  # the second press
    assert keeping.periods(cast.aurora, "XA", TODAY)["concern_closed"].months == 36
    assert [row.version for row in KeepingRule.objects.filter(ended_at=None)] == [3]


def test_who_looked_at_an_older_version_is_told(cast: Cast) -> None:
    first = typed(cast)
    assert typed(cast) == first, "the second press"
    with pytest.raises(NotNow) as refused:
        typed(cast, period=Period("closing", months=6))
    assert refused.value.version == 1


def test_what_is_given_back_counts_never_and_says_why(cast: Cast) -> None:
    ruled(cast)
    row = typed(cast, seen=1, period=Period("closing", months=90))
    with pytest.raises(NotNow):
        keeping.give_back(cast["dalia"], row.pk, " ", NOW)
    keeping.give_back(cast["dalia"], row.pk, "Section 4 says two years", NOW)
    with pytest.raises(NotNow):
        keeping.confirm(cast["dalia"], row.pk, NOW)
    assert keeping.periods(cast.aurora, "XA", TODAY)["concern_closed"].months == 24
    assert keeping.ruled(cast["bao"], "XA", "concern_closed").waiting is None


# ---- the pages ----


def _form(**more: str) -> dict[str, str]:
    found = {
        "months": "24",
        "days": "0",
        "source": SOURCE,
        "reviewer": "Ines Falk",
        "reviewer_kind": "lawyer",
        "reviewed_on": "2026-11-01",
        "stale_on": "2027-11-01",
        "version": "0",
    }
    return found | more


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no source": ({"source": ""}, "A rule without a source does not count."),
    "no time": ({"months": "0"}, "nothing is kept for no time"),
    "ended": ({"stale_on": "2026-11-01"}, "Choose a day after today"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_nothing_that_was_typed_is_lost(cast: Cast, refused: tuple[dict[str, str], str]) -> None:
    more, sentence = refused
    page = text(client_of(cast, "bao").post(_type(), _form(**more)))
    assert sentence in page
    assert 'value="Ines Falk"' in page
    assert not KeepingRule.objects.exists()


def _type() -> str:
    return reverse("desk:keeping-type", args=["XA", "concern_closed"])


def test_the_pages_lead_from_the_time_of_the_house_to_a_rule(cast: Cast) -> None:
    bao, dalia = client_of(cast, "bao"), client_of(cast, "dalia")
    every, one = reverse("desk:keeping"), reverse("desk:keeping-rule", args=["XA", "concern_closed"])
    assert "not compared with the law" in text(bao.get(every))
    assert bao.post(_type(), _form()).status_code == 302
    waits = text(bao.get(one))
    assert SOURCE in waits
    assert "Compare and confirm" not in waits
    (row,) = KeepingRule.objects.all()
    confirm = reverse("desk:keeping-confirm", args=[row.pk])
    assert bao.get(confirm).status_code == 403
    assert confirm in text(dalia.get(one))
    assert SOURCE in text(dalia.get(confirm))
    assert dalia.post(confirm).status_code == 302
    done = text(bao.get(every))
    assert "24 months" in done
    assert SOURCE in done
    assert client_of(cast, "amara").get(every).status_code == 403
    assert client_of(cast, "oda").get(one).status_code == 404


def test_a_second_person_gives_it_back_on_a_page(cast: Cast) -> None:
    row, dalia = typed(cast), client_of(cast, "dalia")
    back = reverse("desk:keeping-return", args=[row.pk])
    assert dalia.post(back, {"note": "Section 4 says six months"}).status_code == 302
    assert "Section 4 says six months" in text(
        client_of(cast, "bao").get(reverse("desk:keeping-rule", args=["XA", "concern_closed"]))
    )
    assert dalia.get(back).status_code == 302  # it does not wait any more
