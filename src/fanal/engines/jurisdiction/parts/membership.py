"""Whether a state is party to a treaty or belongs to a group on a day, and which article is a part of which."""

from datetime import date

from fanal.engines.jurisdiction.model import Corpus, TreatyStatus
from fanal.engines.jurisdiction.parts.versions import started
from fanal.engines.jurisdiction.values import FALSE, Truth, Value, all_of, known, law_unknown, negation

UNION = "EU"
"""The group of states that directives bind."""


def party(status: TreatyStatus | None, state: str, treaty: str, on: date) -> Value:
    """Whether the treaty is in force for the state on that day. No row, or no day: not known."""
    if status is None:
        return law_unknown(state, f"treaties.{treaty}#absent")
    if status.status in {"signatory", "no_action"}:
        return FALSE
    if status.status == "denounced" or status.in_force is None:
        return law_unknown(state, f"treaties.{treaty}#in_force")
    return _value(started(status.in_force, on), state, f"treaties.{treaty}#in_force")


def member(corpus: Corpus, group: str, state: str, on: date) -> Value:
    """Whether the state belongs to a group on that day; a group that is not in the corpus is not known."""
    if group not in corpus.groups:
        return law_unknown(state, f"groups.{group}#absent")
    if state not in corpus.groups[group]:
        return FALSE
    start, end = corpus.groups[group][state]
    reason = f"groups.{group}#membership"
    left = FALSE if end is None else _value(started(end, on), state, reason)
    return all_of((_value(started(start, on), state, reason), negation(left)))


def within(article: str, other: str) -> bool:
    """Whether an article is another one or a part of it: `25(1)(e)` of `25(1)` and of `25`."""
    return article == other or article.startswith((f"{other}(", f"{other}#"))


def _value(truth: Truth, state: str, what: str) -> Value:
    return law_unknown(state, what) if truth is Truth.U else known(truth is Truth.T)
