"""Why a handover goes to somebody, in words: message ids by code."""

from collections.abc import Mapping

from fanal.vocabulary.words import gettext_noop

ROLE: Mapping[str, str] = {
    "keep": gettext_noop("We keep it"),
    "place": gettext_noop("Member where it happened"),
    "sending": gettext_noop("Member where the adult lives, comes from or goes"),
    "member": gettext_noop("Member whom the child allows to know"),
    "child_home": gettext_noop("Member whom the child allows to know"),
    "authority": gettext_noop("Authority"),
    "hotline_signpost": gettext_noop("Hotline"),
}
