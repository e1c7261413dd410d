"""How an assessment cites a release and a value, and what became of them since."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.progress.models import Vintage
from fanal.progress.numbers import words
from fanal.progress.observations import observations
from fanal.progress.observations.values import Origin, State
from fanal.progress.releases import taking
from fanal.web import api as web

RELEASE, OBSERVATION = "release", "observation"
_LONGEST: Final = 18
"""Digits of the number of a row, at most."""


def release(code: str) -> tuple[str, str] | None:
    """What a release is called, and where everybody reads it; None where it is not here. Raises `NotNow` for one that
    was withdrawn."""
    rows = [row for row in taking.of_release(code) if row.state == State.KNOWN]
    if not rows or rows[0].indicator:
        return None
    one = rows[0]
    if one.withdrawn_on is not None:
        raise NotNow(_("%(release)s was withdrawn. Name another source.") % {"release": code})
    url = words.release_page(code) if one.mapping["here"] else ""
    return web.listed([one.title, one.publisher, web.day_words(one.read_on)]), url


def releases_since(refs: Iterable[str]) -> Mapping[str, str]:
    """What has to be known of cited releases today, by `release:CODE`."""
    codes = {ref.removeprefix(f"{RELEASE}:") for ref in refs}
    rows = Vintage.objects.filter(origin=Origin.RELEASE, indicator="", state=State.KNOWN)
    here = observations.believed(rows.filter(release__in=codes)).values()
    later = observations.believed(rows.filter(mapping__supersedes__in=list(codes))).values()
    found = {f"{RELEASE}:{row.mapping['supersedes']}": _("corrected by a newer version") for row in later}
    gone = {f"{RELEASE}:{row.release}": row.withdrawn_on for row in here if row.withdrawn_on is not None}
    return found | {ref: _("withdrawn on %(day)s") % {"day": web.day_words(day)} for ref, day in gone.items()}


def observation(ref: str) -> tuple[str, str] | None:
    """A value as it is known, and its page; None where everybody may not read it."""
    one = _number(ref)
    if one is None or not one.is_public:
        return None
    if one.source.withdrawn_on is not None:
        raise NotNow(_("%(release)s was withdrawn. Name another source.") % {"release": one.source.release})
    said = [one.indicator.name, words.territory(one.territory), *([words.group(one.cell)] if one.cell else []),
            f"{one.period}: {words.told(one, date.min)}"]  # fmt: skip
    url = web.elsewhere("numbers:indicator", one.indicator.id)
    return web.listed(said), url


def observations_since(refs: Iterable[str]) -> Mapping[str, str]:
    """What has to be known of cited values today, by `observation:NUMBER`."""
    found = {}
    for ref in refs:
        one = _number(ref.removeprefix(f"{OBSERVATION}:"))
        if one is None:
            found[ref] = _("not known any more")
        elif one.source.withdrawn_on is not None:
            found[ref] = _("withdrawn on %(day)s") % {"day": web.day_words(one.source.withdrawn_on)}
        elif observations.newer(one) is not None:
            found[ref] = _("a newer value is known")
    return found


def _number(ref: str) -> observations.Number | None:
    return observations.cited(int(ref)) if ref.isascii() and ref.isdecimal() and len(ref) <= _LONGEST else None
