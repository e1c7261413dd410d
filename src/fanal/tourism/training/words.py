"""How a duty stands, in words: state, what is not known, why a training does not count."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.tourism.duties.model import Kind, Lack, Reason
from fanal.web import api as web

KINDS: Mapping[Kind, tuple[Promise, str]] = {
    Kind.OVERDUE: (lazy("overdue"), "late"),
    Kind.DUE: (lazy("due"), ""),
    Kind.UNKNOWN: (lazy("not known"), "info"),
    Kind.MET: (lazy("met"), "ok"),
    Kind.NOT_APPLICABLE: (lazy("does not apply"), ""),
}
"""By state: words, and how they are drawn."""
REASONS: Mapping[Reason, Promise] = {
    Reason.LISTED: lazy("It is not in force: it obliges nobody."),
    Reason.NOT_IN_FORCE: lazy("It is not in force on this day."),
    Reason.ELSEWHERE: lazy("It is the law of another place."),
    Reason.OTHER_PLACE: lazy("It is not for places of this kind."),
    Reason.OTHER_ROLE: lazy("It is not for people who do this work."),
    Reason.LEFT: lazy("They work here no more."),
    Reason.TOO_SMALL: lazy("It is not for places with so few rooms."),
    Reason.AGENCY: lazy("It is not for people of an agency."),
    Reason.CONDITION_NOT_MET: lazy("It applies under a condition, and you said that it does not hold here."),
    Reason.CONDITION_NOT_SAID: lazy("It applies under a condition. Say on the page of the place whether it holds."),
    Reason.NOT_READ: lazy("The text of this law was not read."),
    Reason.STALE: lazy("Nobody has looked at this law for two years."),
    Reason.PLACE_OPEN: lazy("The law was not read on this point: whether it is for places of this kind."),
    Reason.ROLE_OPEN: lazy("The law was not read on this point: whether it is for people who do this work."),
    Reason.AGENCY_OPEN: lazy("The law was not read on this point: whether it is for people of an agency."),
    Reason.AGENCY_NOT_SAID: lazy("Nobody said whether an agency sent them."),
    Reason.ROOMS_NOT_SAID: lazy("Say on the page of the place how many rooms it has."),
    Reason.REPEAT_NOT_READ: lazy("They had it; whether it must be repeated was not read."),
    Reason.START_NOT_SAID: lazy("Nobody said when they began in this work."),
    Reason.NO_DAY_IN_LAW: lazy("What was read names no day by which it must be."),
}
"""Why a duty does not apply, or what is not known."""
LACKS: Mapping[Lack, Promise] = {
    Lack.NOT_APPROVED: lazy("it is on no list of courses that the authority approved, as far as we know"),
    Lack.TOO_SHORT: lazy("it is not known to have lasted long enough"),
    Lack.NOT_INTERACTIVE: lazy("it is not known that people took part"),
    Lack.NOT_ACKNOWLEDGED: lazy("it is not known that they signed that they had it"),
}
"""Why a training does not count."""


def state(kind: Kind, due: date | None, *, soon: bool) -> Any:
    """A state as a tag, with its day."""
    words, tone = KINDS[kind]
    if due is None or kind in {Kind.UNKNOWN, Kind.NOT_APPLICABLE}:
        return web.tag(words, tone)
    day = {"day": web.day_words(due)}
    if kind is Kind.OVERDUE:
        return web.tag(_("overdue since %(day)s") % day, tone)
    if kind is Kind.MET:
        return web.tag(_("met until %(day)s") % day, "soon" if soon else tone)
    return web.tag(_("due by %(day)s") % day, "soon" if soon else tone)
