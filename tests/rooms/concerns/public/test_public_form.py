"""The public form without JavaScript: what a reporter answers arrives whole, once, and nowhere but in its place."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fanal.clocks.models import Duty, Notice
from fanal.concerns.form import questions
from fanal.concerns.models import Concern, ReportingPage
from fanal.concerns.public import state as states
from fanal.concerns.public.place import forget
from fanal.network.models import Bundle, Organisation
from tests.people import Cast, now_are
from tests.rooms.concerns.reporter import FORM, Reporter, filled, opened, publish, tell


def start(lang: str = "en") -> Reporter:
    return Reporter().get(f"/{lang}/xa/")


# ---- the short path ----


def test_three_requests_bring_a_concern_to_the_member(here: Cast) -> None:
    """Danger, what, send: stored sealed, opened by intake, the receipt shown."""
    reporter = start()
    reporter.press("Continue", danger="not_sure")
    reporter.press("Send now", what=["goes_with_adult", "controls_child"], words="Room four")
    assert reporter.requests == 3
    assert reporter.status == 200
    assert len(reporter.code.replace("-", "")) == 20
    concern = Concern.objects.get()
    found = opened(here["amara"], concern)
    assert (concern.danger, concern.country_of_harm, concern.channel, concern.language) == (
        "not_sure", "XA", "web_form", "en",
    )  # fmt: skip
    assert found["content"].what == ("goes_with_adult", "controls_child")
    assert found["content"].words == "Room four"
    assert found["content"].received_at is not None


def test_every_answer_lands_in_its_compartment(here: Cast) -> None:
    """The whole way through all pages; each compartment holds exactly its answers."""
    reporter = start()
    reporter.press("Continue", danger="no", told="nobody")
    reporter.press("Continue", what="keeps_children", words="Kept words", how_known="heard", ongoing="yes")
    reporter.press("Continue", country="FR", place_type="home", place="Old town", when="today", when_words="at noon")
    reporter.press("Continue", children="more", age="from_10_to_14", child_is="girl", child_words="Red coat")
    reporter.press(
        "Continue", adults="one", adult_link="visitor", mobility="foreign_tourist", countries=["DE", "", "XB"],
        basis="they_said", leaving="this_week", travel="Ship Aurelia", adult_words="Grey van",
    )  # fmt: skip
    reporter.press(
        "Continue", you="lives_here", reply="also_by", reply_contact="the baker", reply_times="mornings",
        pass_on="through_member", exposure="yes", exposure_words="my sister", about_us="no",
    )  # fmt: skip
    for word in ("Kept words", "Old town", "Red coat", "Ship Aurelia", "Grey van", "the baker", "my sister", "Germany"):
        assert word in reporter.words
    reporter.press("Send now")
    concern = Concern.objects.get()
    found = opened(here["amara"], concern)
    assert concern.country_of_harm == "FR"
    assert (found["personal"].ongoing, found["personal"].place_type, found["personal"].age) == (
        "yes",
        "home",
        "from_10_to_14",
    )
    assert (found["content"].place, found["content"].when_words, found["content"].told) == (
        "Old town",
        "at noon",
        "nobody",
    )
    assert found["identity"].child_words == "Red coat"
    assert found["offender"].countries == ("DE", "XB")
    assert (found["offender"].adult_words, found["offender"].travel) == ("Grey van", "Ship Aurelia")
    assert (found["reporter"].reply_contact, found["reporter"].pass_on) == ("the baker", "through_member")
    assert found["content"].reporter_type == "neighbour_community"


def test_the_number_of_statements_is_fixed(here: Cast) -> None:
    """Reading a page asks three questions at most; sending writes one transaction, however much was answered."""
    reporter = start()
    with CaptureQueriesContext(connection) as asked:
        reporter.press("Continue", danger="no")
    assert len(asked.captured_queries) <= 3
    with CaptureQueriesContext(connection) as sent:
        reporter.press("Send now", what="offers_access", words="short")
    assert len(sent.captured_queries) <= 30


# ---- errors keep everything ----


def test_an_error_keeps_all_answers(here: Cast) -> None:
    reporter = start().press("Continue", danger="no")
    reporter.press("Continue", how_known="heard", ongoing="yes")
    assert "Tick one of these, or write a few words." in reporter.words
    ticked = {one.value for one in reporter.form.fields if one.checked}
    assert {"heard", "yes"} <= ticked
    assert "/en/xa/" in reporter.form.buttons[-1].action


def test_the_first_question_must_be_answered(here: Cast) -> None:
    reporter = start().press("Continue")
    assert "Please choose an answer." in reporter.words
    assert reporter.form.fields[1].value == "danger"


def test_too_long_a_text_is_shown_again_whole(here: Cast) -> None:
    """Nobody retypes 2,001 characters."""
    long = "a" * 2001
    reporter = start().press("Continue", danger="no").press("Continue", words=long)
    assert "Characters too many: 1. At most 2,000 fit in here." in reporter.words
    assert next(one for one in reporter.form.fields if one.name == "words").value == long


@pytest.mark.parametrize("letter", ["a ", "ក"])
def test_far_too_long_a_text_comes_back_whole(here: Cast, letter: str) -> None:
    """Somebody pastes what they wrote elsewhere: it says how much too long, and keeps it to be shortened."""
    long = (letter * 9_000).strip()
    reporter = start().press("Continue", danger="no").press("Continue", words=long)
    over = f"{len(long) - 2000:,}"
    assert f"Characters too many: {over}." in reporter.words
    assert next(one for one in reporter.form.fields if one.name == "words").value == long


@pytest.mark.parametrize("words", ["a" * 2001, "my code {code}"])
def test_the_way_back_does_not_lose_what_could_not_be_taken(here: Cast, words: str) -> None:
    receipt = "0000-0000-0000-0000-0001"
    state = filled(answers={"danger": "no"}, receipt=receipt)
    reporter = Reporter().post("/en/xa/2", {"state": state, "page": "danger", "danger": "no"})
    reporter.press("Back", words=words.format(code=receipt))
    assert next(one for one in reporter.form.fields if one.name == "words").value == words.format(code=receipt)
    reporter.press("Back", words="")  # an empty page that should be answered holds nobody
    assert 'name="page" value="danger"' in reporter.html


def test_a_picture_in_a_text_is_cut_out_and_the_words_stay(here: Cast) -> None:
    picture = "data:image/png;base64," + "iVBORw0KGgo" * 40
    reporter = start().press("Continue", danger="no")
    reporter.press("Continue", words=f"He stands at the ٣ gate.\n{picture}\nEvery evening.", how_known="saw")
    assert reporter.status == 422
    assert "Your own words are still here" in reporter.words
    kept = next(one for one in reporter.form.fields if one.name == "words").value
    assert kept == "He stands at the ٣ gate.\n[…]\nEvery evening."
    assert [one.value for one in reporter.form.fields if one.checked] == ["saw"]
    reporter.press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == kept


def test_what_was_typed_stays_when_the_sealed_answers_do_not_open(here: Cast) -> None:
    """Another key, another version, a line cut on the way: the page comes back with its words, and can be sent."""
    body = {"state": "broken", "page": "what", "words": "a red boat", "go": "send"}
    reporter = Reporter().post("/en/xa/sent", body)
    assert reporter.status == 400
    assert "What you wrote on this page is still here." in reporter.words
    reporter.press("Send now").press("Continue", danger="not_sure").press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == "a red boat"


def test_going_back_and_changing_keeps_the_rest(here: Cast) -> None:
    reporter = start().press("Continue", danger="no")
    reporter.press("Continue", words="first words").press("Continue", place="Harbour")
    reporter.press("Back")
    assert next(one for one in reporter.form.fields if one.name == "place").value == "Harbour"
    reporter.press("Back")
    assert next(one for one in reporter.form.fields if one.name == "words").value == "first words"


def test_change_on_the_check_page_leads_back_to_it(here: Cast) -> None:
    state = filled(answers={"danger": "no", "words": "first", "place": "Harbour"})
    reporter = Reporter().post("/en/xa/7", {"state": state, "page": "check"})
    reporter.press("page:what").press("Continue", words="second")
    assert "Check your answers" in reporter.words
    assert "second" in reporter.words
    assert "Harbour" in reporter.words
    assert "first" not in reporter.words


def test_another_language_in_the_middle_keeps_what_was_typed(here: Cast) -> None:
    reporter = start().press("Continue", danger="no")
    reporter.press("Français", what="offers_access", words="typed")
    assert 'lang="fr"' in reporter.html
    assert next(one for one in reporter.form.fields if one.name == "words").value == "typed"
    assert reporter.form.action == "/fr/xa/3"


def test_jumping_ahead_leads_to_what_is_missing(here: Cast) -> None:
    """Out of order: a message without its first answer is not sent, and nothing of it is lost."""
    state = filled(answers={"words": "kept"})
    reporter = Reporter().post("/en/xa/sent", {"state": state, "page": "check", "go": "send"})
    assert "Please choose an answer." in reporter.words
    assert Concern.objects.count() == 0
    reporter.press("Continue", danger="no")
    assert "Check your answers" in reporter.words
    assert "kept" in reporter.words


# ---- danger ----


def test_danger_leads_to_the_phone_first_and_can_be_sent_from_there(here: Cast) -> None:
    """The number, then the two buttons, each with what it leads to; then what to say on the phone."""
    reporter = start().press("Continue", danger="yes")
    assert 'href="tel:0000" dir="ltr" aria-label="Call police, 00 00"' in reporter.html
    assert [one.words for one in reporter.form.buttons[-5:]] == [
        "I have called", "I cannot call", "Send now", "Add more", "Back",
    ]  # fmt: skip
    order = [
        reporter.words.index(text)
        for text in (
            "I have called", "Then tell us what you saw as well.", "I cannot call",
            "Then tell us: the person on duty at Aurora reads it within 10 minutes.", "Say where you are:", "Send now",
        )
    ]  # fmt: skip
    assert order == sorted(order)
    reporter.press("Send now")
    due = Duty.objects.get(kind="concern_acknowledge").due_at
    assert due - datetime.now(UTC) <= timedelta(minutes=11)
    assert (
        f"by {due.astimezone(ZoneInfo(Organisation.objects.get(name='Aurora').time_zone)):%H:%M}" in reporter.words
    ), "the receipt says the same"
    concern = Concern.objects.get()
    assert (concern.danger, concern.country_of_harm) == ("yes", "XA")
    assert {duty.kind for duty in Duty.objects.all()} == {"concern_acknowledge", "concern_decide_urgent"}
    assert {duty.person_id for duty in Duty.objects.all()} == {here["amara"].person}
    assert Notice.objects.get(alert=True).person_id == here["amara"].person


def test_who_cannot_call_is_told_that_it_goes_to_the_person_on_duty(here: Cast) -> None:
    reporter = start().press("Continue", danger="yes").press("I cannot call")
    assert "The person on duty at Aurora is told at once" in reporter.words
    reporter.press("Add more").press("Send now", words="In the car park")
    found = opened(here["amara"], Concern.objects.get())
    assert (found["content"].told, found["content"].words) == ("nobody", "In the car park")


def test_who_has_called_may_say_whom(here: Cast) -> None:
    reporter = start().press("Continue", danger="yes").press("I have called").press("Send now", told="police")
    assert reporter.status == 200
    assert opened(here["amara"], Concern.objects.get())["content"].told == "police"


def test_others_have_a_day_and_no_alert(here: Cast) -> None:
    tell()
    assert [duty.kind for duty in Duty.objects.all()] == ["concern_decide"]
    assert not Notice.objects.filter(alert=True).exists()


# ---- special paths ----


def test_the_child_door_asks_once_before_it_sends_an_empty_page_and_has_a_way_back(here: Cast) -> None:
    reporter = Reporter().get("/en/xa/you/2")
    reporter.press("Send", safe_now="", happening="  ")
    assert "You did not write anything yet." in reporter.words
    assert not Concern.objects.exists()
    reporter.press("Back")
    assert "People who listen" in reporter.words
    reporter = Reporter().get("/en/xa/you/2").press("Send").press("Send")
    assert reporter.code
    assert Concern.objects.get().child_door


def test_a_child_that_goes_back_to_the_people_finds_its_words_again(here: Cast) -> None:
    reporter = Reporter().get("/en/xa/you/2").press("Back", happening="He comes at night", safe_now="no")
    assert "People who listen" in reporter.words
    reporter.press("Go on with what I wrote")
    assert next(one for one in reporter.form.fields if one.name == "happening").value == "He comes at night"
    reporter.press("Send")
    found = opened(here["amara"], Concern.objects.get())
    assert found["content"].happening == "He comes at night"


def test_about_our_own_people_only_safeguarding_can_open(here: Cast) -> None:
    """The keys refuse, not only the screens."""
    state = filled(answers={"danger": "no", "words": "about a colleague"})
    Reporter().post("/en/xa/sent", {"state": state, "page": "you", "about_us": "not_sure", "go": "send"})
    concern = Concern.objects.get()
    assert concern.restricted
    assert opened(here["dalia"], concern)["content"].about_us == "not_sure"
    holders = {(row.kind, bytes(row.principal)) for row in Bundle.objects.filter(record=concern.pk)}
    rings = {who for kind, who in holders if kind == "ring"}
    mine = {one.id for one in here["amara"].keyring.principals}
    assert len(rings) == 1
    assert not rings & mine
    assert [duty.owner for duty in Duty.objects.all()] == ["role:safeguarding_lead"]
    assert Duty.objects.get().chain == []


def test_a_child_in_the_form_meets_people_and_loses_nothing(here: Cast) -> None:
    state = filled(answers={"danger": "yes", "words": "kept"})
    reporter = Reporter().post("/en/xa/7", {"state": state, "page": "you", "you": "under_18", "go": "next"})
    assert "People who listen" in reporter.words
    reporter.press("Go on with what I wrote")
    assert "kept" in reporter.words
    reporter.press("Send now")
    concern = Concern.objects.get()
    assert (concern.child_door, concern.danger) == (True, "yes")
    assert opened(here["amara"], concern)["content"].reporter_type == "child"


def test_an_address_is_taken_out_and_the_reporter_is_told(here: Cast) -> None:
    reporter = start().press("Continue", danger="no").press("Continue", words="see hxxp://bad[.]example/x for it")
    for _ in range(4):
        reporter.press("Continue")
    assert "We took it out and do not keep it." in reporter.words
    assert "hotline-xa.example" in reporter.html
    assert "bad" not in reporter.words
    reporter.press("Send now")
    found = opened(here["amara"], Concern.objects.get())["content"]
    assert found.words == "see [address removed] for it"
    assert found.addresses_removed == 1


def test_the_own_code_is_refused_in_a_text(here: Cast) -> None:
    state = filled(answers={"danger": "no"}, receipt="0000-0000-0000-0000-0001")
    reporter = Reporter().post(
        "/en/xa/2", {"state": state, "page": "what", "words": "my code 0000 0000 0000 0000 0001"}
    )
    assert "Please do not write your code here." in reporter.words


# ---- what does not open ----


@pytest.mark.parametrize("broken", ["", "x", "AQAB" * 50])
def test_a_state_that_does_not_open_is_said_and_nothing_is_kept(here: Cast, broken: str) -> None:
    reporter = Reporter().post("/en/xa/2", {"state": broken, "page": "danger", "danger": "no"})
    assert reporter.status == 400
    assert "This form was changed on its way to us" in reporter.words
    assert "Nothing was sent just now. If you sent this form before" in reporter.words
    assert Concern.objects.count() == 0


def test_a_changed_state_does_not_open(here: Cast) -> None:
    good = filled()
    at = len(good) // 2
    bad = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
    assert Reporter().post("/en/xa/2", {"state": bad, "page": "danger", "danger": "no"}).status == 400


def test_the_state_of_one_country_is_not_taken_by_another(here: Cast) -> None:
    publish(here, "XB")
    body = {"state": filled("XA", answers={"danger": "yes"}), "page": "phone", "go": "send"}
    assert Reporter().post("/en/xb/sent", body).status == 400
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("page", ["nowhere", "receipt", "talk", ""])
def test_a_page_that_is_not_ours_is_refused(here: Cast, page: str) -> None:
    assert Reporter().post("/en/xa/2", {"state": filled(), "page": page}).status == 400


def test_an_expired_state_keeps_the_answers_and_goes_on(here: Cast) -> None:
    late = filled(answers={"danger": "no"}, lived=3 * 3600)
    reporter = Reporter().post("/en/xa/sent", {"state": late, "page": "what", "words": "typed late", "go": "send"})
    assert "open for more than two hours. We kept what you wrote" in reporter.words
    assert Concern.objects.count() == 0
    reporter.press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == "typed late"


@pytest.mark.parametrize("on", ["what", "check"])
def test_after_a_day_a_form_opens_no_more_and_what_was_typed_on_its_page_stays(here: Cast, on: str) -> None:
    """Whoever finds the browser later does not read what was answered; whoever still writes loses no word of the page
    that is open."""
    state = filled(answers={"danger": "no", "place": "Old harbour"}, lived=27 * 3600)
    page = Reporter().post("/en/xa/3", {"state": state, "page": on, "words": "typed before the night", "go": "next"})
    assert page.status == 400
    assert "Old harbour" not in page.html
    if on == "check":
        assert "This page was open for more than a day" in page.words
        return
    assert "What you wrote on this page is still here." in page.words
    assert next(one for one in page.form.fields if one.name == "words").value == "typed before the night"
    page.press("Send now").press("Continue", danger="no").press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == "typed before the night"


@pytest.mark.parametrize(("on", "typed"), [("check", ""), ("what", "typed before"), ("receipt", "")])
def test_who_sent_a_concern_hears_so_from_a_page_of_the_form_that_is_older_than_a_day(
    here: Cast, on: str, typed: str
) -> None:
    """Back, or a restored tab: "Nothing was sent" would be wrong. The code itself stays hidden from whoever finds the
    browser."""
    answers = {"danger": "no", "words": "typed before"}
    kind = "sent" if on == "receipt" else "form"
    code = states.begin("form", "XA", datetime.now(UTC)).receipt
    fresh = filled(answers=answers, receipt=code)
    assert Reporter().post("/en/xa/sent", {"state": fresh, "page": "check", "go": "send"}).code
    state = filled(answers=answers, lived=30 * 3600, kind=kind, receipt=code)
    page = Reporter().post("/en/xa/3", {"state": state, "page": on, "words": typed, "go": "next"})
    assert page.status == 400
    assert "what you sent is with us" in page.words.lower()
    assert "our code opens the answer page" in page.words
    assert "start again" not in page.words
    assert code[:4] not in page.words
    assert ("typed before" in page.html) is bool(typed)


# ---- questions that change while somebody answers them ----

_OWN = """set: national
country: XA
version: {version}
reviewed: {{by: "tests", on: 2026-01-01}}
questions:
  - {{id: xa_{name}, kind: text, limit: 200, text: "Which {name} did you see?"}}
