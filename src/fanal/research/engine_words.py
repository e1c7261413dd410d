"""What the engines say in English, in the language of the reader: refusals, attacks, verdicts on models.

The engines know no language and keep their sentences with the numbers already in them; drafts and results lie like
that in the database. Here each sentence is known as a template: it is found again, translated, and filled with the same
values, of which those that are sentences or names are translated in their turn. What is not known stays English.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import LIMITS, ClassSet, Refusal
from fanal.research import table_words, words
from fanal.vocabulary.words import gettext_noop
from fanal.web.api import listed

PROVED = (
    gettext_noop("No number is shown for fewer children than the threshold; all files say the same."),
    gettext_noop(
        "From all published numbers together, no hidden cell can be narrowed to a range smaller than "
        "half the threshold, and at most 5 % of them to a range smaller than the threshold less one."
    ),
    gettext_noop(
        "The best estimate from all tables and releases finds the exact number no more often than the "
        "published noise allows, and 5 points."
    ),
    gettext_noop(
        "No two published cells, also of different releases and periods, differ by a group smaller than "
        "the threshold that can be worked out."
    ),
    gettext_noop(
        "Children who are alone in their row reappear in synthetic rows no more often than children "
        "whose rows were never used (upper 95 % limit of the difference: 1 point)."
    ),
    gettext_noop(
        "Synthetic rows give away a sensitive code of a child no better than that of a child whose row "
        "was never used (upper 95 % limit of the difference: 5 points)."
    ),
    gettext_noop(
        "Nobody can tell from synthetic rows whose rows were used (upper 95 % limit of the area under the curve: 0.53)."
    ),
    gettext_noop(
        "No member that contributed can work out the children of the others: for none is a total less "
        "its own children smaller than the threshold."
    ),
    gettext_noop(
        "Title, notes, pictures and descriptions have no names, no places below a country, no small "
        "numbers in words and no terms to avoid."
    ),
)
"""What each attack proves (`attack_limits.LIMITS`)."""
TEMPLATES = (
    # refusals X1 to X9
    gettext_noop("The class set was not reviewed."),
    gettext_noop("Other edges were used for this population: subtracting would give small groups."),
    gettext_noop("One reviewed class set for the population; other edges with differential privacy only."),
    gettext_noop("Fewer than 30 children are recorded in this population and cohort."),
    gettext_noop("Wait, or make one table of several cohorts together."),
    gettext_noop("Fewer tables, or larger noise; what was spent does not come back."),
    gettext_noop("Join classes, leave out a total, or publish fewer tables."),
    gettext_noop("In table {table} more than 60 % of the cells would be hidden."),
    gettext_noop("{where} would say of (nearly) all children of a group that they share a code of {variable}."),
    gettext_noop(
        "Join the group with another, leave out the variable, or get the written assent of the ethics reviewer and of "
        "the survivor adviser."
    ),
    gettext_noop("Table {table}: {words}"),
    gettext_noop("Nothing below a country is public."),
    gettext_noop("Leave out the place, or make the table for members only."),
    gettext_noop("Nationality, ethnicity and religion are crossed with nothing."),
    gettext_noop("Leave out the variable of origin, or show it alone."),
    gettext_noop("A member objected."),
    gettext_noop("Ask no reason; leave out what the member contributed, or the table."),
    gettext_noop("{variable} comes from no field that is marked for statistics."),
    gettext_noop("Leave it out; what may be counted is decided in the case model, not here."),
    # where
    gettext_noop("Table {table}, row {row}, column {column}"),
    gettext_noop("Table {table}, row {row}, column {column}, together with release {releases},"),
    gettext_noop("Table {table}, row {row}, column {column}, together with releases {releases},"),
    # coarser classes
    gettext_noop("Tell of several cohorts together."),
    gettext_noop("Leave out {variable}, or tell of several cohorts together."),
    gettext_noop("Join {joins}, or tell of several cohorts together."),
    # the ledger
    gettext_noop("{population} {year}: one release may spend {most}; this would be {whole}."),
    gettext_noop("{population} {year}: {left} of {whole} is left; this takes {takes}."),
    gettext_noop(
        "Publish fewer tables, take a smaller rho, or wait for the next cohort; nothing that was spent comes back."
    ),
    gettext_noop("One member's share of the noise would have a variance below 4."),
    # attacks A1 to A9
    gettext_noop("A number is shown for fewer children than the threshold, or the files do not say the same."),
    gettext_noop("Make the tables again with the method that the release names."),
    gettext_noop("A hidden number can be worked out from the others, to within a few children."),
    gettext_noop("Too many hidden numbers can be narrowed down from the others."),
    gettext_noop("Join two classes of the variable, leave out the total, or take the table out."),
    gettext_noop("The tables spend more on cohort {year} than the release says."),
    gettext_noop("The exact number behind what is shown can be found too often from all tables and releases together."),
    gettext_noop("Publish with the record keys of the population, and fewer overlapping tables."),
    gettext_noop("It can only be carried out beside the counts."),
    gettext_noop("It can only be carried out beside the children."),
    gettext_noop("Nothing may be published until this attack can be carried out."),
    gettext_noop("Attack at the member, before release."),
    gettext_noop("Attack at the member, before release, with the method that made the rows."),
    gettext_noop("the children themselves are needed to attack synthetic rows"),
    gettext_noop("there are too few children to attack synthetic rows; publish tables instead"),
    gettext_noop("A group smaller than the threshold can be worked out by subtracting published numbers."),
    gettext_noop("Publish the same periods and classes as before, or use differential privacy for what overlaps."),
    gettext_noop("Children who are alone with their codes may reappear in synthetic rows because their row was used."),
    gettext_noop("It may be told from synthetic rows whose rows were used."),
    gettext_noop("Fewer variables, coarser classes, or a smaller rho."),
    gettext_noop("A sensitive code of a child may be guessed better because its row was used."),
    gettext_noop("Leave out the variable, coarser classes, or a smaller rho."),
    gettext_noop("A total less the children of this member is smaller than the threshold: it would know the others."),
    gettext_noop("Leave out the table or join classes; the member need not say why."),
    gettext_noop("The members were not asked."),
    gettext_noop("Ask every member that contributed, or give its counts."),
    gettext_noop("Nobody looked for terms to avoid."),
    gettext_noop("Give the linter of terms."),
    gettext_noop("A text could point at somebody, or has a term to avoid."),
    gettext_noop("Write the text again without names, places, days and small numbers."),
    # help for reading a release
    gettext_noop("A cell of fewer than {k}, none included, is not shown; it says so and is never 0."),
    gettext_noop("Every number has a range; compare ranges, not numbers."),
    gettext_noop("What those who contributed know of is counted, and not all that happened."),
    gettext_noop("No synthetic row is a child, and no count of synthetic rows is official."),
    # policies
    gettext_noop("exact numbers with holes are for a closed, named audience only; take cellkey or dp"),
    gettext_noop("more than 12 tables on one cohort; take differential privacy (dp)"),
    # why a linkage run ends
    gettext_noop(
        "lists of {lengths} children share {shared} test rows; below {fewest} nothing is known of missed links."
    ),
    gettext_noop("Longer lists, or more of them, are needed"),
    gettext_noop("{smaller} rows; a list of fewer than {fewest} children is not linked"),
    gettext_noop("{shared} test rows are shared by lists; below {fewest} nothing is known of missed links"),
    gettext_noop("no threshold gives a precision of {precision} on test rows"),
    gettext_noop("{share} of further records are missed, on test rows; beyond {most} no estimate bears it"),
    gettext_noop("{share} of persons are false links, on test rows; beyond {most} no estimate bears it"),
    gettext_noop("the list of {member}: {rows} rows share a token, the cap is {cap}: it was not encoded as agreed"),
    gettext_noop("The day of deletion passed."),
    # models of prevalence
    gettext_noop("The model cannot be estimated from this table."),
    gettext_noop("The model {model} has no finite estimate: the overlaps that it needs are not there."),
    gettext_noop(
        "The model {model} is not identifiable: several numbers of persons on no list fit equally well."
    ),
    gettext_noop("The model {model} has no finite estimate and is not identifiable."),
    gettext_noop("Nobody is on {lists}."),
    gettext_noop("Graphs are for {fewest} to {most} lists; this table has {lists}."),
    gettext_noop("more than {most} models of order {order} on {lists} lists: search downhill"),
    gettext_noop("The list {name} holds everybody."),
    gettext_noop("The lists {one} and {other} are the same."),
    # results that are kept coarse
    gettext_noop("Some lists"),
    gettext_noop("fewer than ten"),
    gettext_noop("not estimable"),
)  # fmt: skip
_PLACE = re.compile(r"\\?\{(\w+)\\?\}")
_SENTENCE = re.compile(r"(?<=[.])\s+(?=\S)")
_JOIN = re.compile(r"(?P<one>.+) with (?P<other>.+) \((?P<variable>\w+)\)")
_PLAIN = frozenset({"name", "one", "other", "lists", "releases", "model"})
"""Values that are names, which stay as they are."""


def in_words(text: str, classes: ClassSet | None = None) -> str:
    """A text of an engine, sentence by sentence. `classes`: names of its variables and codes become their labels."""
    text = _prefix().sub("", text)
    parts = [(one, _known(one, classes)) for one in _SENTENCE.split(text)]
    whole = None if all(found for _one, found in parts) else _known(text, classes)
    return whole or " ".join(found or one for one, found in parts)


def known(text: str) -> bool:
    """Whether a sentence is one of those that are translated."""
    return _known(text, None) is not None


def refused(refusals: Iterable[Refusal], classes: ClassSet | None = None) -> str:
    """Refusals, each with what would help."""
    return " ".join(f"{in_words(one.words, classes)} {in_words(one.advice, classes)}" for one in refusals)


def _known(text: str, classes: ClassSet | None) -> str | None:
    for template, pattern in _patterns():
        if found := pattern.fullmatch(text):
            values = {key: _value(key, value, classes) for key, value in found.groupdict().items()}
            return _(template).format(**values)
    return None


@cache
def _prefix() -> re.Pattern[str]:
    """Codes of refusals and names of attacks, which say nothing to those who do not know the engine."""
    names = "|".join(one.name.capitalize() for one in LIMITS.values())
    return re.compile(rf"\b(?:X\d+|{names}): ")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each template with what finds it; those with most fixed words first."""
    order = sorted(TEMPLATES, key=lambda one: -len(_PLACE.sub("", one)))
    return tuple((one, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(one)))) for one in order)


