"""What a native speaker reviews of a language that was brought: its parts, each with every translation in it.

A part of the public pages can be said to hold once nothing is missing in it. What was said to hold is kept under its
hash, and shown from then on; a translation that is worded anew waits for the next review, and is English until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, languages, reviews, speakers, translations
from fanal.access.reviews import Item, Reviewer
from fanal.engines.language.exchange import Entry
from fanal.engines.language.texts import DESK, Text
from fanal.site.languages import table
from fanal.site.languages.words import PARTS, name

SHOWN = 2000
"""Translations on the page of a part; the file has all."""


@dataclass(frozen=True, slots=True)
class Part:
    """How a part of a language stands. `missing`: how many of its texts have no translation."""

    language: str
    name: str
    texts: tuple[Text, ...]
    entries: Mapping[str, Entry]

    @property
    def missing(self) -> int:
        return len(self.texts) - len(self.entries)

    @property
    def is_public(self) -> bool:
        return self.name != DESK


@lru_cache(maxsize=64)
def _texts_of(part: str) -> tuple[Text, ...]:
    return tuple(text for text in table.texts().values() if text.part == part)


def parts(language: str) -> Iterator[Part]:
    """The parts of a language, with what is translated now."""
    held = translations.held(language)
    for part in (*languages.public_parts(), DESK):
        texts = _texts_of(part)
        yield Part(language, part, texts, {one.key: held[one.key] for one in texts if one.key in held})


def items() -> Iterator[Item]:
    """All that can be reviewed of what was brought here."""
    for language in translations.brought():
        for part in parts(language):
            if part.entries:
                yield item(part)


def item(part: Part) -> Item:
    """A part as something to review."""
    wording = translations.worded(part.language, part.name, part.entries, whole=not part.missing)
    unready = ""
    if part.is_public and part.missing:
        unready = _("Something is missing in this part. It can be said to hold once every text has its translation.")
    words = f"{name(part.language)}: {PARTS[part.name]}"
    place = languages.item(part.language, part.name)
    return Item(languages.NAME, place, words, wording, partial(_shown, part), unready)


def _shown(part: Part) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """What is new first: what was reviewed before and stayed the same comes after it."""
    known = languages.reviewed(part.language).entries
    rows = sorted((text for text in part.texts if text.key in part.entries), key=lambda text: text.key in known)
    lines = [_line(part, text, is_known=text.key in known) for text in rows[:SHOWN]]
    return [_("English"), _("Translation"), _("State")], lines


def _line(part: Part, text: Text, *, is_known: bool) -> list[object]:
    english = f"{text.singular}\n{text.plural}" if text.plural else text.singular
    strings = "\n".join(part.entries[text.key].strings)
    said = format_html('<span lang="{}" dir="auto">{}</span>', part.language, strings)
    return [format_html('<span lang="en" dir="auto">{}</span>', english), said, _("as reviewed") if is_known else ""]


def _language(item: Item) -> str:
    return item.name.partition("-")[0]


def _keep(item: Item) -> None:
    """What was said to hold is what pages show, in all processes."""
    try:
        translations.keep_wording(_language(item), item.wording)
    except OSError:
        words = _("The folder of translations cannot be written, so nothing was kept. Tell your administrator.")
        raise NotNow(words) from None
    languages.stale()
    transaction.on_commit(languages.stale)


def connect() -> None:
    """Declare what is to review; called once when the site starts."""
    reviews.declare_source(
        reviews.Source(
            name=languages.NAME,
            title=lazy("Translation"),
            asks=lazy(
                "You speak this language from childhood. Read every translation: does it say what the English says, in "
                "words that a frightened person or a child understands, and that blame nobody? It counts once a native "
                "speaker of the secretariat said yes, or native speakers of two organisations; where there is one "
                "member only, one of it. Whoever brought the translations in last is never enough alone."
            ),
            needs=(Reviewer.NATIVE,),
            items=items,
            keep=_keep,
            common=lambda item, said, today: speakers.standing(_language(item), item, said, today),
        )
    )
