"""Everything that is sealed in a database, read by the people whose keys open it, and the pages they look at.

`tools/golden` writes down what was read, `python -m tests.golden` reads it again with the code of the day.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.db import models
from django.test import Client

from fanal import columns, vault
from fanal.access import middleware
from fanal.access.contracts import RecordRef
from fanal.access.records import Opened
from fanal.concerns.counting import counting
from fanal.concerns.counting.cells import CountCell
from fanal.concerns.models import CountCell as CountRow
from fanal.concerns.public import dialogue
from fanal.justice.law import library
from fanal.justice.models import LawVersion
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.api import records
from fanal.network.contracts import Actor
from fanal.network.models import Bundle, Person, Team
from fanal.network.signin import SEED

Read = dict[str, dict[str, Any]]

READERS = ("amara", "celia", "dalia", "femi", "ines", "lena", "nils", "noor", "pia")
"""Who together open all of it."""
_LOOKED_AT = {
    "amara": ("concerns/handovers/sent/", "concerns/"),
    "ines": ("research/plans/", "research/releases/", "research/studies/"),
    "lena": ("law/matters/",),
    "nils": ("concerns/", "concerns/handovers/received/"),
    "noor": ("law/matters/", "law/drafts/"),
}
"""Whose lists lead to which pages."""
_MOST = 12  # pages a person
_OF_A_THING = re.compile(r'href="(/desk/[^"#?]*[0-9a-f]{8}-[0-9a-f]{4}-[^"#?]*)"')


def everything(actors: Sequence[Actor]) -> Read:
    """What the sealed columns hold: by table and column, by row, the fields as JSON; None where no actor opens it."""
    found: Read = {"concerns_countcell.cell": dict(_cells(actors))}
    for model in columns.tables():
        for column in columns.sealed(model):
            rows = {str(row.pk): _read(actors, row, column) for row in model._default_manager.order_by("pk")
                    if bytes(getattr(row, column) or b"")}  # fmt: skip
            if rows:
                found[f"{model._meta.db_table}.{column}"] = rows
    return found


def _read(actors: Sequence[Actor], row: models.Model, column: str) -> Any:
    for actor in actors:
        for org, record in _records(row):
            try:
                held = records.open_held(org, record, actor.keyring)
                content = Opened(RecordRef(org, record, ""), actor.signatory(), "golden", held).read(row, column)
            except vault.NotGranted:
                continue
            return json.loads(content.to_json())["fields"]
    return None


def _records(row: models.Model) -> Iterator[tuple[UUID, UUID]]:
    """(organisation, record) to which a row belongs: it is a record itself, or hangs on one."""
    hangs_on = {getattr(row, field.attname) for field in row._meta.concrete_fields if field.is_relation} - {None}
    for ids in ({row.pk}, {one for one in hangs_on if isinstance(one, UUID)}):
        if found := set(Bundle.objects.filter(record__in=ids).values_list("org_id", "record")):
            yield from sorted(found)
            return


def _cells(actors: Sequence[Actor]) -> Iterator[tuple[str, Any]]:
    for row in CountRow.objects.order_by("pk"):
        team = Team.objects.get(org=row.org_id, kind="statistics").pk.bytes
        yield str(row.pk), next(filter(None, (_cell(actor, row, team) for actor in actors)), None)


def _cell(actor: Actor, row: CountRow, team: bytes) -> Any:
    try:
        seed = actor.keyring.seed_of("ring", team, row.ring_version)
        text = vault.open_sealed(seed, counting.purpose(row.org_id, row.pk), bytes(row.cell)).decode()
    except vault.NotGranted:
        return None
    return json.loads(CountCell.from_json(text).to_json())["fields"]


def seeds(password: str) -> dict[str, vault.Seed]:
    """What opens the keys of each reader: behind the password, as at the sign-in page."""
    found = {}
    for username in READERS:
        person = Person.objects.get(username=username)
        fits, keys = accounts.check(person, username, password)
        assert fits, f"the password of {username} no longer opens"
        found[username] = accounts.seed_by_password(person, keys)
    return found


def actors(opened: Mapping[str, vault.Seed], now: datetime) -> list[Actor]:
    """The readers with open keys."""
    rows = Person.objects.select_related("org")
    return [network.open_actor(rows.get(username=name), seed, now.date()) for name, seed in opened.items()]


def told(code: str, now: datetime) -> list[str]:
    """What somebody who told us reads with the code."""
    return [line.text for line in dialogue.look(vault.parse_receipt(code), now).lines]


def changed() -> list[str]:
    """What somebody changed past the program, in words."""
    rows = [row for org in network.orgs(also_changed=True) for row in network.vouched.broken(org.id)]
    return [network.vouched.words_of(row) for row in rows]


def pages(opened: Mapping[str, vault.Seed], now: datetime) -> dict[str, int]:
    """Some lists of the desk and the pages of what was stored, on the day of the story: address and status."""
    stop_the_clock(now)
    found: dict[str, int] = {}
    for username, lists in _LOOKED_AT.items():
        client = Client()
        client.force_login(Person.objects.get(username=username))
        session = client.session
        session[SEED] = base64.b64encode(vault.pack_seed(opened[username])).decode()
        session.save()
        found |= {f"{username} {page}": status for page, status in _walk(client, lists)}
    return found


def _walk(client: Client, lists: Iterable[str]) -> Iterator[tuple[str, int]]:
    waiting = [f"/desk/{one}" for one in lists]
    for page in waiting:
        response = client.get(page, follow=True)
        yield page, response.status_code
        if not response.streaming:
            links = dict.fromkeys(_OF_A_THING.findall(response.content.decode()))
            waiting += [link for link in links if link not in waiting][: _MOST - len(waiting)]


def law() -> dict[str, list[str]]:
    """The laws that answered once, each with the states whose law opens whole."""
    found = {}
    for version in LawVersion.objects.values_list("pk", flat=True):
        laws = library.at_version(version).laws
        found[version] = [state for state in laws if laws[state]]
    return found


def stop_the_clock(now: datetime) -> None:
    """Requests come at this instant: grants, agreements and clocks of the story are over otherwise."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return (now + timedelta(hours=1)).astimezone(tz)

    middleware.datetime = Then  # type: ignore[attr-defined,misc]
