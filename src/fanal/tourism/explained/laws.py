"""What was read of the law on training and signs, place by place. Information, no legal advice."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.learning.contracts import ROLES
from fanal.tourism import known
from fanal.tourism.duties.evaluating import warned
from fanal.tourism.duties.model import Law, Repeat, Rule, Sign, Status, Warned
from fanal.tourism.kinds import FLAGS, SITE_KINDS
from fanal.vocabulary.countries import country_name
from fanal.vocabulary.languages import language_name
from fanal.web import api as web

STATUS: dict[Status, Promise] = {
    Status.BILL: lazy("a bill: it obliges nobody"),
    Status.GUIDANCE: lazy("guidance: it obliges nobody"),
    Status.REPEALED: lazy("repealed"),
}
WARNINGS: dict[Warned, Promise] = {
    Warned.UNREVIEWED: lazy("no lawyer of that place has reviewed it"),
    Warned.AGED: lazy("nobody has looked at it for a year"),
    Warned.SUMMARY: lazy("known from what others say of it, not from its text"),
}

type Fact = tuple[str, str]


@web.open_page("what was read of the law is public to read; the page reads no session and takes nothing")
def page(request: HttpRequest) -> HttpResponse:
    """Every law that was read, under its place."""
    today = web.deeds.at(request).date()
    held = known.laws()
    laws = sorted((*held.rules, *held.signs), key=lambda one: (_place(one), isinstance(one, Sign), one.id))
    places = [{"name": name, "laws": [of_law(one, today) for one in some]} for name, some in groupby(laws, key=_place)]
    return render(request, "tourism/explained/laws.html", {"places": places})


def _place(law: Law) -> str:
    country = country_name(law.jurisdiction.partition("-")[0], web.spoken())
    return _("%(part)s, %(country)s") % {"part": law.where, "country": country} if "-" in law.jurisdiction else country


def of_law(law: Law, today: date) -> dict[str, object]:
    """A law as pages show it: what it asks, whether it is in force, when somebody looked, of what one should beware."""
    warnings = [str(WARNINGS[one]) for one in warned(law, today)]
    return {
        "law": law,
        "sign": isinstance(law, Sign),
        "status": STATUS.get(law.status, ""),
        "facts": [
            *_common(law),
            *(_sign(law) if isinstance(law, Sign) else _rule(law) if isinstance(law, Rule) else []),
        ],
        "warnings": web.listed(warnings) if warnings else "",
        "checked": web.day_words(law.checked_on),
    }


def _names(codes: Iterable[str], words: Mapping[str, str]) -> str:
    return web.listed(sorted(_(words[code]) for code in codes))


def _common(law: Law) -> Iterable[Fact]:
    yield _("Where"), _names(law.site_kinds, SITE_KINDS)
    if law.open_kinds:
        yield _("Open whether"), _names(law.open_kinds, SITE_KINDS)
    if law.min_rooms:
        yield _("Size"), _("from %(number)s rooms on") % {"number": web.digits(law.min_rooms)}
    if law.condition:
        yield _("Only where the answer is yes"), _(FLAGS[law.condition])


def _rule(rule: Rule) -> Iterable[Fact]:
    yield _("Who"), _("everybody who works there") if rule.roles is None else _names(rule.roles, ROLES)
    if rule.open_roles:
        yield _("Open whether"), _names(rule.open_roles, ROLES)
    agency = {True: _("they too"), False: _("not they"), None: _("not said, or not read")}
    yield _("People of an agency"), agency[rule.agency]
    yield _("First time"), _first(rule)
    yield _("Again"), _again(rule)
    if rule.min_minutes:
        yield _("How long"), _("%(number)s minutes at least") % {"number": web.digits(rule.min_minutes)}
    if rule.interactive:
        yield _("How"), _("in a class, or so that people take part")
    if rule.approved_by:
        course = _("approved by: %(who)s") % {"who": rule.approved_by}
        yield _("Course"), course if rule.approved else _("%(course)s. We know of none that is.") % {"course": course}
    if rule.acknowledged:
        yield _("Proof"), _("each person signs and dates that they had it")


def _first(rule: Rule) -> str:
    if rule.within is None:
        return _("what was read names no day")
    number = web.digits(rule.within.number)
    if rule.within.months:
        return _("within %(number)s months of starting in the work") % {"number": number}
    return _("within %(number)s days of starting in the work") % {"number": number}


def _again(rule: Rule) -> str:
    if rule.repeat is Repeat.ROLLING_MONTHS:
        return _("within %(number)s months of the last time") % {"number": web.digits(rule.every)}
    if rule.repeat is Repeat.CALENDAR_YEAR:
        return _("in each calendar year")
    return _("what was read names none") if rule.repeat is Repeat.NONE else _("not read")


def _sign(sign: Sign) -> Iterable[Fact]:
    if sign.by:
        yield _("By when"), web.day_words(sign.by)
    languages = [language_name(code, web.spoken()) for code in sign.languages]
    if sign.local_language:
        languages.append(_("what else is spoken there"))
    yield _("Languages"), web.listed(languages)
    if sign.min_mm:
        short, long = (web.digits(one) for one in sign.min_mm)
        yield _("Size"), _("%(short)s × %(long)s mm at least") % {"short": short, "long": long}
    if sign.min_pt:
        yield _("Letters"), _("%(number)s points at least") % {"number": web.digits(sign.min_pt)}
    yield _("Where it hangs"), sign.place