def _value(key: str, value: str, classes: ClassSet | None) -> str:
    if key in _PLAIN:
        return value
    if key == "population":
        return words.class_set(value)
    if key == "variable":
        return _variable(value, classes)
    if key == "joins":
        return listed(_joined(one, classes) for one in value.split(", then "))
    return in_words(value, classes)


def _variable(name: str, classes: ClassSet | None) -> str:
    known = {one.name: one for one in classes.variables} if classes else {}
    return _("“%(label)s”") % {"label": table_words.variable_label(known[name])} if name in known else name


def _joined(text: str, classes: ClassSet | None) -> str:
    """Neighbouring codes to join, such as `from_0_to_9 with from_10_to_14 (age)`."""
    found = _JOIN.fullmatch(text)
    if found is None:
        return text
    parts: Mapping[str, str] = found.groupdict()
    one, other = (_codes(parts[side], parts["variable"], classes) for side in ("one", "other"))
    named = {"one": one, "other": other, "variable": _variable(parts["variable"], classes)}
    return _("“%(one)s” with “%(other)s” (%(variable)s)") % named


def _codes(text: str, name: str, classes: ClassSet | None) -> str:
    known = {one.name: one for one in classes.variables} if classes else {}
    if name not in known:
        return text
    codes = text.split(" and ")
    return listed(table_words.code_label(known[name], one) if one in known[name].codes else one for one in codes)
