"""DNH-22: a child or adult survivor can see, correct and add; a pack for them builds without third parties.

In the room of concerns the survivor is the child who told us with a code. What the rule means here: the code opens how
it stands and the thread, correcting and adding is one box, nothing of a third party is on that page, and what the child
adds reaches the people who read, whatever was decided meanwhile. (The access pack is the cases' room's.)
"""

import pytest

from fanal.concerns.content import NoteContent
from fanal.concerns.public import dialogue as public
from fanal.concerns.public.place import place_of
from fanal.concerns.triage import decisions, dialogue, triage
from fanal.vocabulary.codes import Triage
from fanal.vocabulary.ids import day_id
from tests.people import NOW, Cast
from tests.rooms.concerns.told import Sent, tell

pytestmark = pytest.mark.django_db
CHILD = {
    "danger": None, "what": None, "words": None, "how_known": None, "place_type": None, "place": None, "when": None,
    "children": None, "age": None, "child_is": None, "child_words": None, "adults": None, "mobility": None,
    "countries": None, "basis": None, "adult_words": None, "you": None, "reply": None, "reply_contact": None,
    "pass_on": None, "exposure": None, "country": None, "happening": "He makes us stay in the back room",
    "safe_now": "not_sure",
}  # fmt: skip


@pytest.fixture
def told(cast: Cast) -> Sent:
    return tell(cast, child_door=True, **CHILD)


def _reply(told: Sent, text: str) -> None:
    assert told.receipt is not None
    public.reply(told.receipt, day_id(NOW.date()), text, 0, place_of("XA", NOW), NOW)


def test_a_child_sees_and_adds(cast: Cast, told: Sent) -> None:
    """Reads our question with the code, corrects what was wrong, and a person of ours reads the correction."""
    dialogue.write(cast["amara"], told.id, "Is it the house near the river?", question=True, now=NOW)
    assert told.receipt is not None
    thread = public.look(told.receipt, NOW)
    assert [line.text for line in thread.lines] == ["Is it the house near the river?"]
    _reply(told, "No, I was wrong. It is near the market")
    found = triage.look(cast["amara"], told.id, NOW)
    assert [one.text for one in found.thread][-1] == "No, I was wrong. It is near the market"
    assert told.row.new_message


def test_adding_stays_possible_after_a_decision(cast: Cast, told: Sent) -> None:
    choice = decisions.Choice(Triage.INFORMATION_ONLY, NoteContent(text="Known to the school"))
    decisions.decide(cast["amara"], told.id, choice, told.row.version, NOW)
    _reply(told, "It happened again")
    assert told.row.new_message


def test_nothing_of_a_third_party_is_there(cast: Cast, told: Sent) -> None:
    """No name of staff, no note of a decision, no words about an adult: the thread and a neutral status."""
    note = NoteContent(text="The adult is known to us")
    choice = decisions.Choice(Triage.INFORMATION_ONLY, note)
    dialogue.write(cast["amara"], told.id, "We read this.", question=False, now=NOW)
    decisions.decide(cast["amara"], told.id, choice, told.row.version, NOW)
    assert told.receipt is not None
    thread = public.look(told.receipt, NOW)
    shown = f"{thread} {[line.text for line in thread.lines]}"
    assert "We read this." in shown
    assert "Amara" not in shown
    assert note.text not in shown
    assert CHILD["happening"] not in shown  # a found code never opens the report
