"""Protected tables in the language of the reader: labels, cells with their range, what is hidden and why.

Labels of the corpus are among the messages of the room (`locale/corpus.yaml`); a class set that is not of the corpus
keeps its own words.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.engines.disclosure.contracts import MISSING, TOTAL, Cell, ClassSet, Protected, State, TableSpec, Variable
from fanal.vocabulary.words import gettext_noop
from fanal.web import api as web


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell for a page: the number or the words, and the range that the number stands for."""

    words: str
    range: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its label and its cells."""

    label: str
    cells: tuple[tuple[str, Shown], ...]  # column heading, cell
    total: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table for a page. `corner`: what the rows are; `hidden`: for each state how many cells and why."""

    title: str
    limits: str
    corner: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    error: str
    hidden: tuple[str, ...]


def table(protected: Protected) -> Table:
    """The table with every word of it in the language of the reader."""
    classes, spec = protected.classes, protected.spec
    columns = tuple(_heading(classes, spec.columns, codes) for codes in protected.columns)
    lines = tuple(
        Line(
            _heading(classes, spec.rows, codes),
            tuple(
                (column, shown(protected.cell(at, place), protected.policy.k)) for place, column in enumerate(columns)
            ),
            TOTAL in codes,
        )
        for at, codes in enumerate(protected.rows)
    )
    return Table(
        title(protected), web.apart(_limits(classes, spec)), _names(classes, spec.rows), columns, lines,
        error(protected), tuple(_hidden(protected)),
    )  # fmt: skip


def title(protected: Protected) -> str:
    """The title of the plan, or what is counted by what."""
    return protected.spec.title or named(protected.classes, protected.spec)


def named(classes: ClassSet, spec: TableSpec) -> str:
    """What is counted by what."""
    rows = _names(classes, spec.rows)
    if not spec.columns:
        return rows
    return _("%(rows)s by %(columns)s") % {"rows": rows, "columns": _names(classes, spec.columns)}


def sentence(classes: ClassSet, spec: TableSpec) -> str:
    """A table that is planned, in plain words: what it shows, of which part, in how many numbers."""
    parts = [spec.title or named(classes, spec), *_limits(classes, spec)]
    return f"{web.apart(parts)}. {numbers(classes, spec)}"


def numbers(classes: ClassSet, spec: TableSpec) -> str:
    """How many numbers a table has, and how many sums of them."""
    codes = [len(classes.variables[classes.place(name)].codes) for name in (*spec.rows, *spec.columns)]
    inner = prod(codes)
    sums = (prod(count + 1 for count in codes) - inner) * spec.totals
    found = ngettext("%(count)s number", "%(count)s numbers", inner) % {"count": web.digits(inner)}
    if not sums:
        return _("%(numbers)s, no sums") % {"numbers": found}
    more = ngettext("%(count)s sum", "%(count)s sums", sums) % {"count": web.digits(sums)}
    return _("%(numbers)s and %(sums)s") % {"numbers": found, "sums": more}


def codes_words(variable: Variable) -> str:
    """The classes of a variable in one line, as rows of a table would name them."""
    return " · ".join(code_label(variable, code) for code in variable.codes)


def variable_label(variable: Variable) -> str:
    """The name of a variable in the language of the reader."""
    return _(variable.label) if variable.label else variable.name


def code_label(variable: Variable, code: str) -> str:
    """A code in the language of the reader."""
    if code == TOTAL:
        return _("All")
    at = variable.codes.index(code)
    words = variable.labels[at] if variable.labels else code
    return _(words) if words else code


def shown(cell: Cell, k: int) -> Shown:
    """A cell: never a number without its range, never 0 for what is hidden (DNH-45, DNH-47)."""
    if cell.state != "shown" or cell.value is None:
        return Shown(hidden_words(cell.state, k, close=is_close(cell, k)))
    if cell.lower == cell.upper == cell.value == 0:
        return Shown(web.digits(0), _("cannot occur"))
    if cell.lower == cell.upper:
        return Shown(web.digits(cell.value), _("exact"))
    lower, upper = web.digits(cell.lower), web.digits(cell.upper)
    return Shown(web.digits(cell.value), _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper})