"""


@pytest.mark.parametrize("old_file", ["there", "gone"])
def test_a_question_that_is_withdrawn_while_somebody_answers_it_loses_no_answer(
    here: Cast, old_file: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(questions, "QUESTIONS", tmp_path)
    first = tmp_path / "xa-1.yaml"
    first.write_text(_OWN.format(version=1, name="boat"))
    forget()
    page = start().press("Continue", danger="no").press("Continue", words="By the pier")
    for _page in range(4):
        page.press("Continue")
    page.press("Continue", xa_boat="The blue one")
    assert "Which boat did you see?" in page.words

    (tmp_path / "xa-2.yaml").write_text(_OWN.format(version=2, name="house"))
    if old_file == "gone":
        first.unlink()
    forget()
    if old_file == "there":
        page.press("Back")
        assert next(one for one in page.form.fields if one.name == "xa_boat").value == "The blue one"
        page.press("Continue")
    page.press("Send now")
    assert page.code
    [own] = opened(here["amara"], Concern.objects.get())["content"].own
    assert (own.question, own.text) == ("xa_boat", "The blue one")
    forget()


def test_a_page_without_answers_leads_to_the_first(here: Cast) -> None:
    for address in ("/en/xa/2", "/en/xa/7"):
        assert 'name="page" value="danger"' in Reporter().get(address).html
    assert Reporter().get("/en/xa/8").status == 404


# ---- once ----


def test_sending_a_hundred_times_makes_one_concern_and_shows_one_code(here: Cast) -> None:
    reporter = start().press("Continue", danger="no")
    address, body = reporter.sending("Send now", words="again and again")
    pages = [Reporter().post(address, body) for _ in range(100)]
    assert Concern.objects.count() == 1
    assert len({page.code for page in pages}) == 1
    assert not any("You sent this before" in page.words for page in pages)
    proofs = {page.html.split("<pre")[1].split("</pre>")[0] for page in pages}
    assert len(proofs) == 1


def test_two_tabs_make_one_concern_and_the_second_says_what_is_not_in_it(here: Cast) -> None:
    """What was shown as received must be there: a changed second message is not silently dropped."""
    reporter = start().press("Continue", danger="no")
    address, first = reporter.sending("Send now", words="first tab")
    _address, second = reporter.sending("Send now", words="second tab")
    one, two = Reporter().post(address, first), Reporter().post(address, second)
    assert one.code == two.code
    assert "You sent this before, and we keep what you sent first." in two.words
    assert opened(here["amara"], Concern.objects.get())["content"].words == "first tab"


def test_when_it_cannot_be_stored_everything_stays_on_the_page(here: Cast) -> None:
    """The ring's key is not the organisation's: nothing is sealed to it, and the reporter loses nothing."""
    from fanal.network.models import RingVersion

    RingVersion.objects.filter(team__org=here.aurora).update(signature=b"x" * 64)
    reporter = tell("kept on the page")
    assert reporter.status == 503
    assert "We could not take this in just now." in reporter.words
    assert "kept on the page" in reporter.words
    assert Concern.objects.count() == 0


# ---- what may come ----


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "image/png"])
def test_other_kinds_of_content_are_refused(here: Cast, kind: str) -> None:
    response = Client().post("/en/xa/2", b"--x--", content_type=kind)
    assert response.status_code == 415
    assert "We cannot take files, pictures or videos." in response.content.decode()


def test_far_more_than_anybody_writes_is_refused(here: Cast) -> None:
    body = "state=" + "a" * (192 * 1024)
    response = Client().post("/en/xa/2", body, content_type=FORM)
    assert response.status_code == 413
    assert "too long" in response.content.decode()


def test_the_longest_answers_in_khmer_still_go_through_every_page(here: Cast) -> None:
    """2,000 characters of three bytes, everywhere as much as may be written: no page grows over the limit."""
    chance = random.Random(1)
    letters = [chr(code) for code in range(0x1780, 0x17B4)]

    def khmer(count: int) -> str:
        return "".join(chance.choices(letters, k=count))

    reporter = start().press("Continue", danger="no")
    pages: list[dict[str, Any]] = [
        {"words": khmer(2000)}, {"place": khmer(200), "when_words": khmer(100)}, {"child_words": khmer(500)},
        {"travel": khmer(200), "adult_words": khmer(500)},
        {"reply": "also_by", "reply_contact": khmer(200), "reply_times": khmer(100), "exposure_words": khmer(200)},
    ]  # fmt: skip
    for answers in pages:
        reporter.press("Continue", **answers)
        assert reporter.status == 200
    most = khmer(2000)
    reporter.press("page:what")
    reporter.press("Continue", words=most)
    reporter.press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == most


def test_a_request_of_another_site_is_refused(here: Cast) -> None:
    body = {"state": filled(answers={"danger": "yes"}), "page": "phone", "go": "send"}
    reporter = Reporter(headers={"Sec-Fetch-Site": "cross-site"}).post("/en/xa/sent", body)
    assert reporter.status == 403
    assert Concern.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(here: Cast, method: str) -> None:
    assert getattr(Client(), method)("/en/xa/").status_code == 405


def test_control_characters_and_mixed_scripts_are_tidied_not_lost(here: Cast) -> None:
    state = filled(answers={"danger": "no"})
    words = "А\x00man\u202e said\x07 ٤٢ ថ្ងៃ"
    Reporter().post("/en/xa/sent", {"state": state, "page": "what", "words": words, "go": "send"})
    assert opened(here["amara"], Concern.objects.get())["content"].words == "Аman said ٤٢ ថ្ងៃ"


# ---- where nobody listens ----


@pytest.mark.parametrize("button", ["Continue", "Send now"])
def test_a_page_that_closes_while_somebody_writes_says_what_to_do(here: Cast, button: str) -> None:
    """The words, the numbers and a button that sends the same once more, which arrives when the form is open again."""
    page = ReportingPage.objects.get()
    reporter = start()
    reporter.press("Continue", danger="not_sure")
    now_are([page], published=False)
    reporter.press(button, what=["goes_with_adult"], words="Room four")
    assert reporter.status == 503
    assert "The form closed while you were writing" in reporter.words
    assert "If a child is in danger now, call" in reporter.words
    assert reporter.html.count("Room four") == 2  # to read, and to send again
    assert 'id="f"' in reporter.html  # in the browser, too, it takes the place of the page that cannot go on
    now_are([page], published=True)
    forget()
    reporter.press("Try again")
    while reporter.status == 200 and not Concern.objects.exists():
        reporter.press("Send now")
    assert opened(here["amara"], Concern.objects.get())["content"].words == "Room four"


def test_a_child_is_told_in_words_for_a_child_where_nobody_listens(here: Cast) -> None:
    reporter = Reporter().get("/en/xb/you")
    assert reporter.status == 200
    assert "You did nothing wrong" in reporter.words
    assert "Tell an adult you trust" in reporter.words
    assert "hotel reception" not in reporter.words
    assert "We do not send you to someone" not in reporter.words
    assert "/en/xa/you" in set(reporter.form.links.values())


def test_a_country_without_a_member_is_said_and_never_replaced(here: Cast) -> None:
    reporter = Reporter().get("/en/xe/")
    assert reporter.status == 200
    assert "No one of this network listens in XE yet" in reporter.words
    assert "We hold no verified number for this place." in reporter.words
    assert "tel:" not in reporter.html
    assert "/en/xa/" in reporter.form.links.values()


def test_a_page_that_is_not_there_names_no_product(here: Cast) -> None:
    for address in ("/xa/", "/nothing", "/en/nothing", "/xx/xa/", "/desk/nothing"):
        html = Client().get(address).content.decode()
        assert "<title>Information</title>" in html, address
        assert "fanal" not in html.lower(), address


@pytest.mark.parametrize("address", ["/en/qq/", "/xx/xa/", "/en/xa/99", "/en/xa/nothing", "/de/nothing"])
def test_unknown_countries_languages_and_paths_get_a_page(here: Cast, address: str) -> None:
    response = Client().get(address, headers={"Accept-Language": "es"})
    assert response.status_code == 404
    assert "<h1>" in response.content.decode()


def test_capitals_in_the_address_are_forgiven(here: Cast) -> None:
    assert Reporter().get("/en/XA/").url == "/en/xa/"


def test_a_form_is_shown_only_in_languages_that_the_member_offers(cast: Cast) -> None:
    publish(cast, languages=["en"])
    reporter = Reporter().get("/fr/xa/")
    assert 'name="page"' not in reporter.html
    assert "/en/xa/" in reporter.form.links.values()


def test_the_list_of_countries_leads_to_the_forms(here: Cast) -> None:
    reporter = Reporter().get("/")
    assert "/en/xa/" in reporter.form.links.values()
    assert Reporter().get("/en/?country=XE").url == "/en/xe/"
    assert Reporter().get("/en/?country=ZZ").status == 404


def test_the_front_door_without_a_country_says_so(here: Cast) -> None:
    publish(here, "XB")
    page = Reporter().get("/en/?country=")
    assert "Please choose a country from the list." in page.words
    assert 'aria-describedby="country_error" autofocus' in page.html
    assert "Please choose a country" not in Reporter().get("/en/").words


def test_the_front_door_of_a_site_for_one_country_is_one_step_from_everything(here: Cast) -> None:
    """Its numbers first; then tell, a code, the door for children; what is done with it, the law, what is known."""
    page = Reporter().get("/en/")
    order = [
        page.html.index(text)
        for text in (
            'href="tel:0000"', "Is a child on your mind?", 'href="/en/xa/"', 'href="/en/code"', 'href="/en/xa/you"',
            "What we do with it", "What we do not do", "the law of this fictional country makes us tell",
            'href="tel:000310"', 'href="/en/law/"', 'href="/en/evidence/"',
        )
    ]  # fmt: skip
    assert order == sorted(order)
    assert "<select" not in page.html


def test_the_front_door_of_several_countries_shows_no_number_before_one_is_named(here: Cast) -> None:
    publish(here, "XB")
    page = Reporter().get("/en/")
    assert "tel:" not in page.html
    links = list(page.form.links.values())
    assert [links.index(one) for one in ("/en/xa/", "/en/xb/", "/en/code", "/en/?for=you#where", "/en/law/")]
    young = Reporter().get("/en/?for=you")
    assert {"/en/xa/you", "/en/xb/you"} <= set(young.form.links.values())
    assert Reporter().get("/en/?for=you&country=XB").url == "/en/xb/you"


def test_a_page_that_closes_while_one_writes_sends_nothing(here: Cast) -> None:
    from fanal.concerns.models import ReportingPage

    reporter = start().press("Continue", danger="no")
    now_are(ReportingPage.objects.all(), published=False)
    reporter.press("Send now", words="too late")
    assert "The form closed while you were writing" in reporter.words
    assert "What you wrote" in reporter.words
    assert "\ntoo late</textarea>" in reporter.html
    assert Concern.objects.count() == 0


def test_previews_show_a_language_that_nobody_reviewed(here: Cast) -> None:
    reporter = Reporter().get("/preview/ar/xa/")
    assert reporter.status == 200
    assert 'dir="rtl"' in reporter.html
    assert reporter.form.action == "/preview/ar/xa/2"
