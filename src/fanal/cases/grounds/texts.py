"""What is read to a child before it decides: one short text for each code of the list `consent_explained`, for a child
of eleven. A row of the ledger keeps version and language of what was read (`consent.text_read`); a text that changes
gets a new version, and the older ones stay here."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from fanal.vocabulary.words import gettext_noop

NEWEST: Final = 1
TEXTS: Final[Mapping[int, Mapping[str, str]]] = {
    1: {
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
    },
}
"""By version, then by code."""


def text(code: str, version: int = NEWEST) -> str:
    """The text of a code in the language of the reader."""
    return _(TEXTS[version][code])