def is_close(cell: Cell, k: int) -> bool:
    """Whether a cell that is not shown may stand for the threshold or a little more: its noise was below."""
    return cell.state == "fewer_than_k" and cell.upper is not None and cell.upper >= k


def hidden_words(state: State, k: int, *, close: bool = False) -> str:
    """A cell that is not shown, in a few words: the same as in its picture and its files."""
    few = _("fewer than %(k)s, or little more") if close else _("fewer than %(k)s")
    return {
        "fewer_than_k": few % {"k": web.digits(k)},
        "too_few_to_say": _("too few to say"),
        "held_back": _("held back"),
        "no_data": _("no data"),
        "not_assessed": _("not assessed"),
    }[state]


def error(protected: Protected) -> str:
    """How far shown numbers may be from the truth, by an example."""
    value, lower, upper = (web.digits(number) for number in protected.error.example)
    if protected.error.method == "suppress":
        return _("Shown numbers are exact.")
    words = {"value": value, "lower": lower, "upper": upper}
    if protected.error.level < 1:
        share = {"share": web.digits(round(100 * protected.error.level))}
        return _("A shown %(value)s stands for %(lower)s to %(upper)s in %(share)s of 100 cases.") % {**words, **share}
    return _("A shown %(value)s stands for %(lower)s to %(upper)s.") % words


def _hidden(protected: Protected) -> Iterator[str]:
    why = {
        "fewer_than_k": _("Maybe none. A small number could point at somebody."),
        "too_few_to_say": _("Too few to be told from the noise that protects the children; may be none."),
        "held_back": _("A small number, or one from which a small number could be worked out."),
        "no_data": _("Nobody records this. It is not zero."),
        "not_assessed": _("Nobody was asked. It is not zero."),
    }
    counts = Counter(cell.state for cell in protected.cells if cell.state != "shown")
    for state, words in why.items():
        if count := counts[state]:  # type: ignore[index]  # the keys are the states
            cells = ngettext("%(count)s cell", "%(count)s cells", count) % {"count": web.digits(count)}
            close = any(is_close(cell, protected.policy.k) for cell in protected.cells if cell.state == state)
            yield f"{cells}: {hidden_words(state, protected.policy.k, close=close)}. {words}"  # type: ignore[arg-type]


def _names(classes: ClassSet, names: tuple[str, ...]) -> str:
    return web.listed(variable_label(classes.variables[classes.place(name)]) for name in names)


def _heading(classes: ClassSet, names: tuple[str, ...], codes: tuple[str, ...]) -> str:
    labels = [code_label(classes.variables[classes.place(name)], code) for name, code in zip(names, codes, strict=True)]
    return web.listed(labels) or _unit(classes)


def _unit(classes: ClassSet) -> str:
    """What a table without columns counts."""
    return _(capital(classes.unit))


UNITS = (gettext_noop("Children"), gettext_noop("Concerns and handovers"))
"""The units of the class sets of the corpus, as a heading begins."""


def capital(words: str) -> str:
    """As a heading begins."""
    return words[:1].upper() + words[1:]


def _limits(classes: ClassSet, spec: TableSpec) -> Iterator[str]:
    """Which codes a table is limited to."""
    for name, codes in sorted(spec.where.items()):
        variable = classes.variables[classes.place(name)]
        yield _("Only %(variable)s: %(codes)s") % {
            "variable": variable_label(variable), "codes": limit_words(variable, codes),
        }  # fmt: skip


def limit_words(variable: Variable, codes: tuple[str, ...]) -> str:
    """The codes that a table is limited to; all that were told are "where it is known"."""
    if len(codes) > 1 and set(codes) == set(variable.codes) - {MISSING}:
        return _("where it is known")
    return web.listed(code_label(variable, code) for code in codes)
