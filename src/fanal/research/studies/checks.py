"""The checks of a study as pages show them: each that was registered, with its question, table and picture."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.prevalence.contracts import Notice, is_broken
from fanal.research.models import Study
from fanal.research.studies import studies
from fanal.research.studies import words as study_words
from fanal.research.studies.words import limits, persons
from fanal.web import api as web
from fanal.web.api import drawings

type Cells = list[Any]
type Json = Mapping[str, Any]


def picture(svg: str, name: str) -> SafeString:
    """A picture of the engine inside a page, its marks named once in the page."""
    return drawings.inline(svg, name) if svg else SafeString()


def checks(study: Study) -> Iterator[dict[str, Any]]:
    """Each registered check with its question, its table and its picture."""
    for part in study.sensitivities:
        name, asks = study_words.SENSITIVITIES[part]
        figures = studies.result_of(study, part)
        shown: dict[str, Any] = {"part": part, "name": name, "asks": asks, "kept": figures is not None}
        if figures is not None:
            columns, rows = _TABLES[part]
            shown |= {
                "columns": [str(column) for column in columns],
                "rows": [{"cells": cells} for cells in rows(figures)],
                "picture": picture(studies.picture_of(study, part), part),
                "warnings": [study_words.told(_notice(warning)) for warning in figures.get("warnings", ())],
            }
        yield shown


def _notice(given: Json) -> Notice:
    return Notice(given["code"], given["text"], given["advice"], tuple(given["values"].items()))


def _said(given: Json) -> Cells:
    if given["point"] is None:
        return [_("not estimable"), "", ""]
    return [persons(given["point"]), *limits(given["lower"], given["upper"])]


def _linkage(found: Json) -> Iterator[Cells]:
    words = {"repair": _("had these errors not been made"), "worsen": _("were these errors made on top")}
    for row in found["rows"]:
        rates = study_words.share(row["missed"]), study_words.share(row["false"])
        yield [words[row["direction"]], *rates, *_said(row["said"])]


def _groups(found: Json) -> Iterator[Cells]:
    if found["chao"] is not None:
        yield [_("Chao’s lower bound"), persons(found["chao"]), "", ""]
    for one in (found["surface"] or {}).get("points", ()):
        share, ratio = study_words.share(one["share"]), web.digits(one["ratio"])
        words = _("%(share)s of the children are %(ratio)s times as hard to record") % {"share": share, "ratio": ratio}
        yield [words, persons(one["estimate"]), "", ""]
    for row in found["rows"]:
        words = _("%(factor)s times as many unseen") % {"factor": web.digits(row["factor"])}
        yield [words, persons(row["point"]), *limits(row["lower"], row["upper"])]


def _lists(found: Json) -> Iterator[Cells]:
    for row in found["rows"]:
        yield [row["name"], web.digits(row["observed"]), *_said(row["said"])]


def _known(found: Json) -> Iterator[Cells]:
    words = {True: _("yes"), False: _("no"), None: _("not known")}
    for row in found["rows"]:
        yield [row["name"], web.digits(row["known"]), *_said(row["said"]), words[row["within"]]]


def _choices(found: Json) -> Iterator[Cells]:
    kinds = {
        "as given": _("as registered"),
        "merge": _("two lists merged"),
        "order": _("lists in another order"),
        "threshold": _("another threshold"),
    }
    for row in found["rows"]:
        yield [kinds.get(row["kind"], row["kind"]), row["what"], *_said(row["said"])]


def _pairs(found: Json) -> Iterator[Cells]:
    for row in found["rows"]:
        yield [row["first"], row["second"], web.digits(row["overlap"]), persons(row["expected"])]


def _compared(found: Json) -> Iterator[Cells]:
    for row in found["rows"]:
        yield [study_words.method(row["method"], broken=is_broken(row)), *_said(row)]


_FROM_TO = (lazy("Single figure"), lazy("From"), lazy("To"))
_TABLES: Mapping[str, tuple[tuple[Any, ...], Callable[[Json], Iterator[Cells]]]] = {
    "linkage": ((lazy("What if"), lazy("Missed links"), lazy("False links"), *_FROM_TO), _linkage),
    "groups": ((lazy("What if"), *_FROM_TO), _groups),
    "lists": ((lazy("Without the list"), lazy("Recorded children"), *_FROM_TO), _lists),
    "known": ((lazy("List"), lazy("Children on it"), *_FROM_TO, lazy("Inside the interval")), _known),
    "choices": ((lazy("Choice"), lazy("Which"), *_FROM_TO), _choices),
    "pairs": ((lazy("One list"), lazy("Other list"), lazy("On both"), lazy("Expected by chance")), _pairs),
    "compare": ((lazy("Method"), *_FROM_TO), _compared),
}
