"""The wordings of one item of law as a page shows them: when each holds, what it says, its source, its review."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fanal.engines.jurisdiction.contracts import Cite, Law, Review, Source, Version
from fanal.justice.law import fields, ladder, places, words
from fanal.justice.law.fields import Rows
from fanal.justice.law.ladder import Item
from fanal.justice.law.places import address


@dataclass(frozen=True, slots=True)
class Text:
    """One version, or the one wording of what has no versions, as shown. `read`: the source it was read in."""

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


def texts(law: Law, item: Item, on: date) -> list[Text]:
    """The versions of an item, newest first."""
    return [_text(law, part, on) for part in reversed(ladder.parts(item.thing))]


def _text(law: Law, part: Any, on: date) -> Text:
    inside = part.text if isinstance(part, Version) else part
    cite: Cite | None = getattr(part, "cite", None)
    key = part.source if isinstance(part, Version) else cite.source if cite else None
    review: Review = part.review
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
    )


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
