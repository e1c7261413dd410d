"""Who may do which deed on a cell of the board: an assessor finds, a second reader reads, either tells the state, and
somebody else than whoever found it publishes."""

from django.utils.translation import gettext_lazy as lazy

from fanal.access import api as access
from fanal.network.contracts import Role
from fanal.progress.models import (
    BesideReply,
    Cell,
    CountryAssessment,
    Notice,
    Publication,
    Reading,
    ReplyNumber,
    StateReply,
)  # fmt: skip
from fanal.progress.policy import ASSESSOR, HOUSES, SECOND_READER

ASSESS, READ_SECOND, TELL, PUBLISH = "progress.assess", "progress.read_second", "progress.tell", "progress.publish"
NUMBER = "progress.give_number"
REPLY, TYPE, CONFIRM = "progress.reply", "progress.type_reply", "progress.confirm_reply"
ANSWER, TRANSLATE = "progress.answer_reply", "progress.translate_reply"
COMPARE = "progress.compare_translation"
REPLIES = (REPLY, TYPE, CONFIRM, ANSWER, TRANSLATE, COMPARE)
CHAIN = (ASSESS, READ_SECOND, TELL, NUMBER, PUBLISH, *REPLIES)
DEEDS = {
    ASSESS: lazy("Said where a country stands with a commitment"),
    READ_SECOND: lazy("Read an assessment, as the second reader"),
    TELL: lazy("Told an office of a state what will be said of it"),
    NUMBER: lazy("Made the number that an office of a state is told by telephone"),
    PUBLISH: lazy("Published an assessment"),
    REPLY: lazy("An office of a state replied to what will be said of it"),
    TYPE: lazy("Typed a reply of a state that came by letter"),
    CONFIRM: lazy("Compared a typed reply with its letter, as the second person"),
    ANSWER: lazy("Answered a point of a reply of a state"),
    TRANSLATE: lazy("Put a reply of a state into another language"),
    COMPARE: lazy("Compared a translation with the reply of a state, as the second person"),
}
for _model in (Cell, CountryAssessment, Reading, Notice, ReplyNumber, StateReply, BesideReply, Publication):
    access.scope(_model, lambda _actor, rows: rows)  # of states, not of people: whoever has the room reads all
access.allow(ASSESS, grant=ASSESSOR, kinds=HOUSES, own_only=False)
access.allow(READ_SECOND, grant=SECOND_READER, kinds=HOUSES, own_only=False)
for _deed in (TELL, NUMBER, TYPE, CONFIRM, TRANSLATE, COMPARE):
    access.allow(_deed, Role.ANALYST, grants=(ASSESSOR, SECOND_READER), kinds=HOUSES, own_only=False)
access.allow(ANSWER, grant=ASSESSOR, kinds=HOUSES, own_only=False)
access.allow(PUBLISH, Role.ANALYST, grant=SECOND_READER, kinds=HOUSES, own_only=False)
