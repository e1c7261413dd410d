"""The child door (DNH-16): people first, then what happens, and only then a form. Short words throughout."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fanal.concerns.form import texts
from fanal.concerns.public import words
from fanal.concerns.public.around import Around
from fanal.concerns.public.place import Place
from fanal.web.api import digits

TEXTS: Mapping[str, str] = {
    "title": gettext_noop("You can talk to someone"),
    "people": gettext_noop("People who listen"),
    "trust": gettext_noop("Tell an adult you trust. It can be a neighbour, a nurse, a teacher, an aunt."),
    "open": gettext_noop("{member} listens {hours}."),
    "happens": gettext_noop("What happens if I tell?"),
    "reads": gettext_noop("{member} reads what you write. {n} people there can open it. No one else can."),
    "first": gettext_noop("They think first of what is good and safe for you."),
    "ask": gettext_noop("They may ask you something here. You do not have to answer."),
    "name": gettext_noop("You need not say your name."),
    "must": gettext_noop("At times we must tell others. This is why: {law}"),
    "stay_safe": gettext_noop("Someone may look at this phone? Then press “Leave this page” when you are done."),
    "pictures": gettext_noop("Do not send us pictures. We cannot take them."),
    "write": gettext_noop("Write to us"),
    "empty": gettext_noop("You did not write anything yet. A few words are enough. Or press “Send” once more."),
    "read": gettext_noop("A person reads it"),
    "asked": gettext_noop("They may ask you something"),
    "asked_note": gettext_noop("only here, with your code"),
    "act": gettext_noop("They do what is good for you"),
}
"""By name. Reading age at most eleven in every language (DNH-17)."""


def text(name: str, **values: str | int) -> SafeString:
    """A text of the child door."""
    return words.filled(_(TEXTS[name]), **values)


def may_write(around: Around) -> bool:
    """Whether there is a form at all: only where somebody can be called as well."""
    return bool(around.helplines or around.duty)


def what_happens(place: Place, around: Around) -> list[SafeString]:
    """What happens if a child tells, including when we must tell others."""
    return [
        text("reads", member=place.member, n=digits(place.readers)),
        text("first"),
        text("ask"),
        text("name"),
        text("must", law=around.law),
    ]


def door(place: Place, around: Around) -> dict[str, Any]:
    """What the first page of the door shows, in its fixed order."""
    return {
        "title": text("title"),
        "people": text("people"),
        "calls": [*around.helplines, *around.duty],
        "trust": text("trust"),
        "open": text("open", member=place.member, hours=words.hours_words(place.hours)),
        "happens": text("happens"),
        "what_happens": what_happens(place, around),
        "may_write": may_write(around),
        "write": text("write"),
        "always": always(),
        "stay_safe": text("stay_safe"),
    }


def nowhere() -> dict[str, Any]:
    """What the door says where nobody listens."""
    return {"title": text("title"), "people": text("people"), "trust": text("trust"), "always": always()}


def always() -> list[str]:
    """Said on every page of the door."""
    return [_(line) for line in texts.CHILD_ALWAYS]


def repeated(place: Place, around: Around) -> list[SafeString]:
    """What stands once more before the button that sends."""
    return [text("must", law=around.law), text("pictures"), text("reads", member=place.member, n=digits(place.readers))]
