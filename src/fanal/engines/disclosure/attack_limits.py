"""The attacks by name, which of them a release must withstand, and their limits in words
(docs/disclosure.md, "Attacks").

This is all that a release says of them: never a score, which would be data about children itself.
"""

from dataclasses import dataclass

from fanal.engines.disclosure.model import Method


@dataclass(frozen=True, slots=True)
class Limit:
    """An attack, and in words what a release withstands. `truth`: it can only be carried out beside the counts."""

    code: str
    name: str
    words: str
    truth: bool = False


LIMITS = {
    limit.code: limit
    for limit in (
        Limit("A1", "threshold", "No number is shown for fewer children than the threshold; all files say the same."),
        Limit(
            "A2",
            "reconstruction",
            "From all published numbers together, no hidden cell can be narrowed to a range smaller than half the "
            "threshold, and at most 5 % of them to a range smaller than the threshold less one.",
        ),
        Limit(
            "A3",
            "averaging",
            "The best estimate from all tables and releases finds the exact number no more often than the published "
            "noise allows, and 5 points.",
            truth=True,
        ),
        Limit(
            "A4",
            "differencing",
            "No two published cells, also of different releases and periods, differ by a group smaller than the "
            "threshold that can be worked out.",
        ),
        Limit(
            "A5",
            "singling out",
            "Children who are alone in their row reappear in synthetic rows no more often than children whose rows "
            "were never used (upper 95 % limit of the difference: 1 point).",
            truth=True,
        ),
        Limit(
            "A6",
            "inference",
            "Synthetic rows give away a sensitive code of a child no better than that of a child whose row was never "
            "used (upper 95 % limit of the difference: 5 points).",
            truth=True,
        ),
        Limit(
            "A7",
            "membership",
            "Nobody can tell from synthetic rows whose rows were used (upper 95 % limit of the area under the curve: "
            "0.53).",
            truth=True,
        ),
        Limit(
            "A8",
            "dominance",
            "No member that contributed can work out the children of the others: for none is a total less its own "
            "children smaller than the threshold.",
        ),
        Limit(
            "A9",
            "text",
            "Title, notes, pictures and descriptions have no names, no places below a country, no small numbers in "
            "words and no terms to avoid.",
        ),
    )
}


def required(method: Method, *, synthetic: bool, pooled: bool) -> tuple[str, ...]:
    """Codes of the attacks that a release must withstand: averaging where there is noise that could be averaged,
    A5 to A7 with synthetic rows, A8 where several members contribute."""
    codes = ["A1", "A2", *(["A3"] if method != "suppress" else []), "A4"]
    codes += ["A5", "A6", "A7"] if synthetic else []
    return (*codes, *(["A8"] if pooled else []), "A9")
