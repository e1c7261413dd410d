"""What a plan must say before it is opened: a question, who could be harmed, tables that the rules allow.

Refusals that need no counting are told here, early: X1, X2 as far as it is known, X5 for tables too fine ever to be
shown, X7, X9.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from math import prod

from django.utils.translation import gettext as _

from fanal.access.api import NotNow, every, languages, need
from fanal.engines.disclosure.contracts import (
    FEWEST_CHILDREN,
    MOST_HIDDEN,
    MOST_TABLES,
    ClassSet,
    Cube,
    DisclosureError,
    Given,
    Refusal,
    TableSpec,
    check_policy,
    layout,
    refusals,
)
from fanal.network import api as network
from fanal.research import engine_words, table_words, wording
from fanal.research.contracts import HARMED, PlanForm, Protocol, Source
from fanal.research.models import Population, Release
from fanal.research.plans import forms, synthetic
from fanal.research.questions import catalogue
from fanal.research.records import populations, sources
from fanal.vocabulary.dates import months_later
from fanal.web.api import listed

LONGEST_MONTHS = 24
"""How long a plan may last."""
TWO_PAGES = 6000
"""Characters of the form of the gate."""
MOST_WITH_NOISE = 60
_DIGITS = re.compile(r"\d[\d .,']*")


def check(form: PlanForm, population: Population, classes: ClassSet, now: datetime) -> None:
    """Raises `NotNow` with all that is missing or that the rules forbid, each with the field that it is about."""
    every(
        lambda: _question(form, population, classes),
        lambda: _counted(form, population, classes, now.date()),
        lambda: _words(form, population, classes),
        lambda: _protocol(form.protocol, now.date()),
        lambda: wording.no_person(population.org_id, **_written(form.protocol)),
    )


def _counted(form: PlanForm, population: Population, classes: ClassSet, today: date) -> None:
    """Years and tables; what the rules say of both together is told once each can be."""
    every(lambda: _cohorts(form, today), lambda: _shapes(form, population, classes))
    most = sources.at_most(population, form.cohorts)
    if most is not None and most < FEWEST_CHILDREN:
        raise NotNow(_("Fewer than 30 children are recorded for this year: no table can be made."), "cohorts")
    every(lambda: _tables(form, population, classes), lambda: synthetic.check(form, population, classes))


def given_for(population: Population, cohorts: Collection[int], specs: Iterable[TableSpec]) -> Given:
    """What earlier releases and the catalogue say that counts do not: other edges, tables before, unmarked fields.

    `specs`: the tables that are planned. One that was published before comes again with the same noise and tells
    nothing new, as in a correction: it counts once.
    """
    same = populations.of_same_records(population)
    earlier = Release.objects.filter(population__in=same).exclude(plan=None)
    rows = list(earlier.select_related("plan", "population").defer("packed"))
    plans = [release.plan for release in rows if release.plan is not None and set(release.plan.cohorts) & set(cohorts)]
    before = {_counted_as(spec) for plan in plans for spec in forms.specs_of(plan)}
    now = {_counted_as(replace(spec, cohorts=tuple(cohorts))) for spec in specs}
    return Given(
        other_classes=frozenset(release.population.class_set_sha256 for release in rows if release.population),
        tables_before=len(before - now),
        unmarked=catalogue.unmarked(population.class_set),
    )


def _counted_as(spec: TableSpec) -> tuple[object, ...]:
    """What makes a table another one: which cells it has, whatever its title."""
    where = tuple(sorted((name, tuple(sorted(codes))) for name, codes in spec.where.items()))
    return spec.rows, spec.columns, where, tuple(sorted(spec.cohorts)), spec.totals


def _question(form: PlanForm, population: Population, classes: ClassSet) -> None:
    found = catalogue.question(form.question)
    if found is None:
        raise NotNow(_("Choose a question. A plan starts with one; having the data is none."), "question")
    if found.population != population.class_set:
        raise NotNow(_("These records do not answer this question. Choose others, or another question."), "population")
    named = {name for one in form.tables for name in (*one.rows, *one.columns, *one.where)}
    if not named <= set(found.variables):
        known = {one.name: table_words.variable_label(one) for one in classes.variables}
        more = listed(known.get(name, name) for name in sorted(named - set(found.variables)))
        raise NotNow(_("This question does not need: %(names)s. Leave it out.") % {"names": more}, "tables")


def _words(form: PlanForm, population: Population, classes: ClassSet) -> None:
    unread = _("Nobody who grew up with this language reviewed it. Choose another.")
    untold = _("Say in one sentence what readers learn. It stands first on the page.")
    numbers = _("Leave numbers out here: they stand in the tables, with their error.")
    texts = {"title": form.title, "sentence": form.sentence}
    others = set(form.members) & {org.id for org in network.orgs()}
    known = wording.known_to(population.org_id, others, classes)
    every(
        lambda: need(
            (not form.title.strip(), _("Give it a title."), "title"),
            (not form.sentence.strip(), untold, "sentence"),
            (len(form.title) > 160, _("Make the title shorter."), "title"),
            (len(form.sentence) > 400, _("Make the sentence shorter."), "sentence"),
            (form.language not in languages.offered(), unread, "language"),
            *((_numbers(text, form.cohorts), numbers, name) for name, text in texts.items()),
        ),
        *(partial(wording.check, name, text, form.language, known) for name, text in texts.items()),
    )


def _numbers(text: str, cohorts: tuple[int, ...]) -> bool:
    """Whether a text has digits that are no year of the plan and no age band of the classes."""
    years = {str(one) for one in cohorts}
    return any(found.strip(" .,'") not in years for found in _DIGITS.findall(text))


def _cohorts(form: PlanForm, today: date) -> None:
    if not form.cohorts or len(set(form.cohorts)) < len(form.cohorts):
        raise NotNow(_("Choose at least one year."), "cohorts")
    for cohort in form.cohorts:
        if not 1990 <= cohort <= today.year or not old_enough(cohort, form.policy.delay_months, today):
            raise NotNow(_("A year is counted once it ended six months ago. Choose an earlier one."), "cohorts")


def old_enough(cohort: int, months: int, today: date) -> bool:
    """Whether a year ended so many full months ago (DNH-41)."""
    return months_later(date(cohort + 1, 1, 1), months) <= today


def _written(protocol: Protocol) -> dict[str, str]:
    """The texts of a protocol by field."""
    plain = {name: getattr(protocol, name) for name in ("use", "classes", "heard", "consent", "law")}
    return plain | {f"harms.{who}": text for who, text in protocol.harms.items()}


def _protocol(protocol: Protocol, today: date) -> None:
    too_long = sum(map(len, _written(protocol).values())) > TWO_PAGES
    need(
        *((True, words, field) for field, words in _missing(protocol, today)),
        (too_long, _("Two pages at most. Make it shorter."), "protocol"),
    )


def _missing(protocol: Protocol, today: date) -> Iterator[tuple[str, str]]:
    texts = {
        "use": _("Write what the answer will be used for."),
        "classes": _("Write why these classes are needed, and none finer."),
        "heard": _("Write who was heard, and how they learn the result."),
        "consent": _("Write how people can say no to being counted."),
        "law": _("Write what the law of each country says about this."),
    }
    yield from ((name, words) for name, words in texts.items() if not getattr(protocol, name).strip())
    for who in HARMED:
        if not protocol.harms.get(who, "").strip():
            yield f"harms.{who}", _("Write what the answer could do to them, and what is done against it.")
    if set(protocol.harms) - set(HARMED):
        yield "harms", _("Choose from the list.")
    if not protocol.unwelcome:
        yield "unwelcome", _("A result that nobody likes is published all the same. Agree to this first.")
    if protocol.ends_on is None or not today < protocol.ends_on <= months_later(today, LONGEST_MONTHS):
        yield "ends_on", _("Choose the day on which the plan ends, at most two years from now.")
    committee = protocol.committee.strip() and protocol.committee_number.strip() and protocol.committee_on
    if protocol.outsiders and not committee:
        yield "committee", _("Where outsiders take part, an independent committee agrees first: which, number, day.")


def _shapes(form: PlanForm, population: Population, classes: ClassSet) -> None:
    """Whether tables and method can be, whatever the years."""
    exact = form.policy.method != "dp"
    noise = _("These records are released with noise from a budget (differential privacy) only.")
    every(
        lambda: _laid_out(form, classes),
        lambda: need(
            (not form.tables, _("Choose at least one table."), "tables"),
            (exact and (population.source == Source.POOLED or population.class_set == "ctdc"), noise, "policy"),
        ),
    )


def _laid_out(form: PlanForm, classes: ClassSet) -> None:
    try:
        check_policy(form.policy)
        for spec in form.tables:
            layout(classes, spec)
    except DisclosureError as error:
        raise NotNow(engine_words.in_words(str(error), classes), "tables") from None


def _tables(form: PlanForm, population: Population, classes: ClassSet) -> None:
    """What the rules say of these tables of these years."""
    policy = form.policy
    if policy.method != "dp" and _with_other_noise(population, form.cohorts):
        words = _("These years were released with another secret, which is gone. Only noise from a budget is safe now.")
        raise NotNow(words, "policy")
    given = given_for(population, form.cohorts, form.tables)
    most = MOST_WITH_NOISE if policy.method == "dp" else MOST_TABLES - given.tables_before
    if len(form.tables) > most:
        raise NotNow(_("Too many tables for these years. Choose fewer, or noise from a budget."), "tables")
    empty = Cube(classes, form.cohorts, 3, FEWEST_CHILDREN, {})
    refused = [*refusals.before(empty, form.tables, policy, given), *_too_fine(form, population, classes)]
    if refused:
        raise NotNow(engine_words.refused(refused, classes), "tables")


def _with_other_noise(population: Population, cohorts: Collection[int]) -> bool:
    """Whether the same records were released before under a population that has ended: two noises can be averaged."""
    same = populations.of_same_records(population).exclude(pk=population.pk)
    rows = Release.objects.filter(population__in=same).exclude(plan=None).values_list("plan__cohorts", flat=True)
    return any(set(one) & set(cohorts) for one in rows)


def _too_fine(form: PlanForm, population: Population, classes: ClassSet) -> Iterator[Refusal]:
    """X5 before anything is counted: even spread evenly, most cells could not reach the threshold."""
    most = sources.at_most(population, form.cohorts)
    for place, spec in enumerate(form.tables, start=1):
        cells = _inner_cells(classes, spec)
        if most is not None and most // form.policy.k < (1 - MOST_HIDDEN) * cells:
            advice = _("Leave out a variable, or take coarser classes.")
            yield refusals.refusal("X5", table=place, advice=advice)


def _inner_cells(classes: ClassSet, spec: TableSpec) -> int:
    """Cells without sums."""
    return prod(len(classes.variables[classes.place(name)].codes) for name in (*spec.rows, *spec.columns))
