"""Words of studies: states, methods, checks, and the warnings and refusals of the engine in the reader's language.

A test holds the English source of each warning and refusal to that of the engine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.prevalence.contracts import (
    OUTWARD,
    Check,
    Estimate,
    Model,
    ModelError,
    Notice,
    refusals,
    two_figures,
)
from fanal.research import engine_words
from fanal.research.models import Study
from fanal.research.studies.registering import StudySource, StudyState
from fanal.web import api as web

STATES: Mapping[str, Promise] = {
    StudyState.DRAFT: lazy("draft: register it before the table is opened"),
    StudyState.REGISTERED: lazy("registered: compute it"),
    StudyState.COMPUTED: lazy("computed: ask a statistician from outside"),
    StudyState.SIGNED: lazy("signed: send it to review"),
    StudyState.IN_REVIEW: lazy("in review"),
    StudyState.APPROVED: lazy("approved: publish it"),
    StudyState.TO_SIGN: lazy("a key keeper signs it for the organisation"),
    StudyState.PUBLISHED: lazy("published"),
    StudyState.SUPERSEDED: lazy("published; a newer version stands in its place"),
    StudyState.WITHDRAWN: lazy("withdrawn"),
    StudyState.STOPPED: lazy("stopped"),
}
TONES = {
    StudyState.PUBLISHED: "ok", StudyState.APPROVED: "info", StudyState.IN_REVIEW: "info", StudyState.SIGNED: "info",
    StudyState.WITHDRAWN: "late", StudyState.STOPPED: "late",
}  # fmt: skip
SOURCES: Mapping[str, Promise] = {
    StudySource.PUBLISHED: lazy("a capture table that was published"),
    StudySource.RUN: lazy("a linkage run of members"),
}
METHODS: Mapping[str, tuple[Promise, Promise]] = {
    "auto": (
        lazy("As the engine advises"),
        lazy("all models up to five lists, step by step above; two other methods stand beside"),
    ),
    "bic": (lazy("The best of all models"), lazy("by BIC; chosen again in every repeated sample")),
    "stepwise": (lazy("Step by step"), lazy("adds the pair of lists whose overlap is least likely")),
    "average": (lazy("All models together"), lazy("each with its weight")),
    "fixed": (lazy("One given model"), lazy("only where it was chosen before anybody saw the table")),
    "threshold": (lazy("Pairs that stand out"), lazy("Bayesian, for many pairs that hardly overlap")),
    "graphs": (lazy("All decomposable graphs"), lazy("Bayesian, for three to five lists")),
    "latent": (lazy("Hidden classes of children"), lazy("Bayesian, slow; often gives no figure")),
}
SENSITIVITIES: Mapping[str, tuple[Promise, Promise]] = {
    "linkage": (lazy("Links"), lazy("What if links were missed, or false?")),
    "groups": (lazy("Hidden groups"), lazy("What if some children are harder to record?")),
    "lists": (lazy("Lists"), lazy("Does it rest on one list?")),
    "known": (lazy("Known sizes"), lazy("Does the method work where the answer is known?")),
    "choices": (lazy("Choices"), lazy("Does it rest on how lists are merged or ordered?")),
    "pairs": (lazy("Pairs"), lazy("Which lists depend on each other?")),
    "compare": (lazy("Methods"), lazy("What do all methods say, side by side?")),
}
ASSUMPTIONS = (
    lazy("The population is closed: during the period nobody joins it or leaves it."),
    lazy("Linkage is right: records of one child are together, and those of two children are apart."),
    lazy("Every child could be on a list."),
    lazy("Within the model, lists depend on each other only as the model says."),
    lazy(
        "The interaction of all lists together is zero. No data can show whether it is, and models that fit equally "
        "well can give any number."
    ),
)

NOTICES: Mapping[str, tuple[Promise, Promise]] = {
    "W1": (
        lazy("Three lists cannot show whether all of them depend on each other."), lazy("Look for a fourth list.")
    ),
    "W2": (
        lazy("Only {n} children are recorded."),
        lazy("Take a longer period or a larger area, or do not estimate."),
    ),
    "W3": (
        lazy("The lists hardly overlap: {m} children are on two or more."),
        lazy("Check the linkage: missed links look like this. Take a longer period or a further list."),
    ),
    "W4": (
        lazy("{pairs} share no child."),
        lazy(
            "Ask whether these lists could share a child at all; if one sends children on to the other, merge them."
        ),
    ),
    "W5": (
        lazy("Models that fit equally well say {low} to {high}."), lazy("Report the range, not the single figure.")
    ),
    "W6": (
        lazy("The choice of the model is unstable."),
        lazy("Only {share} of the repeated samples choose it. Report the range over models."),
    ),
    "W7": (
        lazy("{share} of repeated samples had no finite estimate."),
        lazy("The upper limit is hardly known. Take a further list or a longer period."),
    ),
    "W8": (
        lazy("Children probably differ in how easily they are recorded: the estimate is likely too low."),
        lazy("Read the estimate as a lower bound, and show how far it moves with two hidden groups."),
    ),
    "W9": (
        lazy("If one link in ten was missed, the estimate would be {x}."),
        lazy("Have the linkage checked by hand on a sample, and state its quality with the table."),
    ),
    "W10": (
        lazy("The result rests on the list {name}."),
        lazy("Ask those who keep this list how it is made, and show the estimate without it."),
    ),
    "W11": (
        lazy("Where the answer is known, the method misses it {a} of {b} times."),
        lazy("Do not use this method on these lists without a statistician."),
    ),
    "W12": (
        lazy("The Bayesian result depends on prior or chain."), lazy("Do not report it; look at the other methods.")
    ),
    "W13": (
        lazy("More than nine in ten are estimated, not counted."),
        lazy("Such a figure rests on the model more than on the lists. Report the range over models."),
    ),
    "W14": (
        lazy("The model does not describe the overlaps: a worse fit comes by chance in {share} of samples."),
        lazy("Let the model be chosen, or look at other models."),
    ),
    "W15": (
        lazy("The limits are not exact: with other random numbers they would move by {error} persons."),
        lazy("Use more replicates."),
    ),
    "W16": (
        lazy(
            "BCa breaks down here: a limit of it would rest on hardly any of the repeated samples, or move with the "
            "random numbers. The interval spans two others: percentiles, {low} to {high}, and the profile likelihood "
            "of the model, {profile_low} to {profile_high}."
        ),
        lazy("Read it as the range of what can be said, and show both. A further list or a longer period would help."),
    ),
    "R1": (lazy("There are {k} lists; three are needed."), lazy("A further list of another kind of organisation.")),
    "R2": (
        lazy("No child is on two lists: how many are on none cannot be known."),
        lazy("A check of the linkage; a longer period; a further list."),
    ),
    "R3": (
        lazy("Only {m} children are on two or more lists; ten are needed."),
        lazy("A longer period, a further list, a check of the linkage."),
    ),
    "R4": (lazy("{reason}"), lazy("A model without these terms, or two of the lists merged.")),
    "R5": (
        lazy("None of the models can be estimated from this table."),
        lazy("Lists merged, a longer period, a further list."),
    ),
    "R6": (
        lazy("The upper limit is not known: {share} of repeated samples have no finite estimate."),
        lazy("A further list or a longer period, so that more children are on two lists."),
    ),
    "R7": (
        lazy("The methods contradict each other: {ranges}."),
        lazy("A statistician; a further list; the ranges side by side, without a single figure."),
    ),
    "R8": (
        lazy(
            "The chains of the Bayesian method have not come to agree (R-hat {rhat}, effective size {size})."
        ),
        lazy("Another method; longer chains."),
    ),
    "R9": (
        lazy("The periods of {first} and {second} do not meet: these are not lists of one population."),
        lazy("Lists of the same period."),
    ),
    "R10": (lazy("{words}"), lazy("A list that was made independently, in place of this one.")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A warning or refusal for a reader: its code, what it says, what would help."""

    code: str
    words: str
    advice: str


