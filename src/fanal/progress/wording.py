"""What a text of the room may not say: it is about programmes and practices, never about a person. A list of words is
no reader; the second person reads it too."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, every
from fanal.network.contracts import Actor
from fanal.progress.recognised import child_in
from fanal.web import api as web

_POINTING = frozenset(
    {
        "a known name", "what looks like a name", "an address or number of a person or place",
        "what looks like a place below a country",
    }
)  # fmt: skip


def avoided(text: str, language: str = "") -> list[str]:
    """What the terminology says instead of terms that it blocks (DNH-51). `language`: in which the text is, where it is
    not that of the reader."""
    from fanal.engines.language.api import check_text  # brings the tables of all languages

    return [f"“{one.text}”: {one.say}" for one in check_text(text, language or web.spoken()) if one.level == "block"]


def of_people(actor: Actor, text: str, houses: Collection[str] = ()) -> list[str]:
    """What points at a person: names, places, addresses, numbers. `houses`: names of firms and the like that may stand
    there."""
    found = web.naming.findings(text, actor.org, houses)
    return list(dict.fromkeys(one.words for one in found if one.kind in _POINTING))


def of_child() -> str:
    """What is said where one child could be known by a text."""
    return _("Leave out what one child could be known by. Who is worried about a child uses the form for everybody.")


def cut_child() -> str:
    """The same where somebody types what came from outside."""
    return _("Leave out what one child could be known by, and write there: [cut].")


def need_plain(actor: Actor, texts: Mapping[str, str], houses: Collection[str] = (), language: str = "") -> None:
    """Raises `NotNow`, by field, where a text names a person, one child could be known by it, or it uses a term that
    the terminology blocks."""

    def judged(field: str, text: str) -> None:
        if child_in(text):
            raise NotNow(of_child(), field)
        if found := of_people(actor, text, houses):
            said = _(
                "Leave out names of persons and of places in a country, addresses and telephone numbers: %(which)s"
            )
            raise NotNow(said % {"which": web.dots(*found)}, field)
        if found := avoided(text, language):
            raise NotNow(_("Use other words: %(which)s") % {"which": web.dots(*found)}, field)

    every(*((lambda field=field, text=text: judged(field, text)) for field, text in texts.items() if text))
