"""Releases come in: those that are published here by themselves, those of other installations as a file, which one
person proposes and another confirms. Nothing is taken that is not whole, signed by a pinned identity, for everybody.

A release is a vintage without an indicator, by which it is cited, and one more for each indicator that its cells say
something of. Withdrawn is all of it, at once.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access import api as access
from fanal.access.api import NotNow
from fanal.engines.disclosure.contracts import Bundle, DisclosureError, Files, bundles
from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network.api import identities, keyfile, trusted
from fanal.network.contracts import Actor
from fanal.progress.catalogue import catalogue
from fanal.progress.catalogue.model import Collection
from fanal.progress.models import Vintage
from fanal.progress.observations import observations, storing
from fanal.progress.observations.policy import CONFIRM, PROPOSE, READ_IN, TAKEN, WITHDRAWN
from fanal.progress.observations.signals import release_changed, values_known
from fanal.progress.observations.values import Origin, State
from fanal.progress.releases import port, tables

logger = logging.getLogger(__name__)
LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Release:
    """One that was looked at and may come in. `sha256`: of its `release.json`."""

    bundle: Bundle
    org: UUID

    @property
    def code(self) -> str:
        return self.bundle.id

    @property
    def about(self) -> Mapping[str, Any]:
        return self.bundle.document


def looked_at(files: Files) -> Release:
    """A release in these files. Raises `DisclosureError`, `NotNow` with the sentence that says why it stays outside."""
    bundle = bundles.read(files)
    signature = bundles.signed(files, vault.verify)
    org = identities.signer(signature.key)
    if org is None:
        raise NotNow(
            _(
                "This release is signed by nobody whose key this site knows. Ask whoever published it for their key, "
                "by another way, and have your administrator pin it."
            )
        )
    method = bundle.document.get("method", {})
    if not isinstance(method, dict) or method.get("audience", "public") != "public":
        raise NotNow(_("This release is not for everybody: nothing of it may stand on public pages."))
    if len(bundle.id) > LONGEST or not is_day(bundle.document["published_on"]):
        raise NotNow(_("This release has no number, or no day, that can be cited. Tell whoever published it."))
    return Release(bundle, org)


def is_day(text: str) -> bool:
    """Whether a text is a day, as in 2026-11-25."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def by_file(path: Path, now: datetime, *, keep: bool) -> tuple[Release, list[Vintage]]:
    """What `fanal progress import FILE` does: look at a release and, with `keep`, give it to two people of the desk.
    Raises `DisclosureError`, `NotNow`, `OSError`."""
    found = looked_at(bundles.opened(path))
    with transaction.atomic():
        _need_new(found)
        rows = _rows(found, keyfile.installation(), State.READ, now, here=False)
        for row in rows:
            storing.write(row, keyfile.installation(), READ_IN, now)
        if not keep:
            transaction.set_rollback(True)
    return found, rows


def look(now: datetime) -> None:
    """Take what was published here since, and mark what was withdrawn. One that is not whole is passed over."""
    for one in port.offered():
        if one.is_withdrawn:
            withdrawn(of_release(one.code), keyfile.installation(), one.reason, now)
        elif not _here(one.code).exists():
            _take(one, now)


def _take(one: port.Offered, now: datetime) -> None:
    try:
        found = looked_at(bundles.unpacked(port.packed(one.code)))
    except (DisclosureError, NotNow):
        found = None
    if found is None or found.org != one.org or found.code != one.code:
        logger.error("a release of this site is not what was signed: no value of it is taken")
        return
    with transaction.atomic():
        rows = _rows(found, keyfile.installation(), State.KNOWN, now, here=True)
        for row in rows:
            row.known_at = now
            storing.write(row, keyfile.installation(), TAKEN, now)
        known(rows, now)


def _here(code: str) -> QuerySet[Vintage]:
    return Vintage.objects.filter(release=code, origin=Origin.RELEASE).exclude(state=State.DROPPED)


def of_release(code: str) -> list[Vintage]:
    """All that is here of a release, as the journal has it; that itself, without an indicator, first."""
    return list(observations.believed(_here(code).order_by("indicator")).values())


