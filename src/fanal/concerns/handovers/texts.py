"""Why a handover goes to somebody, in words: message ids by code."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop

ROLE: Mapping[str, str] = {
    "keep": gettext_noop("We keep it"),
    "place": gettext_noop("Member where it happened"),
    "sending": gettext_noop("Member where the adult lives, comes from or goes"),
    "child_home": gettext_noop("Member in the child's home country"),
    "authority": gettext_noop("Authority"),
    "hotline_signpost": gettext_noop("Hotline"),
}
