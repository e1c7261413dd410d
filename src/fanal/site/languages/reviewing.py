"""What a native speaker reviews of a language that was brought: its parts, each with every translation in it.

A part of the public pages can be said to hold once nothing is missing in it. What was said to hold is kept under its
hash, and shown from then on; a translation that is worded anew waits for the next review, and is English until then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial

from django.db import transaction
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotNow, languages, reviews, speakers, translations
from fanal.access.reviews import Item, Reviewer
from fanal.engines.language.exchange import Entry
from fanal.engines.language.faults import faults
from fanal.engines.language.texts import DESK, Text
from fanal.site.languages import table
from fanal.site.languages.words import PARTS, name
from fanal.web import api as web


@dataclass(frozen=True)
class Part:
    """How a part of a language stands. `missing`: how many of its texts have no translation; `wrong`: those that lie
    there with a fault, as nothing that came in by a page or a command does, as they were when they were looked at."""

    language: str
    name: str
    texts: tuple[Text, ...]
    entries: Mapping[str, Entry]
    wrong: Mapping[Text, Entry] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        return len(self.texts) - len(self.entries)

    @property
    def is_public(self) -> bool:
        return self.name != DESK

    @cached_property
    def wording(self) -> bytes:
        """What a review of it is about."""
        return translations.worded(self.language, self.name, self.entries, whole=not self.missing)


@lru_cache(maxsize=64)
def _texts_of(part: str) -> tuple[Text, ...]:
    return tuple(text for text in table.texts().values() if text.part == part)


_parts: dict[str, tuple[translations.Entries, tuple[Part, ...]]] = {}


def parts(language: str) -> tuple[Part, ...]:
    """The parts of a language, with what is translated now; kept as long as the file is the same."""
    held = translations.held(language)
    known = _parts.get(language)
    if known is None or known[0] is not held:
        known = _parts[language] = held, tuple(_made(language, held))
    return known[1]


def _made(language: str, held: translations.Entries) -> Iterator[Part]:
    good = languages.sound(language, held)
    for part in (*languages.public_parts(), DESK):
        texts = _texts_of(part)
        wrong = {one: held[one.key] for one in texts if one.key in held and one.key not in good}
        yield Part(language, part, texts, {one.key: good[one.key] for one in texts if one.key in good}, wrong)


def items() -> Iterator[Item]:
    """All that can be reviewed of what was brought here."""
    for language in translations.brought():
        for part in parts(language):
            if part.entries or part.wrong:
                yield item(part)


def item(part: Part) -> Item:
    """A part as something to review."""
    unready = ""
    if part.wrong:
        unready = _wrong(part)
    elif part.is_public and part.missing:
        unready = _("Something is missing in this part. It can be said to hold once every text has its translation.")
    words = f"{name(part.language)}: {PARTS[part.name]}"
    place = languages.item(part.language, part.name)
    return Item(languages.NAME, place, words, part.wording, partial(_shown, part), unready)


def _wrong(part: Part) -> str:
    """Where the first translation with a fault is, and what is wrong with it."""
    text, entry = next(iter(part.wrong.items()))
    fault = next(faults(text, entry.strings, part.language))
    number = web.digits(part.texts.index(text) + 1)
    says = {"number": number, "key": text.key, "what": table.words(fault, text, part.language)}
    return _("Text %(number)s of this part (key %(key)s) lies in the folder with a fault. %(what)s") % says


def _shown(part: Part) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """What is new first: what was reviewed before and stayed the same comes after it."""
    known = languages.reviewed(part.language).entries
    rows = sorted((text for text in part.texts if text.key in part.entries), key=lambda text: text.key in known)
    lines = [_line(part, text, is_known=text.key in known) for text in rows]
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
