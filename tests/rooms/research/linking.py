"""What tests of linkage runs share: a third member, an office that counts, agreements, lists of fictional children."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import numpy as np
import pytest
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection

from fanal import vault
from fanal.engines.linkage.model import ChildRow
from fanal.engines.linkage.people import Style, children, registered, registered_again
from fanal.network import accounts, agreements
from fanal.network import api as network
from fanal.network.contracts import Actor, AgreementPurpose, Founded, Founder, OrgKind, Role
from fanal.network.models import Person
from fanal.research.contracts import MAKER
from fanal.research.models import LinkageRun
from fanal.research.runs import runs, steps
from fanal.research.runs.runs import RunForm
from tests.people import NOW, PASSWORD, Cast, gains
from tests.rooms.research.studying import give

DELETE_BY = NOW.date() + timedelta(days=30)
MAKERS = {"Aurora": "bao", "Nordlys": "oda", "Solace": "sana"}
SECONDS = {"Aurora": "dalia", "Nordlys": "pia", "Solace": "tariq"}
KEEPERS = {"Aurora": "bao", "Nordlys": "oda", "Solace": "sana", "Office": "uma"}
ADVISER = "edo"
"""The survivor adviser, of Aurora; Sol of the secretariat is the ethics reviewer. Nobody is both in one run."""
MEMBERS = ("Aurora", "Nordlys")
THREE = (*MEMBERS, "Solace")
_MODELS = [*apps.get_app_config("network").get_models(), *apps.get_app_config("journal").get_models()]
OTHERS = {
    "Solace": (
        OrgKind.MEMBER,
        "XA",
        (("sana", (Role.MANAGER, Role.KEY_KEEPER)), ("tariq", (Role.SUPERVISOR, Role.KEY_KEEPER))),
    ),
    "Office": (OrgKind.OFFICE, "XC", (("uma", (Role.MANAGER, Role.KEY_KEEPER)), ("viet", (Role.KEY_KEEPER,)))),
    "Police": (OrgKind.AUTHORITY, "XA", (("leo", (Role.LIAISON, Role.KEY_KEEPER)), ("mira", (Role.KEY_KEEPER,)))),
}


_kept: dict[str, tuple[Founded, dict[str, vault.Seed], str]] = {}
"""Organisations that a test of this session founded: put back as text, since keys made anew take seconds."""


def found(cast: Cast, name: str) -> None:
    """A further organisation of the cast."""
    if name in cast.founded:
        return
    if name in _kept:
        for row in serializers.deserialize("json", _kept[name][2]):
            row.save()
        with connection.cursor() as cursor:  # rows that bring their numbers leave the counters where they were
            for statement in connection.ops.sequence_reset_sql(no_style(), _MODELS):
                cursor.execute(statement)
    else:
        _kept[name] = _founded(name)
    cast.founded[name] = _kept[name][0]
    cast.seeds |= _kept[name][1]


def _founded(name: str) -> tuple[Founded, dict[str, vault.Seed], str]:
    kind, country, people = OTHERS[name]
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in _MODELS}
    made = network.organisations.found(
        name, kind, country, [Founder(one, one.capitalize(), f"{PASSWORD} {one}", roles) for one, roles in people], NOW
    )
    seeds = {one: accounts.seed_by_code(Person.objects.get(username=one), code) for one, code in made.codes.items()}
    rows = [row for model in _MODELS for row in model._default_manager.exclude(pk__in=before[model])]
    return made, seeds, serializers.serialize("json", rows)


def agree(cast: Cast, member: str, *, ends: date | None = None, purpose: str = "linkage_counting") -> None:
    """Member and office sign an agreement, until the lists are to be deleted if no other end is given."""
    ends = ends or DELETE_BY
    starts = NOW.date() - timedelta(days=30)
    now = NOW + min(timedelta(), ends - NOW.date())  # one that is over was made while it was not
    purposes = [AgreementPurpose(purpose)]
    made = agreements.propose(
        cast[KEEPERS[member]], cast.founded["Office"].org, purposes, ["identity"], starts, ends, now
    )
    agreements.sign(cast["uma"], made, now)


def stage(cast: Cast, members: Sequence[str] = MEMBERS) -> None:
    """Everybody is there: makers, second persons, officers, advisers; agreements are signed."""
    for name in ("Office", *members):
        found(cast, name)
    for name in members:
        agree(cast, name)
        give(cast, MAKERS[name], MAKER)
        hold(cast, SECONDS[name], Role.DATA_PROTECTION_OFFICER)
    hold(cast, ADVISER, Role.SURVIVOR_ADVISER)
    hold(cast, "sol", Role.ETHICS_REVIEWER)


def hold(cast: Cast, username: str, role: Role) -> None:
    gains(cast[username].person, role)


def form(cast: Cast, members: Sequence[str] = MEMBERS) -> RunForm:
    return RunForm(
        title="Children of a coast",
        population="Children with a case file at a member on the coast, standing victim, 2025.",
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        members=tuple(cast.founded[name].org for name in members),
        unit=cast.founded["Office"].org,
        delete_by=DELETE_BY,
        use="The study of how many are on no list.",
        harms="A low figure may be read as proof of little.",
    )


def opened(cast: Cast, members: Sequence[str] = MEMBERS) -> LinkageRun:
    """Tove of the secretariat opens it."""
    return runs.open_run(cast["tove"], form(cast, members), NOW)


def agreed(cast: Cast, members: Sequence[str] = MEMBERS, most: int = 2_000) -> LinkageRun:
    """Everybody joined, and the gate is passed."""
    run = opened(cast, members)
    for name in members:
        runs.join(cast[MAKERS[name]], run.pk, most, NOW)
        runs.pass_gate(cast[SECONDS[name]], run.pk, "data_protection_officer", "passed", "", NOW)
    runs.join(cast["uma"], run.pk, None, NOW)
    runs.pass_gate(cast[ADVISER], run.pk, "survivor_adviser", "passed", "", NOW)
    runs.pass_gate(cast["sol"], run.pk, "ethics_reviewer", "passed", "", NOW)
    run.refresh_from_db()
    return run


def keyed(cast: Cast, members: Sequence[str] = MEMBERS) -> LinkageRun:
    run = agreed(cast, members)
    for name in members:
        steps.draw_key(cast[MAKERS[name]], run.pk, NOW)
    run.refresh_from_db()
    return run


def declared(cast: Cast, lists: dict[str, list[ChildRow]]) -> LinkageRun:
    """Number and definition of each list, said by one and signed by another."""
    run = keyed(cast, tuple(lists))
    for name, rows in lists.items():
        steps.declare(cast[MAKERS[name]], run.pk, len(rows), "Latn", NOW)
        steps.countersign(cast[SECONDS[name]], run.pk, NOW)
    run.refresh_from_db()
    return run


def sent(cast: Cast, lists: dict[str, list[ChildRow]]) -> LinkageRun:
    run = declared(cast, lists)
    for name, rows in lists.items():
        steps.send(cast[MAKERS[name]], run.pk, text(rows), NOW)
    run.refresh_from_db()
    return run


def revealed(cast: Cast, lists: dict[str, list[ChildRow]]) -> LinkageRun:
    run = sent(cast, lists)
    steps.commit(cast["uma"], run.pk, NOW)
    for name in lists:
        steps.reveal(cast[MAKERS[name]], run.pk, NOW)
    run.refresh_from_db()
    return run


def confirmed(cast: Cast, run: LinkageRun, members: Sequence[str]) -> LinkageRun:
    for username in (*(MAKERS[name] for name in members), "uma"):
        steps.confirm_deletion(cast[username], run.pk, NOW)
    run.refresh_from_db()
    return run


def lists_of(members: Sequence[str], size: int = 700, shared: int = 200, seed: int = 5) -> dict[str, list[ChildRow]]:
    """Lists of fictional children: `shared` of the first list are on each of the others, too, written anew."""
    random = np.random.default_rng(seed)
    style = Style()
    first, *others = members
    everybody = children(style, size + len(others) * (size - shared), random)
    made = {first: [registered(child, random) for child in everybody[:size]]}
    for place, name in enumerate(others):
        start = size + place * (size - shared)
        again = [registered_again(child, style, random) for child in everybody[:shared]]
        made[name] = again + [registered(child, random) for child in everybody[start : start + size - shared]]
    return {name: list(dict.fromkeys(rows)) for name, rows in made.items()}


def text(rows: Sequence[ChildRow]) -> str:
    """A list as a member pastes it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["names", "guardian", "birth_year", "birth_month", "sex", "place"])
    for row in rows:
        known = (row.guardian, row.birth_year or "", row.birth_month or "", row.sex, row.place)
        writer.writerow([" ".join(row.names), *known])
    return out.getvalue()


def steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and test rows come from one seed, so that the quality of links is the same in every run of the tests."""
    monkeypatch.setattr(steps, "RANDOM", np.random.default_rng(11).bytes)


def org_of(cast: Cast, name: str) -> UUID:
    return cast.founded[name].org


def maker_of(cast: Cast, name: str) -> Actor:
    return cast[MAKERS[name]]
