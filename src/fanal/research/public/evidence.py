"""Evidence as a list: questions with what answers them; the world; the catalogue of variables."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as lazy

from fanal.engines.disclosure.contracts import MISSING, Variable
from fanal.research import table_words, words
from fanal.research.models import Release
from fanal.research.public import shelf
from fanal.research.public.frame import address, country, draw, page
from fanal.research.public.headline import headline
from fanal.research.questions import catalogue
from fanal.vocabulary.countries import countries
from fanal.web import api as web

GROUPS = {
    "children": lazy("The children"),
    "who_harms": lazy("Who harms them"),
    "surroundings": lazy("In what surroundings"),
    "helps": lazy("What helps"),
    "network": lazy("How the network answers"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the releases that answer it."""

    words: str
    decision: str
    reviewed: bool
    releases: tuple[tuple[Release, str], ...]


@page
def evidence(request: HttpRequest) -> HttpResponse:
    """Questions that have an answer first, then those that wait for one."""
    releases = shelf.newest()
    groups = [(title, [_asked(question, releases) for question in catalogue.questions() if question.group == code])
              for code, title in GROUPS.items()]  # fmt: skip
    answered = [(words, [asked for asked in held if asked.releases]) for words, held in groups]
    known = {question.id for question in catalogue.questions()}
    others = [release for release in releases if release.question not in known]
    listed = [release for _words, held in answered for asked in held for release, _url in asked.releases]
    return draw(
        request,
        "evidence",
        answered=[(words, held) for words, held in answered if held],
        open=[(words, [asked for asked in held if not asked.releases]) for words, held in groups],
        others=[(release, address("release", release.number)) for release in others],
        headline=headline([*listed, *others]),
        with_rows=[(release, address("release", release.number)) for release in releases if release.synthetic],
        countries=address("countries"),
        catalogue=address("catalogue"),
    )


def _asked(question: catalogue.Question, releases: list[Release]) -> Asked:
    found = tuple((one, address("release", one.number)) for one in releases if one.question == question.id)
    return Asked(str(question.words), str(question.decision), question.reviewed is not None, found)


@page
def world(request: HttpRequest) -> HttpResponse:
    """Countries with a release, on the map and in a table; every country has a page with its context."""
    counts = Counter(code for release in shelf.newest() if release.state == "published" for code in release.countries)
    rows = sorted((country(code), web.digits(counts[code]), address("country", code)) for code in counts)
    every = sorted((land.alpha2 for land in countries(demonstration=False)), key=country)
    return draw(
        request,
        "countries",
        states=dict.fromkeys(counts, "yes"),
        links={code: address("country", code) for code in {*every, *counts}},
        rows=rows,
        others=[(country(code), address("country", code)) for code in every if code not in counts],
    )


@page
def variables(request: HttpRequest) -> HttpResponse:
    """What can be counted at all: class sets with their variables and classes, for those who plan research."""
    sets = [(words.class_set(name), catalogue.class_set(name)) for name in catalogue.class_sets()]
    return draw(
        request,
        "catalogue",
        sets=[(title, one, [_variable(variable) for variable in one.variables]) for title, one in sets],
    )


def _variable(variable: Variable) -> tuple[str, str, bool]:
    codes = [table_words.code_label(variable, code) for code in variable.codes if code != MISSING]
    return table_words.variable_label(variable), web.apart(codes), variable.sensitive
