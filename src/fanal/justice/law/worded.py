"""What a provision says and what follows from it, in words, for documents that somebody puts together: the same as
everybody reads on its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.html import strip_tags

from fanal.engines.jurisdiction.contracts import Law, Review, ReviewStatus, Truth, Version, versions
from fanal.justice.law import codes, items, ladder, library, places, results, texts
from fanal.justice.law import words as law_words
from fanal.justice.law.ladder import Item


@dataclass(frozen=True, slots=True)
class Follows:
    """An item of the checklist that rests on a provision. `state`: one of the five, or `n_a`; `reasons`: what was
    asked, and what the law answers."""

    code: str
    title: str
    state: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """A provision as it stands on a day, or stood last. `quotes`: words of the law, each with its language; `says`:
    what they mean, field by field; `review`: how far that is reviewed; `digest`: of all its wordings (`ladder.Item`);
    `holds`: which of them hold on that day, counted from the first."""

    law: str
    article: str
    address: str
    quotes: tuple[tuple[str, str], ...]
    says: tuple[tuple[str, str], ...]
    source: str
    source_address: str
    source_on: date | None
    review: str
    reviewed: bool
    repealed: bool
    follows: tuple[Follows, ...]
    digest: str
    holds: tuple[int, ...]


def provisions(state: str, now: datetime) -> list[tuple[str, str]]:
    """The provisions of a country, those of its parts too: as `XA/its-id`, and what each is called."""
    found = []
    for law in library.corpus(now).parts(state):
        for item in ladder.items(law):
            named = f"{law_words.law_name(law)}, {places.article(law, item.id)}"
            heading = places.heading(law, item)
            more = "" if heading == places.article(law, item.id) else f" ({heading})"
            found.append((f"{law.jurisdiction}/{item.id}", named + more))
    return found


def wording(code: str, provision: str, now: datetime) -> Wording | None:
    """What a provision says; None where there is none."""
    law = library.corpus(now).laws.get(code)
    item = ladder.item(law, provision) if law else None
    if law is None or item is None:
        return None
    on = now.date()
    parts = ladder.parts(item.thing)
    stood = list(zip(reversed(parts), texts.texts(law, item, on), strict=True))
    stands = [text for part, text in stood if _holds(part, on)]
    shown = stands or [stood[0][1]]
    read = shown[0].read or shown[0].cited
    reviews = [one.review for one in shown]
    return Wording(
        law_words.law_name(law), places.article(law, provision), places.address("provision", code, provision),
        tuple(_quotes(shown)), tuple((label, strip_tags(str(said))) for one in shown for label, said in one.rows),
        read.title if read else "", read.url if read else "", read.version_date if read else None,
        law_words.review_words(_lowest(reviews, on), on), all(_reviewed(one, on) for one in reviews), not stands,
        tuple(_follows(law, item, now)), item.digest,
        tuple(number for number, part in enumerate(parts) if _holds(part, on)),
    )  # fmt: skip


def _holds(part: Any, on: date) -> bool:
    return not isinstance(part, Version) or versions.holds(part, on) is not Truth.F


def _quotes(shown: list[texts.Text]) -> Iterator[tuple[str, str]]:
    for one in shown:
        if one.cite and one.cite.quote and one.own:
            yield one.cite.quote, one.cited.lang if one.cited else ""


def _reviewed(review: Review, on: date) -> bool:
    return law_words.status_on(review, on) is ReviewStatus.REVIEWED


def _lowest(found: list[Review], on: date) -> Review:
    return next((one for one in found if not _reviewed(one, on)), found[0])


def _follows(law: Law, item: Item, now: datetime) -> Iterator[Follows]:
    """The items of the checklist that rest on it."""
    for one in results.of_state(library.corpus(now), law.jurisdiction, now.date()):
        if item.id in {places.item_id(law, ref.id) for ref in one.provisions}:
            reasons = tuple(
                (law_words.test_words(test), str(codes.TRUTHS[test.value.truth.name])) for test in one.tests
            )
            yield Follows(items.code_of(one.item), items.title(one.item), one.state.value, reasons)


def does(item: str, but: str, now: datetime) -> list[tuple[str, str]]:
    """The laws that do wholly what an item of the checklist asks: their codes and names."""
    corpus = library.corpus(now)
    held = results.table(corpus, now.date())
    return [
        (code, law_words.law_name(corpus.laws[code]))
        for code, briefs in sorted(held.items())
        if code.partition("-")[0] != but and item in briefs and briefs[item].state == "yes"
    ]
