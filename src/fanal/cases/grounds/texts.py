"""What is read to a child before it decides: one short text for each code of the list `consent_explained`, for a child
of eleven. A row of the ledger keeps version and language of what was read (`consent.text_read`); a text that changes
gets a new version, and the older ones stay here."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from fanal.cases.codes import ConsentPurpose
from fanal.vocabulary.words import gettext_noop

NEWEST: Final = 2
_FIRST: Final[Mapping[str, str]] = {
    "agrees_to_interview": gettext_noop(
        "We would like to talk with you. You choose what you tell. You can stop at any time."
    ),
    "purpose": gettext_noop("We ask so that we can help you. For each question you can ask us why."),
    "uses_of_data": gettext_noop(
        "We write down some of what you tell. Only the people who help you read it. You can ask who they are."
    ),
    "research_use": gettext_noop("We count how many children we help. Your name is never in it. You can say no."),
    "right_to_see_data": gettext_noop(
        "You can ask to see what we wrote. If something is wrong, tell us and we put it right."
    ),
    "how_long_kept": gettext_noop(
        "We keep what we wrote for some time after we stop helping you. Then we delete it. You can ask how long."
    ),
    "how_to_withdraw": gettext_noop("You can change your mind later. Tell us, and we stop. Nobody will be angry."),
    "limits_of_confidentiality": gettext_noop(
        "If somebody is in danger, we may have to tell a person who can stop it. We try to tell you first."
    ),
}
TEXTS: Final[Mapping[int, Mapping[str, str]]] = {
    1: _FIRST,
    2: {
        **_FIRST,
        "uses_of_data": gettext_noop(
            "We write down some of what you tell. The people who help you read it, and those here who make sure that "
            "we help well. You can ask who they are."
        ),
        "research_use": gettext_noop(
            "We count children, what happened and what helped, also your answers to our questions. Your name is not in "
            "it. You can say no."
        ),
        "right_to_see_data": gettext_noop(
            "You can ask what we keep about you. Some of it we read with you, because others are in it too. If "
            "something is wrong, tell us: we look at it and answer you."
        ),
        "how_long_kept": gettext_noop(
            "We keep it for some years, often until you are grown up. Then we delete it. You can ask how long."
        ),
        "how_to_withdraw": gettext_noop(
            "You can change your mind later. Tell us, and we stop what rests on your yes. Nobody will be angry."
        ),
        "limits_of_confidentiality": gettext_noop(
            "If somebody is in danger, or the law says we must, we may have to tell someone outside. We try to tell "
            "you first."
        ),
    },
}
"""By version, then by code."""
LINKED: Final[Mapping[int, str]] = {
    2: gettext_noop("To see whether two lists count the same child, your name is turned into signs. You can say no."),
}
"""By version: what is read in place of `research_use` where lists are to be compared."""


def text(code: str, purpose: ConsentPurpose | None) -> str:
    """The text of a code in the language of the reader, for a purpose that has words of its own in those."""
    linked = LINKED.get(NEWEST) if purpose is ConsentPurpose.RESEARCH_LINKAGE and code == "research_use" else None
    return _(linked or TEXTS[NEWEST][code])