def told(notice: Notice) -> Told:
    """A warning or refusal in the reader's language, numbers filled in."""
    words, advice = NOTICES[notice.code]
    values = {key: _value(key, value) for key, value in notice.values}
    return Told(notice.code, str(words).format(**values), str(advice).format(**values))


def _value(key: str, value: Any) -> str:
    if key == "share" and value is not None:
        return share(float(value))
    if isinstance(value, str):
        return _text(key, value)
    if isinstance(value, bool) or value is None:
        return str(value)
    if not isfinite(value):
        return _("an unknown number of")
    if key in OUTWARD or key == "x":
        return persons(value, key)
    return web.digits(round(value)) if key not in {"rhat"} else web.digits(round(value, 2))


def _text(key: str, value: str) -> str:
    """Names of lists stay; what the engine says in English is said in the reader's language."""
    if key in {"name", "first", "second", "model"}:
        return value
    if key == "ranges":
        return _ranges(value)
    if key == "pairs" and " and " in value:
        pairs = [pair.split(" and ") for pair in value.split(", ")]
        return web.listed(
            _("%(one)s and %(other)s") % dict(zip(("one", "other"), pair, strict=False))
            if len(pair) == 2
            else " and ".join(pair)
            for pair in pairs
        )
    return web.apart(engine_words.in_words(sentence) for sentence in value.split("; "))


