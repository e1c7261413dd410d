"""The answer page: a code opens a neutral status and a thread, never the report; what is half written is not lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from fanal import vault
from fanal.clocks.models import Duty
from fanal.concerns.models import Concern, Message
from fanal.concerns.public import dialogue
from fanal.journal import api as journal
from fanal.network.api import records
from tests.decided import decided_as
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, filled, opened, say, tell


def back(code: str, lang: str = "en") -> Reporter:
    return Reporter().get(f"/{lang}/code").press("Open" if lang == "en" else "", code=code)


def test_the_code_opens_a_neutral_status(here: Cast) -> None:
    reporter = back(tell().code)
    assert "We have your message." in reporter.words
    assert "Nobody has answered yet." in reporter.words


@pytest.mark.parametrize("code", ["x", "0000-0000-0000-0000-0000", "7KQ2-M9XD-TR4H-0WVB-E6NC", "1" * 30, "👋"])
def test_a_wrong_code_says_not_found_and_nothing_else(here: Cast, code: str) -> None:
    reporter = back(code)
    assert reporter.status == 200
    assert "Not found." in reporter.words
    assert 'name="text"' not in reporter.html
    whole = len(code) >= 24
    assert ("Not found. 20 letters and digits, or 30 digits." in reporter.words) == (not whole)  # how long a code is


@pytest.mark.parametrize("code", ["", "   "])
def test_an_empty_code_is_asked_for_in_one_sentence(here: Cast, code: str) -> None:
    reporter = back(code)
    assert "Type your code." in reporter.words
    assert reporter.html.count('class="errors"') == 1
    assert "Not found." not in reporter.words
    assert "required" not in reporter.words


def test_the_code_is_read_however_it_is_written(here: Cast) -> None:
    """Small letters, gaps, the digits in Arabic, Khmer and Devanagari numerals."""
    sent = tell()
    digits = vault.parse_receipt(sent.code).digits
    written = [sent.code.lower(), sent.code.replace("-", " "), digits]
    for zero in ("٠", "០", "०"):
        written.append("".join(chr(ord(zero) + int(sign)) if sign.isdigit() else " " for sign in digits))
    for code in written:
        assert "We have your message." in back(code).words


def test_the_member_speaks_not_a_person(here: Cast) -> None:
    sent = tell()
    say(here["amara"], Concern.objects.get(), "Which floor was it?")
    reporter = back(sent.code)
    assert "We have a question for you." in reporter.words
    assert "Which floor was it?" in reporter.words
    assert "Aurora · " in reporter.words
    assert "Amara" not in reporter.words


def test_a_reply_reaches_the_member(here: Cast) -> None:
    sent = tell()
    concern = Concern.objects.get()
    say(here["amara"], concern, "Which floor?")
    reporter = back(sent.code).press("Send", text="The third floor")
    assert "We have what you wrote." in reporter.words
    assert "The third floor" in reporter.words
    concern.refresh_from_db()
    assert (concern.new_message, concern.status) == (True, "read")
    assert Duty.objects.filter(kind="concern_answer", subject=concern.pk).count() == 1
    keys = records.open_held(concern.org_id, concern.pk, here["amara"].keyring).keys
    assert "dialogue" in keys.compartments
    message = Message.objects.get(side="reporter")
    assert message.day == datetime.now(UTC).date()
    assert "reporter" in {line.kind for line in journal.read(concern.pk)}


def test_a_reply_sent_a_hundred_times_is_one(here: Cast) -> None:
    page = back(tell().code)
    address, body = page.sending("Send", text="once")
    for _ in range(100):
        assert "We have what you wrote." in Reporter().post(address, body).words
    assert Message.objects.count() == 1


def test_a_second_reply_is_another(here: Cast) -> None:
    page = back(tell().code).press("Send", text="one").press("Send", text="two")
    assert [line in page.words for line in ("one", "two")] == [True, True]
    assert [message.position for message in Message.objects.all()] == [1, 2]


def test_a_code_is_no_way_to_fill_the_disk(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many messages in a row, then it is said and the words stay in the box; with an answer one can write again."""
    monkeypatch.setattr(dialogue, "MOST_UNANSWERED", 3)
    page = back(tell().code)
    for number in range(5):
        page.press("Send", text=f"message {number}")
    assert Message.objects.count() == 3
    assert "Many messages of yours wait to be read." in page.words
    assert next(one for one in page.form.fields if one.name == "text").value == "message 4"
    say(here["amara"], Concern.objects.get(), "We read it all.")
    page.press("Send")
    assert Message.objects.filter(side="reporter").count() == 4


def test_a_wrong_code_is_said_once_and_the_box_is_in_focus(here: Cast) -> None:
    page = back("0000-0000-0000-0000-0000")
    assert page.words.count("Not found.") == 1
    assert "autofocus" in page.html.split('name="code"')[1].split(">")[0]


