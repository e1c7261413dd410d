"""Retention classes in words: message ids by code, translated where staff read them."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop

KEPT: Mapping[str, str] = {
    "practice": gettext_noop("Practice"),
    "spam": gettext_noop("Spam"),
    "out_of_scope": gettext_noop("Not for us"),
    "concern_unfounded": gettext_noop("Unfounded"),
    "concern_not_enough_information": gettext_noop("Not enough information"),
    "concern_closed": gettext_noop("Closed"),
    "as_case": gettext_noop("Kept with the case"),
    "reporter_identity": gettext_noop("Who told us"),
    "handover_copy": gettext_noop("Copy of a handover"),
    "handover_words": gettext_noop("What partners wrote to each other about a handover"),
}
