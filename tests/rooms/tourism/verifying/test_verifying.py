"""Somebody without ties looks how far a company is; what they find counts above its own word or below."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotHere, NotNow, visible
from fanal.clocks import api as clocks
from fanal.tourism import known
from fanal.tourism.evidence import evidence
from fanal.tourism.models import CoachingNote, Finding, Site, Verification
from fanal.tourism.planning import actions, reviewing
from fanal.tourism.plans import plans
from fanal.tourism.scoring.model import Basis
from fanal.tourism.verifying import coaching, verifying
from fanal.tourism.verifying.duties import ANSWER, LOOK
from fanal.vocabulary.dates import months_later
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY, Firm

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
YEAR = NOW + 400 * DAY


@pytest.fixture
def firm(cast: Cast, placed: Firm) -> Firm:
    return firms.again(placed, cast)


def _asked(cast: Cast, firm: Firm, kind: str = "visit", who: str = "sol") -> Verification:
    one = verifying.ask_for(cast["tove"], firm.pk, kind, cast[who].person, NOW)
    return verifying.declare(cast[who], one.pk, False, NOW)


def _saw(**more: Any) -> dict[str, Any]:
    return {
        "requirement": "C1.3", "site": "A", "level": 1, "seen": "No page at the desk.", "change": "", "change_by": None,
    } | more  # fmt: skip


def _places(firm: Firm, name: str, days: int = 0) -> dict[str, tuple[int, Basis]]:
    codes = {str(one.pk): one.code for one in Site.objects.filter(org_id=firm.org)}
    found = plans.score(firm.row, TODAY + timedelta(days=days))
    [one] = [r for c in found.criteria for r in c.requirements if r.id == name]
    return {codes.get(place.site, ""): (place.level, place.basis) for place in one.places}


def test_what_was_found_counts_once_the_company_was_told_and_may_lower_a_level(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm)
    verifying.find(cast["sol"], one.pk, _saw(change="Put it up.", change_by=TODAY + 20 * DAY), NOW)
    verifying.find(cast["sol"], one.pk, _saw(requirement="C1.1", site="", level=3, seen="Signed."), NOW)
    assert _places(firm, "C1.3")["A"] == (3, Basis.SELF), "nobody was told yet"
    verifying.tell(cast["sol"], one.pk, NOW)
    assert _places(firm, "C1.3") == {"A": (1, Basis.SITE), "B": (3, Basis.SELF)}
    assert _places(firm, "C1.1") == {"": (3, Basis.SITE)}
    requirement = known.criteria(firm.row).requirement("C1.1")
    assert requirement is not None
    last = (months_later(TODAY, requirement.renew_months) - TODAY).days
    assert _places(firm, "C1.1", last)[""][1] is Basis.SITE
    assert _places(firm, "C1.1", last + 1)[""][1] is Basis.SELF, "it was too long ago"
    notice = known.criteria(firm.row).requirement("C1.3")
    assert notice is not None
    last = (months_later(TODAY, notice.renew_months) - TODAY).days
    assert _places(firm, "C1.3", last)["A"] == (1, Basis.SITE)
    assert _places(firm, "C1.3", last + 1)["A"] == (3, Basis.SELF), "then the word of the company counts again"


def test_nobody_asks_themselves(cast: Cast, firm: Firm) -> None:
    with pytest.raises(NotNow, match="Ask somebody else"):
        verifying.ask_for(cast["tove"], firm.pk, "desk", cast["tove"].person, NOW)


def test_nothing_that_a_company_says_or_shows_later_lifts_a_level_above_a_finding(cast: Cast, firm: Firm) -> None:
    """Neither its word nor a document that was seen; a later verification does. What it says later of less counts."""
    one = _asked(cast, firm, "desk")
    verifying.find(cast["sol"], one.pk, _saw(), NOW)
    verifying.find(cast["sol"], one.pk, _saw(site="B", level=3), NOW)
    verifying.tell(cast["sol"], one.pk, NOW)
    [action] = [each for each in plans.actions(firm.row) if "C1.3" in plans.serves(each, firm.row)]
    later = NOW + 5 * DAY
    actions.say(firm.rosa, firm.pk, action.pk, 4, later.date(), ["A"], later)
    actions.say(firm.rosa, firm.pk, action.pk, 2, later.date(), ["B"], later)
    paper = evidence.add(firm.rosa, firm.pk, {
        "requirements": ["C1.3"], "sites": [], "title": "Photographs", "sha256": "a" * 64, "kept_at": "Office",
        "starts": TODAY, "ends": TODAY,
    }, later)  # fmt: skip
    evidence.review(cast["tove"], paper.pk, True, "call", later.date(), "", later)
    assert _places(firm, "C1.3", 4) == {"A": (1, Basis.DESK), "B": (3, Basis.DESK)}
    assert _places(firm, "C1.3", 5) == {"A": (1, Basis.DESK), "B": (2, Basis.DOCUMENT)}
    anew = verifying.ask_for(cast["tove"], firm.pk, "visit", cast["sol"].person, later)
    verifying.declare(cast["sol"], anew.pk, False, later)
    verifying.find(cast["sol"], anew.pk, _saw(level=4), later)
    verifying.tell(cast["sol"], anew.pk, later)
    assert _places(firm, "C1.3", 5)["A"] == (4, Basis.SITE), "a later verification says otherwise"


def test_whoever_has_ties_is_asked_no_more(cast: Cast, firm: Firm) -> None:
    one = verifying.ask_for(cast["tove"], firm.pk, "desk", cast["sol"].person, NOW)
    with pytest.raises(NotNow, match="ties"):
        verifying.find(cast["sol"], one.pk, _saw(), NOW)
    verifying.declare(cast["sol"], one.pk, True, NOW)
    with pytest.raises(NotNow, match="over"):
        verifying.find(cast["sol"], one.pk, _saw(), NOW)
    assert not clocks.open_duties(subjects=[one.pk], kinds=[LOOK])
    _asked(cast, firm, who="una")


def test_whoever_coached_the_company_in_this_cycle_does_not_verify_it(cast: Cast, firm: Firm) -> None:
    free = {one.id for one in verifying.verifiers(firm.row, TODAY)}
    assert cast["amara"].person in free, "she said yes to it, which is no coaching"
    assert cast["tove"].person not in free, "Tove took its application up"
    coaching.write(cast["amara"], firm.pk, "Begin with the front desk.", NOW)
    with pytest.raises(NotNow, match="did not coach"):
        verifying.ask_for(cast["tove"], firm.pk, "visit", cast["amara"].person, NOW)
    assert not coaching.coached(firm.row, cast["amara"].person, firm.row.report_due_on or TODAY), "a year later"


def test_whoever_verifies_writes_no_notes_of_coaching(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm, who="amara")
    with pytest.raises(NotNow, match="among the findings"):
        coaching.write(cast["amara"], firm.pk, "Begin with the front desk.", NOW)
    reviewing.comment(cast["amara"], firm.pk, "C3.1", None, "Which suppliers?", False, NOW)
    with pytest.raises(NotNow, match="You coached"):
        verifying.find(cast["amara"], one.pk, _saw(), NOW)


def test_nobody_verifies_in_the_place_of_whoever_was_asked(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm)
    for who in ("tove", "amara"):
        with pytest.raises(NotAllowed, match="Somebody else"):
            verifying.find(cast[who], one.pk, _saw(), NOW)
    with pytest.raises(NotAllowed):
        verifying.tell(firm.rosa, one.pk, NOW)
    with pytest.raises(NotNow, match="already"):
        verifying.ask_for(cast["tove"], firm.pk, "desk", cast["una"].person, NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"requirement": "C9.9"}, "Choose from the list"),
        ({"site": ""}, "at which place"),
        ({"site": "Z"}, "No place has the code Z"),
        ({"requirement": "C1.1"}, "not of a place"),
        ({"level": 5}, "how far"),
        ({"seen": " "}, "what you saw"),
        ({"change": "Put it up."}, "needs a day"),
        ({"change": "Put it up.", "change_by": TODAY}, "still to come"),
    ],
)
def test_what_is_wrong_with_a_finding_is_said(cast: Cast, firm: Firm, more: dict[str, Any], words: str) -> None:
    one = _asked(cast, firm)
    with pytest.raises(NotNow, match=words):
        verifying.find(cast["sol"], one.pk, _saw(**more), NOW)
    with pytest.raises(NotNow, match="first what you found"):
        verifying.tell(cast["sol"], one.pk, NOW)


def test_the_company_reads_it_once_told_and_answers_and_both_texts_stay(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm)
    made = verifying.find(cast["sol"], one.pk, _saw(), NOW)
    verifying.find(cast["sol"], one.pk, _saw(seen="A page behind the door."), NOW)
    assert Finding.objects.count() == 1, "what one wrote of it before is corrected"
    assert not visible(firm.rosa, Finding.objects.all()).exists()
    with pytest.raises(NotHere):
        verifying.reply(firm.rosa, made.pk, "It hung there.", NOW)
    verifying.tell(cast["sol"], one.pk, NOW)
    with pytest.raises(NotNow, match="over"):
        verifying.find(cast["sol"], one.pk, _saw(level=4), NOW)
    one.refresh_from_db()
    assert one.answer_due == TODAY + 30 * DAY
    assert clocks.open_duties(subjects=[one.pk], kinds=[ANSWER])
    verifying.reply(firm.rosa, made.pk, "It hangs at the desk now.", NOW)
    assert not clocks.open_duties(subjects=[one.pk], kinds=[ANSWER])
    with pytest.raises(NotNow, match="Both texts stay"):
        verifying.reply(firm.rosa, made.pk, "Otherwise.", NOW)
    made.refresh_from_db()
    assert (made.seen, made.answer) == ("A page behind the door.", "It hangs at the desk now.")
    assert _places(firm, "C1.3")["A"] == (1, Basis.SITE), "an answer changes no level"


def test_whoever_writes_into_the_database_verifies_nothing(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm)
    made = verifying.find(cast["sol"], one.pk, _saw(), NOW)
    verifying.tell(cast["sol"], one.pk, NOW)
    page = reverse("travel:verification", args=[one.pk])
    for change in ({"level": 4}, {"seen": "All is well."}):
        Finding.objects.filter(pk=made.pk).update(**change)
        _counts_for_nothing(cast, firm, page)
        with pytest.raises(NotAllowed, match="somebody changed it"):
            verifying.reply(firm.rosa, made.pk, "Yes.", NOW)
        Finding.objects.filter(pk=made.pk).update(level=made.level, seen=made.seen)
    assert _places(firm, "C1.3")["A"] == (1, Basis.SITE)
    forged = Finding.objects.create(verification=one, requirement="C1.1", level=4, seen="All is well.")
    _counts_for_nothing(cast, firm, page)
    forged.delete()
    assert _places(firm, "C1.3")["A"] == (1, Basis.SITE)
    made.delete()
    _counts_for_nothing(cast, firm, page)
    one.delete()
    _counts_for_nothing(cast, firm, reverse("travel:verifications", args=[firm.pk]))


def _counts_for_nothing(cast: Cast, firm: Firm, page: str) -> None:
    """No number rests on it, nobody goes on with the membership, and the page says why."""
    with pytest.raises(NotAllowed, match="somebody changed it"):
        plans.score(firm.row, TODAY)
    with pytest.raises(NotAllowed, match="somebody changed it"):
        coaching.write(cast["amara"], firm.pk, "Go on.", NOW)
    assert "somebody changed it" in text(client_of(cast, "tove").get(page))


def test_one_that_is_ended_counts_for_nothing_and_another_can_be_asked(cast: Cast, firm: Firm) -> None:
    one = _asked(cast, firm)
    verifying.find(cast["sol"], one.pk, _saw(), NOW)
    verifying.drop(cast["tove"], one.pk, NOW)
    assert not visible(firm.rosa, Finding.objects.all()).exists()
    assert _places(firm, "C1.3")["A"] == (3, Basis.SELF)
    _asked(cast, firm, who="una")


# ---- coaching notes ----


def test_notes_are_read_by_the_company_when_it_asks_and_by_no_other(cast: Cast, firm: Firm) -> None:
    coaching.write(cast["amara"], firm.pk, "Begin with the front desk.", NOW)
    other = firms.ready(cast, name="Northway", country="XB", who="nora")
    assert coaching.notes(firm.rosa, firm.row) == []
    assert [one.words for one in coaching.notes(cast["tove"], firm.row)] == ["Begin with the front desk."]
    rosa, address = client_of(cast, "rosa"), reverse("travel:notes", args=[firm.pk])
    assert "front desk" not in text(rosa.get(address))
    told = text(rosa.post(reverse("travel:ask_notes", args=[firm.pk]), follow=True))
    assert "Begin with the front desk." in told
    assert "Amara" not in told, "of others a company reads the organisation"
    coaching.write(cast["tove"], firm.pk, "Then the drivers.", NOW)
    assert "drivers" not in text(rosa.get(address)), "what came since, it has to ask for"
    assert not visible(other.rosa, CoachingNote.objects.all()).exists()
    with pytest.raises(NotAllowed):
        coaching.write(firm.rosa, firm.pk, "We are fine.", NOW)
    hint = text(client_of(cast, "amara").get(reverse("travel:add_note", args=[firm.pk])))
    assert "A concern about a child does not belong here" in hint


# ---- the pages ----


def test_the_pages_lead_from_asking_to_the_answer(cast: Cast, firm: Firm) -> None:
    tove, sol, rosa = (client_of(cast, who) for who in ("tove", "sol", "rosa"))
    ask = reverse("travel:ask_verification", args=[firm.pk])
    assert "Amara" in text(tove.get(ask))
    assert tove.post(ask, {"kind": "visit", "person": str(cast["sol"].person)}).status_code == 302
    one = Verification.objects.get()
    page = reverse("travel:verification", args=[one.pk])
    assert reverse("travel:declare_ties", args=[one.pk]) in text(sol.get(page))
    assert rosa.get(page).status_code == 200
    assert "asked" in text(rosa.get(reverse("travel:verifications", args=[firm.pk])))
    sol.post(reverse("travel:declare_ties", args=[one.pk]), {"ties": "no"})
    sent = {"requirement": "C1.3", "site": "A", "level": "1", "seen": "No page at the desk."}
    find = reverse("travel:find", args=[one.pk])
    wrong = text(sol.post(find, sent | {"site": "Z"}))
    assert "No place has the code Z" in wrong
    assert "No page at the desk." in wrong, "what was typed is kept"
    assert sol.post(find, sent).status_code == 302
    assert "No page at the desk." not in text(rosa.get(page))
    assert 'rel="noreferrer"' in text(sol.get(page)), "a concern is told as anybody tells one"
    sol.post(reverse("travel:tell_findings", args=[one.pk]))
    assert "No page at the desk." in text(rosa.get(page))
    answer = reverse("travel:answer_finding", args=[Finding.objects.get().pk])
    assert answer in text(rosa.get(page))
    assert "Sol" not in text(rosa.get(page)), "of others a company reads the organisation"
    rosa.post(answer, {"words": "It hangs there now."})
    assert "It hangs there now." in text(sol.get(page))
    assert client_of(cast, "amara").get(answer).status_code == 403