def _need_new(found: Release) -> None:
    """Raises `NotNow` where it was withdrawn, or something is here under its number."""
    withdrawn_here = [one for one in port.offered() if one.code == found.code and one.is_withdrawn]
    rows = of_release(found.code)
    if withdrawn_here or any(row.withdrawn_on for row in rows):
        raise NotNow(_("This release was withdrawn: nothing of it is read in."))
    if rows and rows[0].mapping["sha256"] == found.bundle.sha256:
        raise NotNow(_("This release is here already."))
    if _here(found.code).exists():
        raise NotNow(
            _("Another release is here under this number. Ask whoever published it which one is theirs; a correction "
              "has a number of its own.")
        )  # fmt: skip


def _rows(found: Release, by: Signatory, state: State, now: datetime, *, here: bool) -> list[Vintage]:
    """The vintages of a release with their values, stored; the caller has the journal name them."""
    day = date.fromisoformat(found.about["published_on"])
    every = catalogue.shipped()
    formulas = [
        formula for one in every.indicators.values()
        if one.collection is Collection.MEMBER_RELEASE and (formula := every.formula(one.id, day)) is not None
    ]  # fmt: skip
    mapping = {
        "sha256": found.bundle.sha256, "here": here, "supersedes": str(found.about.get("supersedes") or "")[:LONGEST],
        "signed_by": str(found.org),
    }  # fmt: skip
    made = []
    for formula, lines in [(None, []), *tables.values(found.bundle, every.releases, formulas)]:
        row = Vintage(
            indicator=formula.id if formula else "", version=formula.version if formula else 0, origin=Origin.RELEASE,
            title=found.bundle.title[:200], publisher=str(found.about["publisher"])[:200],
            licence=str(found.about["licence"])[:200], shared=True, read_on=day, mapping=mapping, state=state,
            made_by_id=by.actor, made_at=now, release=found.code,
        )  # fmt: skip
        row.save()
        if lines:
            storing.store(row, lines)
        made.append(row)
    return made


def known(rows: list[Vintage], now: datetime) -> None:
    """Tell those who cite that a release is known: what it takes the place of, and values that are newer."""
    if before := rows[0].mapping["supersedes"]:
        release_changed.send(sender=Vintage, code=before, now=now)
    for row in rows[1:]:
        values_known.send(sender=Vintage, indicator=row.indicator, now=now)


def withdrawn(rows: list[Vintage], by: Signatory, reason: str, now: datetime) -> None:
    """Mark all of a release as withdrawn, once; its values stay, with the mark."""
    live = [row for row in rows if row.withdrawn_on is None]
    with transaction.atomic():
        for row in live:
            row.withdrawn_on, row.mapping = now.date(), {**row.mapping, "reason": reason[:300]}
            storing.write(row, by, WITHDRAWN, now)
        if live and live[0].state == State.KNOWN:
            release_changed.send(sender=Vintage, code=live[0].release, now=now)


def answers_for(actor: Actor, row: Vintage) -> bool:
    """Whether somebody may say that a release was withdrawn, which nobody takes back: of one from elsewhere the
    organisations whose people took it in, and the one that signed it. Of one of this site it is said where it was
    published."""
    if row.mapping["here"]:
        return False
    took = journal.told(row.pk, (PROPOSE, CONFIRM), trusted.Signers()).lines
    return str(actor.org) in {row.mapping["signed_by"], *(str(line.org) for line in took)}


@transaction.atomic
def withdraw(actor: Actor, pk: UUID, reason: str, now: datetime) -> Vintage:
    """Whoever published it elsewhere withdrew it, and somebody here read that. Raises `NotHere`, `NotAllowed`,
    `NotNow`."""
    row = access.found(actor, Vintage, pk, lock=True)
    access.ask(actor, WITHDRAWN, row)
    rows = of_release(row.release) if row.release else []
    if row not in rows or row.indicator:
        raise NotNow(_("This is done for a whole release, on its page."))
    if not answers_for(actor, row):
        raise NotNow(
            _("This is done by whoever published the release, or by an organisation that took it in here. Tell them.")
        )
    if row.withdrawn_on is not None:
        raise NotNow(_("This release was withdrawn already."))
    if not reason.strip():
        raise NotNow(_("Write where it says so, and why. Everybody may read this."), "reason")
    withdrawn(rows, actor.signatory(), reason.strip(), now)
    return row
