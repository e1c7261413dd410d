"""What staff write to a reporter: through the member, once, and only where there is a code to read it with."""

from uuid import uuid4

import pytest
from django.urls import reverse

from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.concerns import duties
from fanal.concerns.content import NoteContent
from fanal.concerns.models import Message
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import dialogue, triage
from fanal.concerns.triage.decisions import Choice, decide
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import day_id
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.concerns.told import HOUR, Sent, named, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def reply(sent: Sent, words: str) -> None:
    assert sent.receipt is not None
    public.reply(sent.receipt, day_id(NOW.date()), words, 0, None, NOW)


def test_a_question_an_answer_and_an_end(cast: Cast) -> None:
    """The reporter reads the organisation's words without any name; each side's message moves status and clocks."""
    sent = tell(cast)
    assert sent.receipt is not None
    dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW)
    thread = public.look(sent.receipt, NOW)
    assert (thread.status, [line.text for line in thread.lines]) == ("question", ["Which floor?"])
    assert "Amara" not in repr(thread)
    reply(sent, "The third")
    assert (sent.row.status, sent.row.new_message) == ("read", True)
    assert duties.ANSWER_REPORTER.code in {one.kind for one in clocks.open_duties(org=cast.aurora)}
    file = triage.look(cast["femi"], sent.id, NOW)
    assert [(one.side, one.by, one.text) for one in file.thread] == [
        ("staff", "Amara", "Which floor?"),
        ("reporter", "", "The third"),
    ]
    dialogue.write(cast["femi"], sent.id, "Thank you", question=False, now=NOW + HOUR)
    assert not sent.row.new_message
    assert duties.ANSWER_REPORTER.code not in {one.kind for one in clocks.open_duties(org=cast.aurora)}


def test_a_decided_concern_asks_its_reporter_nothing_any_more(cast: Cast) -> None:
    """The question stays to be read; the page does not go on asking. A question asked afterwards counts."""
    sent = tell(cast)
    assert sent.receipt is not None
    dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW)
    case = Choice(Triage.OPEN_CASE, NoteContent(worker="marek", safe_contact="through the school"))
    decide(cast["amara"], sent.id, named(cast, case), sent.row.version, NOW + HOUR)
    thread = public.look(sent.receipt, NOW + HOUR)
    assert (thread.status, [line.text for line in thread.lines]) == ("working", ["Which floor?"])
    dialogue.write(cast["amara"], sent.id, "Which door?", question=True, now=NOW + 2 * HOUR)
    assert public.look(sent.receipt, NOW + 2 * HOUR).status == "question"


def test_a_message_that_needs_no_answer_leaves_the_queue(cast: Cast) -> None:
    sent = tell(cast)
    reply(sent, "Thank you")
    dialogue.settle(cast["amara"], sent.id, NOW)
    assert not sent.row.new_message
    assert duties.ANSWER_REPORTER.code not in {one.kind for one in clocks.open_duties(org=cast.aurora)}
    with pytest.raises(NotAllowed):
        dialogue.settle(cast["edo"], sent.id, NOW)


def test_sent_twice_is_one(cast: Cast) -> None:
    sent, key = tell(cast), uuid4()
    for _ in range(3):
        dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW, key=key)
    assert Message.objects.filter(concern=sent.id).count() == 1


def test_without_a_code_nothing_is_written_into_the_void(cast: Cast) -> None:
    sent = tell(cast, code=False)
    with pytest.raises(NotNow, match="no code"):
        dialogue.write(cast["amara"], sent.id, "Which floor?", question=True, now=NOW)
    page = text(client_of(cast, "amara").get(reverse("concerns:concern", args=[sent.id])))
    assert "They hold no code" in page
    assert reverse("concerns:write", args=[sent.id]) not in page


@pytest.mark.parametrize("username", ["edo", "celia", "dalia"])
def test_who_may_not_open_may_not_write(cast: Cast, username: str) -> None:
    sent = tell(cast)
    with pytest.raises(NotAllowed):
        dialogue.write(cast[username], sent.id, "Hello", question=False, now=NOW)


def test_the_page_refuses_addresses_and_pictures_and_keeps_what_was_typed(cast: Cast) -> None:
    """The principle holds for staff too: no link to material, no file in disguise."""
    sent = tell(cast)
    client = client_of(cast, "amara")
    url = reverse("concerns:write", args=[sent.id])
    for wrong, said in (
        ("Look at https://bad.example/x and tell me", "Take the address out"),
        ("data:image/png;base64," + "A" * 300, "We cannot take files"),
        ("", "needs an answer"),
    ):
        page = client.post(url, {"text": wrong, "question": "on", "key": str(uuid4())})
        assert page.status_code == 200
        assert said in text(page)
    assert not Message.objects.exists()
    assert client.post(url, {"text": "Which floor?", "question": "on", "key": str(uuid4())}).status_code == 302
    assert sent.row.status == "question"


def test_a_key_that_another_concern_has_used_is_refused_in_words(cast: Cast) -> None:
    first, other, key = tell(cast), tell(cast), uuid4()
    dialogue.write(cast["amara"], first.id, "Which floor?", question=True, now=NOW, key=key)
    with pytest.raises(NotNow, match="belongs elsewhere"):
        dialogue.write(cast["amara"], other.id, "Which floor?", question=True, now=NOW, key=key)