def _ranges(text: str) -> str:
    try:
        known = refusals.read_ranges(text)
    except ValueError:  # of another version of the engine: as it stands there
        return text
    return web.apart(f"{method(name)}: {interval(low, high)}" for name, low, high in known)


def state(study: Study) -> str:
    """How far a study is. Computed, it waits for whoever asks a statistician, then for the one who was asked."""
    if study.state == StudyState.COMPUTED and study.statistician_id is not None:
        return _("computed: a statistician from outside looks at it")
    return str(STATES[study.state])


def share(value: float) -> str:
    """A rate as a percentage."""
    return f"{web.digits(round(100 * value, 1) if value < 0.1 else round(100 * value))} %"


def persons(value: float | None, name: str = "") -> str:
    """A number of children to two figures: it carries no more. `name`: what it is; a limit is rounded outward."""
    if value is None:
        return _("no figure")
    towards = OUTWARD.get(name, round)
    return web.digits(towards(two_figures(value, towards))) if isfinite(value) else _("no limit known")


def limits(lower: float | None, upper: float | None) -> tuple[str, str]:
    """An interval in two cells. Every interval of a study that a page shows is written here."""
    return persons(lower, "lower"), persons(upper, "upper")


def interval(lower: float | None, upper: float | None) -> str:
    """An interval in one."""
    return " – ".join(limits(lower, upper))


def figure(part: Estimate | Check) -> str:
    """A figure with its interval; without one that there is none."""
    return persons(part.point) if part.point is None else f"{persons(part.point)} ({interval(part.lower, part.upper)})"


def between(found: Estimate) -> dict[str, str]:
    """The values of a sentence on an estimate: `lower`, `upper`, `point`."""
    lower, upper = limits(found.lower, found.upper)
    return {"lower": lower, "upper": upper, "point": persons(found.point)}


def sentence(found: Estimate) -> str:
    """The result in one sentence: the interval first, never a figure alone."""
    if not found.estimated:
        return _("How many children are on no list cannot be told from these lists.")
    told = _(
        "Between %(lower)s and %(upper)s children, best single figure %(point)s, if the assumptions below hold. "
        "%(observed)s of them are recorded on at least one list."
    ) % {**between(found), "observed": web.digits(found.observed)}
    if not found.broken:
        return told
    return f"{told} {_('BCa, the usual interval, breaks down here: this one spans two others.')}"


def model(notation: str, lists: Sequence[str]) -> str:
    """A model with the names of its lists, which depend on each other where “×” stands; the notation as it is where it
    names none of these."""
    try:
        return Model.parse(notation, len(lists)).named(lists)
    except ModelError:
        return notation


def model_of(notation: str, lists: Sequence[str]) -> str:
    """A model with the names of its lists, and its notation beside them."""
    named = model(notation, lists)
    return notation if named == notation else f"{named} ({notation})"


def cut_off(study: Study) -> str:
    """Why a registered study that nothing computes has no result yet, and what to do; nothing where nobody began."""
    if part := study.computing_failed:
        name = SENSITIVITIES[part][0] if part in SENSITIVITIES else _("Estimate")
        return _(
            "Computing failed at the part “%(part)s”. What was computed before is kept. Try it once more. If it fails "
            "again, tell your administrator: the log says where it failed, and nothing of the table."
        ) % {"part": name}
    if study.computing_until is not None or study.others:
        return _("It ended before all parts were there. What is computed is kept.")
    return ""


def method(name: str, *, broken: bool = False) -> str:
    """A method in words, marked where BCa breaks down (W16)."""
    words = str(METHODS[name][0]) if name in METHODS else name
    return _("%(method)s (BCa breaks down here)") % {"method": words} if broken else words
