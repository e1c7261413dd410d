"""The pages of docs/ that say what of each law is in the library, and how decided cases come out."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from fanal.engines.jurisdiction.contracts import Law, Provision, Version, load_corpus

HEAD = (
    "file", "offences", "rules", "times", "versions", "first day read", "last day read", "left out",
    "complete for", "review",
)  # fmt: skip
WORDS = (
    "# What of each law is here\n"
    "*Times*: rules of limitation. *Versions*: wordings of all of them, each with the days between which it held; in "
    "brackets of how many it is known that there was law and not how it read. *First day read*: from when on some "
    "offence is known. *Last day read*: the newest day of a text, after which nothing is said where the file ends. "
    "*Left out*: provisions or stretches that are named as not entered. *Complete for*: conducts of which somebody "
    "declared that nothing is missing, or whose look is prepared; two lawyers of an installation declare it, and its "
    "pages show who did and until when. How a file is written: `docs/law-corpus.md`.\n\n"
)

CASES_HEAD = (
    "decision",
    "facts",
    "the court",
    "the answer",
    "why it differs, or what it does not see",
    "where it was read",
)
_OURS = {
    "open": "open", "open_on_condition": "open, once somebody decides", "none": "no way", "in time": "in time",
    "cannot_say": "cannot say",
}  # fmt: skip


def rows() -> Iterator[Sequence[str]]:
    """A row for each shipped file, by its code."""
    for code, law in sorted(load_corpus().laws.items()):
        yield (f"`{code}`", *_row(law))


def _row(law: Law) -> tuple[str, ...]:
    held: list[Provision[Any]] = [*law.offences.values(), *law.rules.values(), *law.limitation.values()]
    versions = list(chain.from_iterable(one.versions for one in held))
    unknown = sum(one.unknown for one in versions)
    return (
        str(len(law.offences)),
        str(len(law.rules)),
        str(len(law.limitation)),
        f"{len(versions)} ({unknown})",
        _day(min((day for one in law.offences.values() for day in _begins(one.versions)), default=None)),
        _day(last_read(law)),
        str(len(law.not_entered)),
        ", ".join(sorted(_complete(law))) or "nothing yet",
        ", ".join(sorted({str(one.review.status) for one in versions})),
    )


def last_read(law: Law) -> date | None:
    """The newest day of a text that the file holds."""
    return max((source.version_date for source in law.sources.values() if source.version_date), default=None)


def _complete(law: Law) -> Iterator[str]:
    for one in law.coverage:
        yield from (f"{conduct} (prepared)" if one.proposed else conduct for conduct in one.conducts)


def _begins(versions: Sequence[Version[Any]]) -> Iterator[date]:
    yield from (one.start.by for one in versions if not one.unknown and one.start and one.start.by)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


def cases(file: Path) -> tuple[str, list[Sequence[str]]]:
    """What stands above the table of decided cases, and the table: `file` is held to the engine by its test."""
    told: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["cases"]
    asked = [one for one in told if one["held"] != "not decided"]
    known = sum(one["ours"] != "cannot_say" for one in asked)
    words = (
        "# Decided cases, and what the library answers\n"
        "Courts decided these; the facts were put to the shipped law as it stood on the day of the charge or of the "
        "decision. What a court held was written by hand from what is named in the last column; no party is named. "
        f"Of {len(asked)} cases in which a court answered, {known} have a definite answer and "
        f"{len(asked) - known} *cannot say*; none goes against a court. Where a case asks about one way alone (an "
        "offence by a rule, a time) the answer is of that way. A case is data, not advice: "
        "`tests/engines/jurisdiction/decided/cases.yaml`.\n\n"
    )
    return words, [
        (
            f"{one['court']}, {one['date']}, {one['docket']}",
            one["told"],
            f"*{one['held']}*: {one['holding']}",
            _OURS[one["ours"]] + (f" ({' by '.join(f'`{way}`' for way in one['way'])})" if "way" in one else ""),
            one.get("why", ""),
            one["read"],
        )
        for one in told
    ]