def test_the_same_filters_hold_for_replies(here: Cast) -> None:
    code = tell().code
    page = back(code).press("Send", text="look at www.bad.example/x please")
    assert "We took it out and do not keep it." in page.words
    assert "look at [address removed] please" in page.words
    refused = back(code).press("Send", text="data:image/png;base64," + "A" * 300)
    assert refused.status == 422
    assert "AAAA" not in refused.html
    assert "do not write your code" in back(code).press("Send", text=f"my code is {code}").words
    long = back(code).press("Send", text="a" * 2001)
    assert "Characters too many: 1." in long.words
    assert next(one for one in long.form.fields if one.name == "text").value == "a" * 2001
    assert "Write something first." in back(code).press("Send", text="  ").words
    assert Message.objects.count() == 1


def test_a_half_written_reply_survives_a_state_that_does_not_open(here: Cast) -> None:
    page = Reporter().post("/en/code", {"state": "x", "go": "send", "text": "half a sentence"})
    assert page.status == 400
    assert "What you wrote is kept here. Type your code again." in page.words
    assert "\nhalf a sentence</textarea>" in page.html


def test_a_half_written_reply_survives_the_end_of_the_time(here: Cast) -> None:
    """Thirty minutes are over: the code is asked again, and the words stand where they were."""
    code = tell().code
    old = filled("", lived=31 * 60, kind="talk", receipt=code, token="01a21000-8800-7ea1-aee8-60a6daa48630")
    page = Reporter().post("/en/code", {"state": old, "go": "send", "text": "half a sentence"})
    assert "This page closed after 30 minutes. What you wrote is kept here." in page.words
    assert Message.objects.count() == 0
    page.press("Open", code=code)
    assert next(one for one in page.form.fields if one.name == "text").value == "half a sentence"
    page.press("Send")
    assert "half a sentence" in page.words
    assert Message.objects.count() == 1


def test_after_a_day_the_page_says_so_and_keeps_the_words(here: Cast) -> None:
    code = tell().code
    old = filled("", lived=26 * 3600, kind="talk", receipt=code, token="01a21000-8800-7ea1-aee8-60a6daa48630")
    page = Reporter().post("/en/code", {"state": old, "go": "stay", "text": "half a sentence"})
    assert "open for more than a day. What you wrote is kept here. Type your code again." in page.words
    assert "\nhalf a sentence</textarea>" in page.html


def test_staying_longer_keeps_what_is_written(here: Cast) -> None:
    page = back(tell().code).press("Stay longer", text="not yet")
    assert next(one for one in page.form.fields if one.name == "text").value == "not yet"
    assert Message.objects.count() == 0


def test_the_page_works_in_another_language_without_losing_words(here: Cast) -> None:
    page = back(tell().code).press("Español", text="half")
    assert 'lang="es"' in page.html
    assert next(one for one in page.form.fields if one.name == "text").value == "half"


def test_a_state_of_the_form_does_not_open_the_thread(here: Cast) -> None:
    code = tell().code
    page = Reporter().post("/en/code", {"state": filled(receipt=code), "go": "stay", "text": "x"})
    assert page.status == 400
    assert "Type your code again." in page.words


def test_the_receipt_holds_the_dialogue_and_nothing_else(here: Cast) -> None:
    """Whoever finds a code learns a status and a thread; what was told stays shut, by its keys."""
    receipt = vault.parse_receipt(tell().code)
    concern = dialogue.found_by(receipt)
    assert concern is not None
    keyring = dialogue._keyring(concern, receipt)
    assert records.open_held(concern.org_id, concern.pk, keyring).keys.compartments == {"dialogue"}
    assert opened(here["amara"], concern)["content"].words


def test_a_reply_gives_thirty_more_days(here: Cast) -> None:
    code = tell().code
    soon = datetime.now(UTC).date() + timedelta(days=2)
    decided_as(Concern.objects.get(), erase_on=soon, status="closed")
    page = back(code)
    assert "We have finished for now. You can still write here until" in page.words
    page.press("Send", text="one more thing")
    assert Concern.objects.get().erase_on == datetime.now(UTC).date() + timedelta(days=30)


def test_when_everything_is_erased_the_code_finds_nothing(here: Cast) -> None:
    code = tell().code
    Concern.objects.all().delete()
    assert "Not found." in back(code).words


def test_what_was_told_to_safeguarding_is_answered_by_safeguarding(here: Cast) -> None:
    code = tell(about_us="yes").code
    state = filled(answers={"danger": "no", "words": "x"})
    sent = Reporter().post("/en/xa/sent", {"state": state, "page": "you", "about_us": "yes", "go": "send"})
    back(sent.code).press("Send", text="more")
    duty = Duty.objects.get(kind="concern_answer")
    assert (duty.owner, duty.chain) == ("role:safeguarding_lead", [])
    assert code != sent.code


def test_the_answer_page_takes_no_files_and_no_floods(here: Cast) -> None:
    assert Client().post("/en/code", b"x", content_type="multipart/form-data; boundary=x").status_code == 415
    huge = "code=" + "1" * 200_000
    assert Client().post("/en/code", huge, content_type="application/x-www-form-urlencoded").status_code == 413


def test_days_not_times_are_shown_and_stored(here: Cast) -> None:
    back(tell().code).press("Send", text="x")
    message = Message.objects.get()
    assert type(message.day) is date
    for line in journal.read(message.concern_id):
        if line.kind == "reporter":
            assert (line.at.hour, line.at.minute, line.at.second) == (0, 0, 0)
