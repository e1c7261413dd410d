"""An ask from its first word on: read by two, by a survivor adviser and of law by a lawyer, sent once, answered or not;
nothing of a child in it; and no row that somebody wrote into the database is shown."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from fanal.access.api import NotAllowed, NotHere, NotNow, reviews
from fanal.clocks import api as clocks
from fanal.network import api as network
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from fanal.progress.asks import asks, duties, fates, flow, ledger, reviewing, shown, starting
from fanal.progress.asks.flow import State
from fanal.progress.asks.ledger import Held
from fanal.progress.commitments import rubrics
from fanal.progress.models import Ask, AskFate, AskStep, AskWording
from fanal.progress.practices import practices
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.access.test_granting import granted
from tests.rooms.progress.asks import made
from tests.rooms.progress.asks.made import DAY, IN, SAID, noted, reviewed, sent, stored, written

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def house(cast: Cast) -> Cast:
    return made.advocates(cast)


def _public() -> str:
    return text(Client().get(reverse("asks:all", args=["en"])))


# ---- the way of an ask ----


def test_from_the_first_word_to_the_refusal(house: Cast) -> None:
    held = noted(house, noted(house, sent(house), "acknowledged"), "refused", NOW + 2 * DAY)
    said = _public()
    for words in (
        "Public money for the helpline",
        "Ministry of Finance",
        "Aurora",
        "Refused",
        "asked on",
        "refused on",
    ):
        assert words in said, words
    page = text(Client().get(reverse("asks:ask", args=["en", held.row.pk])))
    for words in ("24 hours a day", "Budget 2026", "Letter no. 12", "They asked for a line", "The office has received"):
        assert words in page, words
    assert "Amara" not in page, "people of the organisation stay inside"
    assert "Written" not in page


def test_nobody_reads_what_they_wrote(house: Cast) -> None:
    held = written(house)
    with pytest.raises(NotAllowed, match="somebody else"):
        reviewed(house, held, who="amara")
    again = asks.correct(house["bao"], held.row.pk, SAID | {"seen": str(held.wording.pk)}, NOW)
    with pytest.raises(NotNow, match="You wrote in this"):
        reviewed(house, again, who="amara")
    with pytest.raises(NotAllowed, match="somebody else"):
        reviewed(house, again, who="bao")
    assert not AskStep.objects.exists()


def test_whoever_wrote_it_is_no_adviser_of_it(house: Cast) -> None:
    gains(house["amara"].person, Role.SURVIVOR_ADVISER)
    held = reviewed(house)
    with pytest.raises(NotAllowed, match="another reviewer"):
        made.advised(house, held, who="amara")
    with pytest.raises(NotNow, match="did not write it"):
        asks.send(house["amara"], held.row.pk, NOW.date(), "Letter", False, NOW)


def test_another_word_is_read_by_all_again(house: Cast) -> None:
    held = reviewed(house)
    made.advised(house, held)
    said = SAID | {"seen": str(held.wording.pk), "text": "We ask for all of it."}
    held = asks.correct(house["amara"], held.row.pk, said, NOW)
    assert held.state is State.DRAFT
    held = reviewed(house, held)
    with pytest.raises(NotNow, match="survivor adviser"):
        asks.send(house["amara"], held.row.pk, NOW.date(), "Letter", False, NOW)
    held = asks.translate(house["amara"], held.row.pk, "fr", {"title": "T", "text": "Texte.", "smallest": ""}, NOW)
    assert held.state is State.DRAFT
    assert held.text("fr")["text"] == "Texte."
    assert held.text("es")["text"] == "We ask for all of it.", "what is not there is read as it was written"


def test_whoever_reads_another_text_than_the_newest_says_no_yes(house: Cast) -> None:
    held = written(house)
    asks.correct(house["amara"], held.row.pk, SAID | {"seen": str(held.wording.pk)}, NOW)
    with pytest.raises(NotNow, match="changed this meanwhile"):
        reviewed(house, held)
    with pytest.raises(NotNow, match="changed this meanwhile"):
        asks.correct(house["amara"], held.row.pk, SAID | {"seen": str(held.wording.pk)}, NOW)


DEEDS: dict[State, Callable[[Cast, Held], object]] = {
    State.DRAFT: lambda cast, held: asks.correct(
        cast["amara"], held.row.pk, SAID | {"seen": str(held.wording.pk)}, NOW + 91 * DAY
    ),
    State.REVIEWED: lambda cast, held: asks.review(
        cast["bao"], held.row.pk, str(held.wording.pk), NOW + 91 * DAY
    ),
    State.SENT: lambda cast, held: asks.send(
        cast["amara"], held.row.pk, (NOW + 91 * DAY).date(), "Letter", False, NOW + 91 * DAY
    ),
    **{
        state: (lambda cast, held, state=state: noted(cast, held, state, NOW + 91 * DAY))
        for state in (State.ACKNOWLEDGED, State.IN_PROCESS, State.ADOPTED, State.PARTLY_ADOPTED, State.REFUSED)
    },
    State.NO_ANSWER: lambda cast, held: asks.note_silence(cast["amara"], held.row.pk, NOW + 91 * DAY),
    State.WITHDRAWN: lambda cast, held: asks.withdraw(cast["amara"], held.row.pk, "Why.", NOW + 91 * DAY),
    State.STOPPED: lambda cast, held: asks.stop(cast["amara"], held.row.pk, NOW + 91 * DAY),
}  # fmt: skip


@pytest.mark.parametrize("state", list(State))
def test_each_forbidden_step_is_refused_in_words(house: Cast, state: State) -> None:
    assert set(DEEDS) == set(State)
    held = IN[state](house)
    assert held.state is state
    before = stored()
    for to in sorted(set(State) - flow.WAYS[state]):
        with pytest.raises(NotNow, match="as the ask stands now"):
            DEEDS[to](house, ledger.of(held.row))
        assert stored() == before, f"{state} to {to} stored something"


def test_an_answer_that_came_late_and_a_refusal_that_was_thought_over(house: Cast) -> None:
    late = noted(house, IN[State.NO_ANSWER](house), "refused", NOW + 100 * DAY)
    assert noted(house, late, "partly_adopted", NOW + 120 * DAY).state is State.PARTLY_ADOPTED


# ---- days ----


def test_silence_needs_the_time_of_the_office(house: Cast) -> None:
    held = sent(house)
    for days in (0, 89):
        with pytest.raises(NotNow, match="runs until"):
            asks.note_silence(house["amara"], held.row.pk, NOW + days * DAY)
    assert asks.note_silence(house["amara"], held.row.pk, NOW + 90 * DAY).state is State.NO_ANSWER


def test_a_word_of_the_office_begins_its_time_anew(house: Cast) -> None:
    held = noted(house, sent(house), "acknowledged", NOW + 80 * DAY)
    with pytest.raises(NotNow, match="runs until"):
        asks.note_silence(house["amara"], held.row.pk, NOW + 90 * DAY)
    asks.note_silence(house["amara"], held.row.pk, NOW + 170 * DAY)


def test_no_day_that_is_typed_shortens_the_time(house: Cast) -> None:
    later = NOW + 60 * DAY
    held = reviewed(house)
    made.advised(house, held)
    held = asks.send(house["amara"], held.row.pk, NOW.date(), "Letter", False, later)
    assert held.sent
    assert held.sent.on == NOW.date()
    with pytest.raises(NotNow, match="runs until"):
        asks.note_silence(house["amara"], held.row.pk, NOW + 90 * DAY)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_is_of_no_day_before_it_was_read_or_to_come(house: Cast, days: int) -> None:
    held = reviewed(house)
    made.advised(house, held)
    with pytest.raises(NotNow, match="Choose a day from"):
        asks.send(house["amara"], held.row.pk, (NOW + days * DAY).date(), "Letter", False, NOW)
    held = sent(house, held)
    with pytest.raises(NotNow, match="Choose a day from"):
        asks.note(house["amara"], held.row.pk, "refused", (NOW + days * DAY).date(), "Letter", "", NOW)


def test_each_open_state_is_somebodys_duty(house: Cast) -> None:
    for state, kind in duties.BY_STATE.items():
        held = IN[state](house)
        [duty] = clocks.open_duties(subjects=[held.row.pk])
        assert duty.kind == kind.code
        asks.stop(house["bao"], held.row.pk, NOW + 200 * DAY)
        assert not clocks.open_duties(subjects=[held.row.pk])


def test_a_firm_is_asked_after_thirty_days(house: Cast) -> None:
    firm = {"addressee": "Sunny Tours", "addressee_kind": "firm"}
    held = sent(house, **firm)
    [duty] = clocks.open_duties(subjects=[held.row.pk])
    assert NOW + 29 * DAY < duty.due_at < NOW + 32 * DAY
    asks.note_silence(house["amara"], held.row.pk, NOW + 30 * DAY)


# ---- bad input ----


@pytest.mark.parametrize(
    ("more", "match", "field"),
    [
        ({"title": " "}, "title", "title"),
        ({"text": ""}, "what is asked", "text"),
        ({"commitments": []}, "promise", "commitments"),
        ({"commitments": ["SA-9z"]}, "promise", "commitments"),
        ({"citations": []}, "source", "citations"),
        ({"citations": ["somewhere"]}, "no source yet", "citations"),
        ({"citations": ["law:XA/nowhere"]}, "No provision", "citations"),
        ({"addressee": ""}, "which office", "addressee"),
        ({"changed": ""}, "survivors were asked", "changed"),
        ({"kind": "ratification", "smallest": ""}, "smallest", "smallest"),
        ({"kind": "law"}, "list", "kind"),
        ({"kind": "industry"}, "list", "kind"),
        ({"lang": "xx"}, "list", "lang"),
        ({"owners": ["018f0000-0000-7000-8000-000000000000"]}, "list", "owners"),
        ({"text": "It shows a girl named Srey."}, "one child could be known", "text"),
        ({"title": "A boy of 12"}, "one child could be known", "title"),
        ({"smallest": "La niña llamada Ana."}, "one child could be known", "smallest"),
        ({"changed": "The child, aged 9, said so."}, "one child could be known", "changed"),
        ({"citations": ["A girl of 12 | p. 3"]}, "one child could be known", "citations"),
        ({"text": "Maria Lopez leads it."}, "Leave out", "text"),
        ({"text": "Call +855 12 345 678."}, "Leave out", "text"),
        ({"addressee": "Amara"}, "Leave out", "addressee"),
        ({"addressee": "Minister Hans Müller"}, "Hans Müller", "addressee"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_stored(
    house: Cast, more: dict[str, Any], match: str, field: str
) -> None:
    with pytest.raises(NotNow, match=match) as why:
        written(house, **more)
    assert field in {why.value.field, *(one.field for one in why.value.others)}
    assert stored() == (0, 0, 0, 0)


def test_a_step_names_nobody_and_says_where_it_stands(house: Cast) -> None:
    held = sent(house)
    before = stored()
    for source, more, match in (
        ("", "", "Write where that stands"), ("Maria Lopez told us", "", "Leave out"),
        ("Letter", "A girl of 12 was there.", "one child could be known"),
    ):  # fmt: skip
        with pytest.raises(NotNow, match=match):
            asks.note(house["amara"], held.row.pk, "refused", NOW.date(), source, more, NOW)
    assert stored() == before


def test_the_same_ask_to_one_office_is_shown_and_merged_on_wish(house: Cast) -> None:
    first = sent(house)
    second = reviewed(house, written(house, addressee="ministry of finance.", title="The same again"))
    made.advised(house, second)
    page = text(client_of(house, "amara").get(reverse("progress:ask", args=[second.row.pk])))
    assert "The same was asked of this office" in page
    assert "Make two asks one" in page
    with pytest.raises(NotNow, match="asked the same: Public money"):
        asks.send(house["amara"], second.row.pk, NOW.date(), "Letter", False, NOW)
    again = asks.send(house["amara"], second.row.pk, NOW.date(), "Letter", True, NOW)
    merged = asks.merge(house["amara"], again.row.pk, first.row.pk, NOW + DAY)
    assert merged.state is State.WITHDRAWN
    assert [held.row.pk for held in shown.listed()] == [first.row.pk]
    part = text(Client().get(reverse("asks:ask", args=["en", again.row.pk])))
    assert "It became a part of another ask" in part
    assert str(first.row.pk) in part


def test_only_the_same_asks_of_one_organisation_become_one(house: Cast) -> None:
    first, other = sent(house), written(house, commitments=["SA-3a"])
    theirs = written(house, who="nils")
    for pk, who in ((other.row.pk, "amara"), (theirs.row.pk, "nils")):
        with pytest.raises(NotNow, match="asks this office the same"):
            asks.merge(house[who], pk, first.row.pk, NOW)
    assert "The same was asked of this office" in text(
        client_of(house, "nils").get(reverse("progress:ask", args=[theirs.row.pk]))
    )


def test_an_ask_that_was_sent_becomes_no_part_of_a_draft(house: Cast) -> None:
    public = sent(house)
    draft = written(house, title="The same again")
    with pytest.raises(NotNow, match="asks this office the same"):
        asks.merge(house["amara"], public.row.pk, draft.row.pk, NOW)
    assert [held.row.pk for held in shown.listed()] == [public.row.pk]


# ---- a child who is seen late, a survivor adviser who says no ----


@pytest.mark.parametrize("who", ["dalia", "bao", "amara"])
def test_nothing_of_the_text_is_left_of_one_that_is_stopped(house: Cast, who: str) -> None:
    held = noted(house, sent(house, partners="House of light"), "in_process")
    assert shown.every()
    asks.stop(house[who], held.row.pk, NOW + 3 * DAY)
    after = ledger.of(held.row)
    assert ledger.is_believed(after)
    assert shown.public_ask(held.row.pk) is None
    assert not shown.every()
    assert Client().get(reverse("asks:ask", args=["en", held.row.pk])).status_code == 404
    kept = " ".join(str(getattr(row, name)) for row in after.rows for name in type(row).whole)
    for words in ("helpline", "Ministry of Finance", "Budget 2026", "Letter", "line without cost", "House of light"):
        assert words not in kept, words
    assert not clocks.open_duties(subjects=[held.row.pk])


# ---- law and firms ----


@pytest.fixture
def reformers(house: Cast) -> Cast:
    for who in ("noor", "lena"):
        granted(house, who)
    return house


LAW = {"kind": "law", "addressee": "Ministry of Justice", "commitments": ["SA-4d"]}


def test_an_ask_for_a_law_starts_from_a_published_reform(reformers: Cast) -> None:
    cast, name = reformers, made.reform(reformers)
    [duty] = clocks.open_duties(subjects=[name])
    assert duty.kind == duties.REFORM.code
    start = starting.of_reform("XA", name)
    assert (start.title, start.smallest) == ("Acts abroad", "The double condition goes.")
    held = asks.begin(cast["amara"], start, SAID | LAW, NOW)
    assert not clocks.open_duties(subjects=[name])
    held = reviewed(cast, held)
    made.stated_(cast, "dalia", reviewing.item(held), "survivor", NOW)
    with pytest.raises(NotNow, match="A lawyer reads it first"):
        asks.send(cast["amara"], held.row.pk, NOW.date(), "Letter", False, NOW)
    made.advised(cast, held)
    asks.send(cast["amara"], held.row.pk, NOW.date(), "Letter", False, NOW)
    everywhere = Client().get("/en/asks.json").content.decode() + text(
        Client().get(reverse("asks:ask", args=["en", held.row.pk]))
    )
    assert "9040771" not in everywhere, "no figure of a gap leaves"


def test_no_ask_for_a_law_starts_from_anything_else(reformers: Cast) -> None:
    name = made.reform(reformers)
    for country, reform in (("XB", name), ("XA", Ask().pk)):
        with pytest.raises(NotHere):
            starting.of_reform(country, reform)
    with pytest.raises(NotHere):
        starting.by_hand("QQ")


def test_an_ask_of_a_firm_starts_from_a_published_practice(house: Cast) -> None:
    from fanal.progress.policy import PRACTICE_OFFICER
    from tests.rooms.progress.practices import test_practices as practising

    for who in ("amara", "bao"):
        network.grants.hold(house[who].person, PRACTICE_OFFICER, NOW.date(), (NOW + 300 * DAY).date())
    row, later = practising._sent(house), NOW + 31 * DAY
    with pytest.raises(NotHere):
        starting.of_practice(row.pk)
    practices.propose(house["amara"], row.pk, later)
    practising._advised(house, row, later)
    practices.publish(house["bao"], row.pk, later)
    start = starting.of_practice(row.pk)
    assert (start.country, start.addressee, start.addressee_kind) == ("XA", "Sunny Tours", "firm")
    said = SAID | {"kind": "industry", "addressee": start.addressee, "addressee_kind": start.addressee_kind}
    held = asks.begin(house["amara"], start, said, later)
    assert held.row.practice_id == row.pk


# ---- who writes to the database ----


def _rows() -> dict[str, tuple[Any, dict[str, Any]]]:
    return {
        "the text": (AskWording, {"texts": {"en": {"title": "X", "text": "Y", "smallest": ""}}}),
        "the office": (AskWording, {"addressee": "Somebody"}),
        "a day": (AskStep, {"on": date(2020, 1, 1)}),
        "a state": (AskStep, {"state": "adopted"}),
        "the country": (Ask, {"country": "TH"}),
        "the organisation": (Ask, {}),
    }


@pytest.mark.parametrize("what", ["the text", "the office", "a day", "a state", "the country", "the organisation"])
def test_a_row_that_was_changed_is_shown_to_nobody(house: Cast, what: str) -> None:
    held = sent(house)
    table, columns = _rows()[what]
    if what == "the organisation":
        columns = {"org_id": house.nordlys}
    table.objects.filter(**({"state": "sent"} if table is AskStep else {})).update(**columns)
    shown._known.mark = None
    assert shown.public_ask(held.row.pk) is None
    assert not shown.every()
    with pytest.raises((NotAllowed, NotHere)):
        noted(house, held, "refused")


def test_nobody_who_renames_an_organisation_has_another_one_ask(house: Cast) -> None:
    held = sent(house)
    Organisation.objects.filter(pk=house.aurora).update(name="Royal Court")
    shown._known.mark = None
    assert not shown.every()
    assert shown.public_ask(held.row.pk) is None


def test_a_row_that_was_planted_or_taken_away_is_shown_to_nobody(house: Cast) -> None:
    held = reviewed(house)
    AskStep.objects.create(ask=held.row, state="sent", on=NOW.date(), by_id=house["amara"].person, at=NOW + DAY)
    assert not shown.every()
    assert shown.public_ask(held.row.pk) is None
    AskStep.objects.filter(state="sent").delete()
    held = noted(house, sent(house, ledger.of(held.row)), "refused")
    assert len(shown.every()) == 1
    AskStep.objects.filter(state="refused").delete()
    assert not shown.every()


def test_a_fate_that_was_planted_is_shown_to_nobody(house: Cast) -> None:
    held = noted(house, sent(house), "adopted")
    AskFate.objects.create(
        ask=held.row, item="SA-2a", ours="We did it.", others="None.", by_id=house["amara"].person, at=NOW + 2 * DAY
    )
    assert not shown.every()
    with pytest.raises(NotAllowed):
        fates.tell(house["amara"], held.row.pk, {"citations": [made.SOURCE], "item": "", "ours": "", "others": ""}, NOW)


# ---- whose it is ----


def test_others_see_and_do_nothing_before_it_is_sent(house: Cast) -> None:
    held = reviewed(house)
    with pytest.raises(NotHere):
        ledger.ask(house["nils"], held.row.pk)
    with pytest.raises(NotHere):
        asks.withdraw(house["nils"], held.row.pk, "Why.", NOW)
    assert Client().get(reverse("asks:ask", args=["en", held.row.pk])).status_code == 404
    assert "Nothing was asked yet" in _public()
    url = reverse("desk:review", args=["asks", held.row.pk.hex])
    assert client_of(house, "nils").get(url).status_code == 404
    assert client_of(house, "dalia").get(url).status_code == 200


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [("amara", 200, 200), ("bao", 200, 200), ("noor", 200, 403), ("femi", 403, 403), ("nils", 404, 404)],
)
def test_the_routes_of_each_role(house: Cast, who: str, reads: int, writes: int) -> None:
    held, client = written(house), client_of(house, who)
    pk = held.row.pk
    assert client.get(reverse("progress:ask", args=[pk])).status_code == reads
    assert client.get(reverse("progress:asks")).status_code == (200 if reads == 404 else reads)
    for name in ("correct_ask", "translate_ask", "withdraw_ask"):
        assert client.get(reverse(f"progress:{name}", args=[pk])).status_code == writes, name
    start = client.get(reverse("progress:ask_start")).status_code
    assert start == (403 if writes == 403 else 200)


def test_what_may_be_demanded_of_an_ask_is_not_called_optional(house: Cast) -> None:
    page = text(client_of(house, "amara").get(reverse("progress:ask_by_hand", args=["XA"])))
    labels = dict(re.findall(r'<label[^>]*for="id_(\w+)"[^>]*>(.*?)</label>', page, re.S))
    for name in ("citations", "smallest", "changed"):
        assert "optional" not in labels[name], name
    assert "optional" in labels["partners"]


def test_what_waits_for_review_is_what_is_not_sent(house: Cast) -> None:
    held = reviewed(house)
    assert [one.name for one in reviews.items() if one.source == reviewing.TEXTS] == [held.row.pk.hex]
    sent(house, held)
    assert not [one for one in reviews.items() if one.source in {reviewing.TEXTS, reviewing.LAW}]


@pytest.mark.parametrize(
    ("words", "begins"),
    [("a\n" * 1000, "a\n" * 1000), ("a" * 2500, "a" * 2000), ("a" * 1999 + "\n" + "b" * 9, "a" * 1999),
     ("a" * 2000 + "\nb", "a" * 2000), ("One.\n\n" + "b" * 2000, "One.")],
)  # fmt: skip
def test_a_long_reform_begins_an_ask_with_whole_lines(words: str, begins: str) -> None:
    assert starting._lines(words) == begins


# ---- what those who write and read are shown ----


def test_each_promise_is_offered_with_its_wording(house: Cast) -> None:
    page = text(client_of(house, "amara").get(reverse("progress:ask_by_hand", args=["KH"])))
    for one in rubrics.shipped().values():
        assert escape(one.text) in page, one.id


def test_a_second_person_reads_the_text_and_can_say_no(house: Cast) -> None:
    held = written(house)
    page = text(client_of(house, "bao").get(reverse("progress:review_ask", args=[held.row.pk])))
    assert SAID["text"] in page
    assert "Budget 2026, p. 40" in page
    seen = str(held.wording.pk)
    with pytest.raises(NotNow, match="Write why not"):
        asks.review(house["bao"], held.row.pk, seen, NOW, holds=False)
    refused = asks.review(house["bao"], held.row.pk, seen, NOW, holds=False, why="The budget says otherwise.")
    assert refused.state is State.DRAFT
    assert ledger.is_believed(refused)
    with pytest.raises(NotNow, match="written anew first"):
        asks.review(house["bao"], held.row.pk, seen, NOW)
    page = text(client_of(house, "amara").get(reverse("progress:ask", args=[held.row.pk])))
    assert "The budget says otherwise." in page
    assert "Correct an ask" in text(client_of(house, "amara").get(reverse("desk:day")))
    held = asks.correct(house["amara"], held.row.pk, SAID | {"seen": seen, "text": "We ask for half of it."}, NOW + DAY)
    assert asks.review(house["bao"], held.row.pk, str(held.wording.pk), NOW + DAY).state is State.REVIEWED
