"""The wordings of one item of law as a page shows them: when each holds, what it says, its source, its review."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.engines.jurisdiction.contracts import Article, Cite, Law, Review, Source, Version, extracts, stored
from fanal.justice.law import changes, fields, ladder, places, words
from fanal.justice.law.fields import Rows
from fanal.justice.law.ladder import Item
from fanal.justice.law.places import address

_NONE = SafeString()


@dataclass(frozen=True, slots=True)
class Text:
    """One version, or the one wording of what has no versions, as shown. `read`: the source it was read in; `own`:
    whether the words that it cites are of its days, and not of a later text; `articles`: what is stored of these."""

    holds: tuple[str, str]
    current: bool
    rows: Rows
    cite: Cite | None
    read: Source | None
    cited: Source | None
    review: Review
    review_words: str
    unknown: bool
    from_memory: bool
    note: str
    offences: tuple[tuple[str, str], ...]
    exceptions: tuple["Words", ...]
    own: bool
    articles: tuple[Article, ...]
    quote: SafeString = _NONE


@dataclass(frozen=True, slots=True)
class Words:
    """What an item rests on: a citation, its source. `about`: the exception that these words are about, if one."""

    jurisdiction: str
    cite: Cite
    source: Source | None
    about: str = ""

    @property
    def articles(self) -> list[Article]:
        """Its articles as far as they are stored."""
        return stored.cited(self.jurisdiction, self.cite)


def words_of(law: Law, item: Item | None) -> list[Words]:
    """What an item of a law cites, newest first, each once."""
    found = list[Words]()
    for part in reversed(ladder.parts(item.thing) if item else ()):
        found += [_words(law, part.cite)] if part.cite else []
        found += _exceptions(law, part)
    return list(dict.fromkeys(found))


def _exceptions(law: Law, part: Any) -> Iterator[Words]:
    """The words that say whose an exception of a part is."""
    for one in extracts.exceptions(part):
        if one.burden_cite:
            yield _words(law, one.burden_cite, fields.exception(one))


def _words(law: Law, cite: Cite, about: str = "") -> Words:
    return Words(law.jurisdiction, cite, law.sources.get(cite.source or ""), about)


def texts(law: Law, item: Item, on: date) -> list[Text]:
    """The versions of an item, newest first, each with its words; those that the one before had not are marked."""
    newest, *older = reversed(ladder.parts(item.thing))
    found = [_text(law, newest, on, newest=True), *(_text(law, part, on, newest=False) for part in older)]
    quotes = [one.cite.quote or "" if one.cite and one.own else "" for one in found]
    return [
        replace(one, quote=changes.marked(*pair)) for one, *pair in zip(found, [*quotes[1:], ""], quotes, strict=True)
    ]


def in_lines(shown: list[Text]) -> str:
    """The same as plain lines, to be compared with another wording."""
    lines = list[str]()
    for one in shown:
        lines += [", ".join(one.holds)] if one.holds[0] else []
        lines += [f"{one.cite.art}: “{one.cite.quote}”" if one.cite.quote else one.cite.art] if one.cite else []
        sources = (source for source in (one.read, one.cited) if source)
        lines += dict.fromkeys(" ".join((source.title, str(source.version_date or ""))).strip() for source in sources)
        lines += [_("The wording is not known.")] if one.unknown else []
        lines += [f"{label}: {strip_tags(str(words))}" for label, words in one.rows]
        lines += [f"{words.about}: “{words.cite.quote}”" for words in one.exceptions if words.cite.quote]
        lines += [one.note] if one.note else []
    return "\n".join(lines)


def _text(law: Law, part: Any, on: date, *, newest: bool) -> Text:
    inside = part.text if isinstance(part, Version) else part
    cite: Cite | None = getattr(part, "cite", None)
    key = _source(part)
    review: Review = part.review
    own = newest or cite is None or cite.source == key
    return Text(
        _holds(part),
        not isinstance(part, Version) or part.end is None,
        [] if getattr(part, "unknown", False) else fields.rows(inside, law.state),
        cite,
        law.sources.get(key or ""),
        law.sources.get(cite.source or "") if cite else None,
        review,
        words.review_words(review, on),
        getattr(part, "unknown", False),
        getattr(part, "from_memory", False),
        getattr(part, "note", ""),
        _offences(law, inside),
        tuple(_exceptions(law, part)),
        own,
        tuple(stored.cited(law.jurisdiction, cite if own else replace(cite, source=key)) if cite else ()),
    )


def address_of(law: Law, item: Item) -> str:
    """Where the official text of an item is, by its newest wording; empty where no text was read."""
    last = ladder.parts(item.thing)[-1]
    read = law.sources.get(_source(last) or "")
    return read.url if read else ""


def _source(part: Any) -> str | None:
    """The text in which a part was read, as the engine reads it (`versions.reference`)."""
    cite: Cite | None = getattr(part, "cite", None)
    if isinstance(part, Version) and (part.source or part.from_memory or part.unknown):
        return part.source
    return cite.source if cite else None


def _offences(law: Law, text: Any) -> tuple[tuple[str, str], ...]:
    """The offences that a rule names, by their articles; none where it is about all of the file."""
    named = getattr(text, "offences", None) or ()
    return tuple(
        (f"{places.article(law, one)} ({one})", address("provision", law.jurisdiction, one)) for one in sorted(named)
    )


def _holds(part: Any) -> tuple[str, str]:
    """From when, and until when."""
    if isinstance(part, Version):
        return words.edge_words(part.start), words.edge_words(part.end, end=True)
    if getattr(part, "from_", None) or getattr(part, "to", None):
        return words.edge_words(part.from_), words.edge_words(part.to, end=True)
    return "", ""
