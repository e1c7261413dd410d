"""Which version of a provision holds on a day, or on the days between two; and whether its text may be relied on.

A day that no version covers is "not in force" (false). A day between the two edges of an uncertain change is not known
(`#commencement`): several texts may have followed each other there, so agreement of those we have read proves nothing.
A day after the last on which the law was read, of which no text is held, is not known either (`#unread:<day>`).
A version whose wording nobody established (`#wording`), whose review has run out on the day of the answer, or whose
review stands below what was asked for (`#review`), is not known either
(docs/law-rules.md, "Values").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from fanal.engines.jurisdiction.answer import Ref
from fanal.engines.jurisdiction.facts import Moments
from fanal.engines.jurisdiction.model import (
    EMPTY,
    Edge,
    Law,
    Provision,
    Review,
    ReviewStatus,
    Source,
    Switch,
    Version,
)
from fanal.engines.jurisdiction.values import FALSE, TRUE, Truth, Value, law_unknown, unknown
from fanal.vocabulary.dates import Interval

LADDER = (ReviewStatus.EXPIRED, ReviewStatus.DRAFTED, ReviewStatus.CHECKED, ReviewStatus.REVIEWED)
ALWAYS = Interval()
_DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Stretch[Text]:
    """Days, both included, on which nothing changes. `value`: T the text of `versions[0]` holds, F none, U see why.

    `versions` are all that may hold there: one where `value` is T, none where it is F.
    """

    first: date
    last: date
    versions: tuple[Version[Text], ...]
    value: Value

    @property
    def text(self) -> Text:
        """Only where `value` is T."""
        return self.versions[0].text


def started(edge: Edge | None, day: date) -> Truth:
    """Whether the change has happened by `day`; no edge at all: since ever."""
    if edge is None or (edge.by is not None and day >= edge.by):
        return Truth.T
    return Truth.F if edge.after is not None and day <= edge.after else Truth.U


def holds[Text](version: Version[Text], day: date) -> Truth:
    begun = started(version.start, day)
    if version.end is None or begun is Truth.F:
        return begun
    return min(begun, Truth(Truth.T - started(version.end, day)))


def in_force[Text](provision: Provision[Text], when: date | Interval, moments: Moments) -> tuple[Stretch[Text], ...]:
    """The state of the law over `when` in order, without gaps; one stretch for a day."""
    first, last = (when, when) if isinstance(when, date) else (when.first or date.min, when.last or date.max)
    stretches: list[Stretch[Text]] = []
    starts = sorted({first, *_changes(provision.versions, first, last)})
    for begin, following in zip(starts, [*starts[1:], None], strict=True):
        end = last if following is None else following - timedelta(1)
        state = _state(provision, begin, moments)
        if stretches and stretches[-1].versions == state[0] and stretches[-1].value == state[1]:
            stretches[-1] = Stretch(stretches[-1].first, end, *state)
        else:
            stretches.append(Stretch(begin, end, *state))
    return tuple(stretches)


def _changes[Text](versions: Iterable[Version[Text]], first: date, last: date) -> set[date]:
    """Days after `first`, until `last`, on which the state of some version may be another than the day before."""
    found = set()
    for version in versions:
        for edge in (version.start, version.end):
            if edge is None:
                continue
            if edge.by is not None and first < edge.by <= last:
                found.add(edge.by)
            if edge.after is not None and first <= edge.after < last:
                found.add(edge.after + timedelta(1))
    return found


def _state[Text](provision: Provision[Text], day: date, moments: Moments) -> tuple[tuple[Version[Text], ...], Value]:
    standing = [(version, truth) for version in provision.versions if (truth := holds(version, day)) is not Truth.F]
    if not standing:
        return (), FALSE
    versions = tuple(version for version, _ in standing)
    if len(standing) > 1 or standing[0][1] is Truth.U:
        return versions, law_unknown(provision.jurisdiction, f"{provision.id}#{doubt(versions, day)}")
    return versions, legible(provision, versions[0], moments)


def doubt(versions: Iterable[Version[Any]], day: date) -> str:
    """Why it is not known which of some texts holds on a day: one changed on an uncertain day, or reading stopped.

    Reading stopped where a text ends "after" a day and by none (decision 5).
    """
    ends = [one.end for one in versions if one.end]
    stopped = {end.after for end in ends if end.after and end.after < day and end.by is None}
    return f"unread:{max(stopped)}" if stopped else "commencement"


def unread(provision: Provision[Any]) -> Iterator[tuple[date, date]]:
    """The days of which nobody knows what a provision said: no text was read, or reading began late or stopped."""
    return ((first, last) for first, last in _unread(provision.versions) if first <= last)


def _unread(versions: Sequence[Version[Any]]) -> Iterator[tuple[date, date]]:
    for version, following in zip_longest(versions, versions[1:]):
        start, end = version.start, version.end
        if version.unknown:
            yield _first(version), end.by - _DAY if end and end.by else date.max
        if start and start.by and not start.after:
            yield date.min, start.by - _DAY
        if end and end.after and not end.by:
            yield end.after + _DAY, _first(following) - _DAY if following else date.max


def _first(version: Version[Any]) -> date:
    """The first day on which a version may have held."""
    start = version.start
    return (start.after + _DAY if start.after else start.by or date.min) if start else date.min


def legible[Text](provision: Provision[Text], version: Version[Text], moments: Moments) -> Value:
    """Whether its text may be relied on by the day of the answer."""
    if version.unknown:
        return law_unknown(provision.jurisdiction, f"{provision.id}#wording")
    if not reliable(version.review, moments):
        return law_unknown(provision.jurisdiction, f"{provision.id}#review")
    return TRUE


def reliable(review: Review, moments: Moments) -> bool:
    if moments.min_review == ReviewStatus.DRAFTED and review.valid_until is None:
        return True  # the common case: every written status is enough, and none runs out
    return LADDER.index(standing(review, moments.as_of)) >= LADDER.index(ReviewStatus(moments.min_review))


def standing(review: Review, as_of: date) -> ReviewStatus:
    """The status on that day: what has passed its `valid_until` is expired."""
    return ReviewStatus.EXPIRED if review.valid_until and review.valid_until < as_of else review.status


def group(law: Law, name: str, moments: Moments) -> Switch:
    """A group of fields that is read as a whole; where its review does not do, as if nobody had written it."""
    found = law.group(name)
    return found if found is EMPTY or reliable(found.review, moments) else EMPTY


def distinct[Text](stretches: Iterable[Stretch[Text]], content: Callable[[Text], object]) -> tuple[Stretch[Text], ...]:
    """The first of those that say the same: versions that differ in something else are one reading."""
    found: list[tuple[Stretch[Text], object]] = []
    for stretch in stretches:
        said = (stretch.value, content(stretch.text) if stretch.value.is_true else None)
        if all(said != other for _, other in found):
            found.append((stretch, said))
    return tuple(stretch for stretch, _ in found)


def agreed(values: tuple[Value, ...], reason: str = "fact:act.from") -> Value:
    """One value for readings that different days give: all T is T, all F is F, else not known for `reason` too."""
    if len(values) == 1:
        return values[0]
    truths = {value.truth for value in values}
    if len(truths) == 1 and Truth.U not in truths:
        return values[0]
    return unknown(reason, *(found for value in values for found in value.reasons))


def later[Text](provision: Provision[Text], after: date, until: date, moments: Moments) -> tuple[Stretch[Text], ...]:
    """The texts in force after one day and until another, as lex mitior asks for them (4.6, T2).

    Between two texts that were both read, the day of the change does not matter; after the last one it does.
    """
    if until <= after:
        return ()
    stretches = in_force(provision, Interval(after + timedelta(1), until), moments)
    settled = [stretch for stretch in stretches if len(stretch.versions) < 2 and not _between(stretch, stretches)]
    texts = {id(stretch.versions[0]) for stretch in settled if stretch.versions}
    for stretch in stretches:  # a text whose whole life lies where nobody knows the day
        for version in stretch.versions:
            if id(version) not in texts:
                texts.add(id(version))
                settled.append(Stretch(stretch.first, stretch.last, (version,), legible(provision, version, moments)))
    return tuple(settled)


def _between[Text](stretch: Stretch[Text], stretches: tuple[Stretch[Text], ...]) -> bool:
    """A doubt at whose both sides a text is known to hold."""
    doubtful = (
        len(stretch.versions) == 1 and stretch.value.is_unknown and holds(stretch.versions[0], stretch.first) is Truth.U
    )
    return doubtful and any(other.first > stretch.last and other.versions for other in stretches)


def commencement[Text](provision: Provision[Text], version: Version[Text], has: Callable[[Text], bool]) -> Edge | None:
    """Since when, without a break, the text has held what `has` looks for; None: since ever.

    Where a text that nobody read lies before, it may have held it too.
    """
    edge = version.start
    while edge is not None:
        before = next((one for one in provision.versions if one.end == edge and one is not version), None)
        if before is None or (not before.unknown and not has(before.text)):
            return edge
        if before.unknown:
            return Edge(before.start.after if before.start else None, edge.by)
        version, edge = before, before.start
    return None


def reference[Text](
    provision: Provision[Text], version: Version[Text], sources: Mapping[str, Source], as_of: date
) -> Ref:
    """A version down to source, article and the review that it has on that day."""
    review = version.review
    if standing(review, as_of) is ReviewStatus.EXPIRED:
        review = replace(review, status=ReviewStatus.EXPIRED)
    cite = version.cite
    source = version.source or (cite.source if cite and not version.from_memory and not version.unknown else None)
    # Words that were read in another state of the text may not be those of these days.
    quote = cite.quote if cite and cite.source == source else ""
    named = _later_text(version, sources)
    art, day = (cite.art if cite else ""), (named.isoformat() if named else "")
    return Ref(provision.id, source, art, life(version), review, quote, day)


def _later_text(version: Version[Any], sources: Mapping[str, Source]) -> date | None:
    """The day of the text by which the article is called, where that text is later than the one that was read, or than
    the last day of the version: an article may have been moved between them."""
    cited, read = (sources.get(key or "") for key in (version.cite and version.cite.source, version.source))
    day = cited and cited.version_date
    if not day:
        return None
    over = version.end is not None and version.end.by is not None and version.end.by <= day
    older = cited != read and not (read and read.version_date and read.version_date >= day)
    return day if over or older else None


def life[Text](version: Version[Text]) -> str:
    """The first and last day as text: `2015-01-27/..`; `2021-11-22~2026-04-04` is a day after one and by the other."""
    return f"{_day(version.start, last=False)}/{_day(version.end, last=True)}"


def _day(edge: Edge | None, *, last: bool) -> str:
    if edge is None:
        return ".."
    if edge.after and edge.by and edge.by - edge.after == timedelta(1):
        return str(edge.after if last else edge.by)
    return f"{edge.after or '..'}~{edge.by or '..'}"


def lived(text: str) -> tuple[Edge | None, Edge | None]:
    """The two edges of a version from the text that `life` gives. Raises ValueError for another text."""
    first, last = text.split("/")
    return _edge(first, timedelta(0)), _edge(last, timedelta(1))


def _edge(text: str, by: timedelta) -> Edge | None:
    if text == "..":
        return None
    if "~" not in text:
        day = date.fromisoformat(text) + by
        return Edge(day - timedelta(1), day)
    return Edge(*(None if one == ".." else date.fromisoformat(one) for one in text.split("~")))
