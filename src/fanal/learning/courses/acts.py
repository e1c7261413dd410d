"""What somebody can do in a situation: a closed list of acts, each of one class. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class ActClass(StrEnum):
    """TELL is the signal that is scored. RESPOND is for who cares for a child or takes what is told."""

    TELL = "tell"
    NOTE = "note"
    CONTINUE = "continue"
    RESPOND = "respond"
    HARMFUL = "harmful"


class Act(StrEnum):
    """One of them."""

    TELL_MEMBER = "tell_member"
    TELL_NAMED_CONTACT = "tell_named_contact"
    CALL_EMERGENCY = "call_emergency"

    NOTE_FACTS = "note_facts"

    CARRY_ON = "carry_on"
    OFFER_HELP = "offer_help"
    SAME_PROCEDURE_FOR_ALL = "same_procedure_for_all"

    LISTEN = "listen"
    BELIEVE_AND_THANK = "believe_and_thank"
    NAME_FEELING = "name_feeling"
    SAY_WHAT_COMES_NEXT = "say_what_comes_next"
    OFFER_CHOICE = "offer_choice"
    ASK_BEFORE_TOUCH = "ask_before_touch"
    KEEP_IT_OPEN = "keep_it_open"
    STAY = "stay"
    REMOVE_DANGER = "remove_danger"
    HAND_OVER_IN_PERSON = "hand_over_in_person"
    SAY_WHO_MUST_KNOW = "say_who_must_know"
    WRITE_OWN_WORDS = "write_own_words"
    ASK_CONSENT = "ask_consent"
    ASK_COLLEAGUE = "ask_colleague"
    LOOK_FOR_DANGER = "look_for_danger"
    PASS_TO_WHO_CAN_ACT = "pass_to_who_can_act"  # noqa: S105 - an act, no password
    DECLARE_TIE = "declare_tie"
    FOLLOW_RULE = "follow_rule"
    CARE_FOR_SELF = "care_for_self"

    CONFRONT = "confront"
    QUESTION_CHILD = "question_child"
    FOLLOW = "follow"
    ENTER_ROOM = "enter_room"
    SEARCH_BELONGINGS = "search_belongings"
    TAKE_PICTURE = "take_picture"
    POST_ONLINE = "post_online"
    WARN_SUSPECT = "warn_suspect"
    REFUSE_BY_LOOK = "refuse_by_look"
    PROMISE_SECRECY = "promise_secrecy"
    PAY_OR_BARGAIN = "pay_or_bargain"
    SEND_CHILD_AWAY = "send_child_away"
    INVESTIGATE = "investigate"
    BLAME = "blame"
    DOUBT = "doubt"
    TOUCH_UNASKED = "touch_unasked"
    GIVE_IN_SECRET = "give_in_secret"  # noqa: S105 - an act, no password
    LEAVE_ALONE = "leave_alone"
    WAIT = "wait"
    TELL_TOO_MANY = "tell_too_many"
    DECIDE_ALONE = "decide_alone"
    PUNISH = "punish"


_FIRST = {
    ActClass.TELL: Act.TELL_MEMBER, ActClass.NOTE: Act.NOTE_FACTS, ActClass.CONTINUE: Act.CARRY_ON,
    ActClass.RESPOND: Act.LISTEN, ActClass.HARMFUL: Act.CONFRONT,
}  # fmt: skip


def _classes() -> dict[Act, ActClass]:
    found, now = {}, ActClass.TELL
    for act in Act:
        now = next((kind for kind, first in _FIRST.items() if first is act), now)
        found[act] = now
    return found


CLASSES: Mapping[Act, ActClass] = _classes()
"""By act its class; the list is written in the order of the classes."""
