"""Gaps in words of the reader: who, where, why no country can, and the smallest change in one country."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from fanal.justice.law.codes import CONDUCTS
from fanal.justice.law.words import state_name
from fanal.web import api as web
from fanal.web.api import day_words, digits

MEMBERS_ONLY = lazy(
    "For members alone, never public. Computed from drafts of law: what is not in our library counts as not known. "
    "The law as written, not practice; no rank, no score."
)
COLUMNS: Sequence[Promise] = (
    lazy("Gap"), lazy("Certain"), lazy("Act"), lazy("Ages"), lazy("From"), lazy("To"), lazy("Found in"),
    lazy("Places"), lazy("Nationalities"), lazy("Residences"), lazy("Ties of the child"), lazy("Patterns"),
    lazy("Smallest change"),
)  # fmt: skip

WHY: Mapping[str, Promise] = {
    "law.gap.why.no_file": lazy("%(state)s: its law is not in our library."),
    "law.gap.why.silent": lazy("%(state)s: no route stands in its file, and nobody declared the file complete."),
    "law.gap.why.no_route": lazy("%(state)s: no route."),
    "law.gap.why.not_known": lazy("%(state)s: a route of which it is not known whether it is open."),
    "law.gap.why.barred": lazy("%(state)s: barred (%(offence)s)."),
    "law.gap.why.out_of_reach": lazy("%(state)s: a route, but %(presence)s does not give the person up."),
}
ATOMS: Mapping[str, Promise] = {
    "criminalise": lazy("%(state)s makes the act an offence, and prosecutes it at home."),
    "criminalise_act": lazy(
        "%(state)s makes an offence of: %(act)s, against every child below 18, prosecuted at home."
    ),
    "extradite_or_prosecute": lazy("%(state)s gives up or prosecutes whoever is found there."),
    "drop_double_criminality": lazy("%(state)s no longer asks whether the place punishes the act."),
    "nationality_and_residence": lazy("%(state)s reaches its nationals and residents everywhere."),
    "drop_threshold": lazy("%(state)s no longer asks for a penalty of some height for acts abroad."),
    "ratify_and_implement": lazy(
        "%(state)s ratifies the treaty, makes each act an offence, and gives up or prosecutes."
    ),
}
_FEW = 8


def title(item: Mapping[str, Any]) -> str:
    """Whether it is certain, in words."""
    if item["certain"]:
        return _("No country can prosecute this")
    return _("No route is known, and some law is not known")


def who(item: Mapping[str, Any]) -> str:
    """The pattern that is shown: one person, one place, one child, one act."""
    example = item["example"]
    given = {
        "nationality": _national(example["nationality"]), "residence": _lives(example["residence"]),
        "act": act(item["profile"]), "ages": ages(item["ages"]), "child": _tied(example["child"]),
        "place": state_name(example["place"]), "days": days(item), "presence": state_name(example["presence"]),
    }  # fmt: skip
    words = _(
        "%(nationality)s, %(residence)s; the act: %(act)s; a child of %(ages)s, %(child)s; in %(place)s %(days)s; "
        "found in %(presence)s."
    )
    return words % given


def days(item: Mapping[str, Any]) -> str:
    """The days of the act."""
    given = {"first": _day(item["first"]), "last": _day(item["last"])}
    return (_("on %(first)s") if item["first"] == item["last"] else _("between %(first)s and %(last)s")) % given


def act(profile: str) -> str:
    """What a profile is about."""
    return str(CONDUCTS.get(profile, profile.replace("_", " ")))


def ages(both: Sequence[int]) -> str:
    """Completed years of the child, both ends included."""
    low, high = both
    if low == high:
        return ngettext("%(years)s year", "%(years)s years", low) % {"years": digits(low)}
    return _("%(low)s to %(high)s years") % {"low": digits(low), "high": digits(high)}


def _national(state: str | None) -> str:
    return _("A national of %(state)s") % {"state": state_name(state)} if state else _("A stateless person")


def _lives(state: str | None) -> str:
    return _("who lives in %(state)s") % {"state": state_name(state)} if state else _("who lives nowhere for long")


def _tied(state: str | None) -> str:
    return _("of %(state)s") % {"state": state_name(state)} if state else _("of no country")


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def sets(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What falls through together: pairs of a name and the countries."""
    where = _("In which countries, that punish the act") if item["punished"] else _("In which countries")
    return [
        (where, some(item["places"], _("in none"))),
        (_("Nationality of the person suspected"), some(item["nationalities"], _("stateless"))),
        (_("Where the person suspected lives"), some(item["residences"], _("nowhere for long"))),
        (_("Ties of the child"), some(item["children"], _("none"))),
        (_("Found in"), state_name(item["presence"])),
        (_("Fact patterns"), _patterns(item)),
    ]


def _patterns(item: Mapping[str, Any]) -> str:
    number = digits(item["patterns"])
    if item["whole"]:
        return _("%(number)s, all of these") % {"number": number}
    return _("%(number)s; some combinations of these are reached") % {"number": number}


def some(codes: Sequence[str | None], none: str) -> str:
    """Countries by name, the first few where they are many; `none` stands for no country at all."""
    names = sorted(state_name(code) for code in codes if code)
    rest = len(names) - _FEW
    if rest > 2:
        more = ngettext("and %(count)s more", "and %(count)s more", rest) % {"count": digits(rest)}
        names = [*names[:_FEW], more]
    return web.listed([*names, *([none] if None in codes else [])])


def why(reason: Mapping[str, Any]) -> str:
    """Why one country has no route."""
    given = {"offence": ""} | {
        name: state_name(value) if name in {"state", "presence"} else value for name, value in reason["params"].items()
    }
    words = WHY.get(reason["key"])
    return str(words) % given if words else str(reason["key"])


def closing(change: Mapping[str, Any] | None) -> str:
    """The smallest change of law in one country that closes it."""
    if change is None:
        return _("No change in one country alone closes it.")
    words = ATOMS.get(change["atom"])
    first = str(words) % {"state": state_name(change["state"])} if words else f"{change['state']}: {change['atom']}"
    if not change["left"]:
        return f"{first} {_('That closes all of it.')}"
    return f"{first} {_('That leaves %(left)s fact patterns of it.') % {'left': digits(change['left'])}}"


def atom(state: str, kind: str, profile: str) -> str:
    """One change of law in one country, as a sentence."""
    words = ATOMS.get(f"{kind}_act" if profile else kind, ATOMS.get(kind))
    return str(words) % {"state": state_name(state), "act": act(profile)} if words else f"{state}: {kind} {profile}"


def between(lower: int, upper: int, total: int) -> str:
    """A share between two bounds, rounded outwards to a tenth of a per cent."""
    least, most = lower * 1000 // total, -(-upper * 1000 // total)
    given = {"least": digits(least / 10), "most": digits(most / 10)}
    return _("%(least)s to %(most)s per cent") % given
