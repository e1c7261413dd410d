"""What the register says of a membership: what the journal names last, and nothing that somebody wrote into the
database otherwise. Companies are as this installation left them, places as the company told them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from fanal.access.api import stated
from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.tourism.companies import firm
from fanal.tourism.membership import told
from fanal.tourism.membership.flow import Move, State
from fanal.tourism.membership.policy import DEEDS, deed_of
from fanal.tourism.membership.told import Standing
from fanal.tourism.models import Appeal, Company, Membership, Site
from fanal.tourism.policy import KEEP
from fanal.vocabulary import short_codes


@dataclass(frozen=True, slots=True)
class Entry:
    """`since`: member since; `ended`: since when it is none; `reported`: the year in which its last report was
    accepted; `lists`: whether its places stand in the register; `appealed`: an appeal is open, and the company wishes
    that this is said; `was_suspended`: of one that ended, that it was suspended then."""

    code: str
    org: UUID
    name: str
    country: str
    programme: str
    standing: Standing
    since: date | None
    ended: date | None
    reported: int | None
    countries: tuple[str, ...]
    lists: bool
    appealed: bool
    was_suspended: bool


def entry(typed: str, today: date) -> Entry | None:
    """The entry of a code, as somebody types it; None where there is none, or no more."""
    code = short_codes.tidied(typed)
    rows = Membership.objects.select_related("org").filter(public_code=code) if code else []
    return next(iter(_shown(_read(list(rows)).values(), today)), None)


def is_dead(typed: str) -> bool:
    """Whether a code was that of a company which was deleted on its own request, as the journal says."""
    code = short_codes.tidied(typed)
    row = Membership.objects.filter(public_code=code, reason=told.DELETED).first() if code else None
    return row is not None and bool(stated.is_last(row, journal.told(row.pk, DEEDS, network.trusted.Signers())))


def beside(one: Entry, today: date) -> list[Entry]:
    """The other entries of its company."""
    rows = Membership.objects.select_related("org").filter(org_id=one.org).exclude(public_code=None)
    others = list(rows.exclude(public_code=one.code).order_by("programme", "pk"))
    return _shown(_read(others).values(), today) if others else []


def places(one: Entry, words: str = "") -> list[Site]:
    """The places of a company that lists them, by name; those of a name that holds these words."""
    return places_of([one], words).get(one.org, [])


def places_of(those: Collection[Entry], words: str = "") -> Mapping[UUID, list[Site]]:
    """The same of several, by company."""
    rows = list(Company.objects.filter(pk__in={one.org for one in those}, listed=True))
    firms = firm.believed(rows, journal.told_of([row.pk for row in rows], {KEEP}, network.trusted.Signers()))
    found: dict[UUID, list[Site]] = defaultdict(list)
    named = Site.objects.filter(org_id__in=firms, closed_on=None, **({"name__icontains": words} if words else {}))
    for site in named.order_by("name", "code"):
        found[site.org_id].append(site)
    return found


def with_place(orgs: Iterable[UUID], words: str) -> set[UUID]:
    """Which of these companies have a place of a name that holds these words. For finding alone: what is shown is asked
    of `places`."""
    found = Site.objects.filter(org_id__in=list(orgs), closed_on=None, name__icontains=words)
    return set(found.order_by().values_list("org_id", flat=True).distinct())


_kept: dict[UUID, tuple[object, Entry | None]] = {}
"""What was read of each membership last, beside what it was read from."""


def every(today: date) -> list[Entry]:
    """All entries, by name. Reading a chain takes a millisecond: what did not change since is not read again."""
    coded = Membership.objects.exclude(public_code=None)
    # First, so that what a deed writes meanwhile is read anew the next time.
    lengths = journal.lengths({one for pair in coded.values_list("pk", "org_id") for one in pair})
    rows = {row.pk: row for row in coded.select_related("org")}
    firms = {one["pk"]: tuple(one.values()) for one in Company.objects.values("pk", *Company.whole[1:])}
    now = {pk: _seen(row, firms.get(row.org_id), lengths) for pk, row in rows.items()}
    held = {pk: one for pk, one in dict(_kept).items() if one[0] == now.get(pk)}
    found = _read([row for pk, row in rows.items() if pk not in held])
    held |= {pk: (now[pk], one) for pk, one in found.items()}
    _kept.clear()
    _kept.update(held)
    shown = _shown((held[pk][1] for pk in rows), today)
    return sorted(shown, key=lambda one: (one.name.casefold(), one.programme, one.code))


def _seen(row: Membership, profile: object, lengths: Mapping[UUID, int]) -> object:
    """All that an entry is read from, in short."""
    own = tuple(str(getattr(row, name)) for name in Membership.whole[1:])
    org = row.org
    return own, org.name, org.country, bytes(org.known), str(profile), lengths.get(row.pk), lengths.get(row.org_id)


def _shown(found: Iterable[Entry | None], today: date) -> list[Entry]:
    """Those of which the register still knows something today."""
    return [one for one in found if one and not (one.ended and told.is_forgotten(one.ended, today))]


def _read(rows: list[Membership]) -> dict[UUID, Entry | None]:
    """What is believed of memberships with a code; None where nothing is."""
    orgs = {row.org_id: row.org for row in rows}
    whole = {org.pk for org in network.vouched.whole(orgs.values())}
    signers = network.trusted.Signers()
    said = journal.told_of([row.pk for row in rows], DEEDS, signers)
    kept = journal.told_of(list(orgs), {KEEP}, signers)
    firms = firm.believed(list(Company.objects.filter(pk__in=orgs)), kept)
    appeals = {one.membership_id: one for one in _appeals(rows)}
    return {
        row.pk: _entry(row, firms.get(row.org_id), appeals.get(row.pk), said[row.pk]) if row.org_id in whole else None
        for row in rows
    }


def _appeals(rows: list[Membership]) -> Iterable[Appeal]:
    """Those that are open, and of which the company wishes that it is said."""
    found = Appeal.objects.filter(Appeal.is_open, membership__in=rows, shown=True)
    return found.order_by("made_at")


def _entry(row: Membership, profile: Company | None, appeal: Appeal | None, said: Told) -> Entry | None:
    if not stated.is_last(row, said):
        return None
    stands = told.standing(State(row.state), row.ended_on, row.ended_on or row.entered_on)
    if stands is None or not row.public_code or row.reason == told.DELETED:
        return None
    reports = [line.at.year for line in said.lines if line.deed == deed_of(Move.REPORT_ACCEPTED)]
    return Entry(
        code=row.public_code,
        org=row.org_id,
        name=row.org.name,
        country=row.org.country,
        programme=row.programme,
        standing=stands,
        since=row.member_since,
        ended=row.ended_on if stands is Standing.ENDED else None,
        reported=max(reports, default=None),
        countries=tuple(profile.countries) if profile else (),
        lists=bool(profile and profile.listed),
        appealed=appeal is not None and stands is Standing.ENDED and stated.is_as_told(appeal, said) is True,
        was_suspended=stands is Standing.ENDED and bool(row.suspended_for),
    )


SCHEMA: Final = "fanal.tourism.register/1"


def document(today: date) -> dict[str, Any]:
    """The register for programs. Places are not in it: a page of each company has them."""
    return {"schema": SCHEMA, "companies": [_row(one) for one in every(today)]}


def _row(one: Entry) -> dict[str, Any]:
    return {
        "code": one.code,
        "page": learning.address(reverse("register:short", args=[one.code])),
        "name": one.name,
        "country": one.country,
        "countries": list(one.countries),
        "programme": one.programme,
        "state": one.standing.value,
        "member_since": one.since.isoformat() if one.since else None,
        "not_member_since": one.ended.isoformat() if one.ended else None,
        "last_report_accepted": one.reported,
        "appealed": one.appealed,
        "was_suspended": one.was_suspended,
    }
