"""What somebody opens by a code who has no account: a child, a provider. Of the code a locator and a public key are
kept; it opens one record apart, and nothing of the file. What they do on a page rides sealed in one field of its form,
never in a cookie, a row or an address."""

from __future__ import annotations

import json
import zlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fanal import vault
from fanal.access.api import Opened, open_as_reporter, stated
from fanal.cases.files import apart
from fanal.cases.models import OwnCode, ProviderPage
from fanal.network.api import erasure, keyfile
from fanal.web.api import codes

type Coded = OwnCode | ProviderPage
SECONDS: Final = 30 * 60
LATE_SECONDS: Final = 24 * 60 * 60
"""How long after its time a state is still read. What lies in a browser for longer opens nothing any more."""


class Tampered(Exception):
    """The field was changed on the way, or is missing. Nothing of it can be used."""


@dataclass(frozen=True, slots=True)
class New:
    """A code that was made a moment ago, and what is kept of it."""

    code: vault.Receipt
    locator: bytes
    pepper: int
    principal: vault.Principal


def new() -> New:
    """A code that nobody has."""
    code, pepper = vault.new_receipt(), keyfile.pepper()
    locator, seed = vault.receipt_keys(code, pepper)
    return New(code, locator, pepper.version, principal(seed))


def principal(seed: vault.Seed) -> vault.Principal:
    """Whom a code opens for."""
    public = seed.kem().public
    return vault.Principal("reporter", public.id, 1, public)


def locators(code: vault.Receipt) -> list[bytes]:
    """Where a row of a code is found: one short query, whichever code it is."""
    return [vault.receipt_keys(code, pepper)[0] for pepper in keyfile.keyfile().peppers]


def held[C: Coded](row: C | None) -> C:
    """A row that holds. Raises `codes.NotFound` where there is none, it was erased, or somebody moved it to another
    file."""
    if row is None or erasure.among([row.pk, row.case_id]) or not (stated.stands(row) and stated.stands(row.case)):
        raise codes.NotFound
    return row


def opening(
    row: Coded, code: vault.Receipt, deed: str, now: datetime, *, write: bool = False
) -> AbstractContextManager[Opened]:
    """The record of a code, open."""
    seed = vault.receipt_keys(code, keyfile.keyfile().pepper_of(row.pepper))[1]
    keyring = vault.Keyring.of([(principal(seed), seed)])
    return open_as_reporter(apart.ref(row), keyring, deed, apart.child(row.case.org_id), now=now, write=write)


# ---- what rides in the form ----


def wrap(kind: str, plain: Any, now: datetime) -> str:
    """A state as text for a hidden field."""
    text = json.dumps([kind, plain], separators=(",", ":")).encode()
    return vault.wrap_form(zlib.compress(text), keyfile.keyfile().form_key, int(now.timestamp()) + SECONDS)


def unwrap(kind: str, text: str, now: datetime) -> tuple[Any, bool]:
    """The state of a hidden field, and whether its time is over. Raises `Tampered`, also for that of another page."""
    late = False
    try:
        plain = vault.unwrap_form(text, keyfile.keyfile().form_key, int(now.timestamp()))
    except vault.FormExpired as expired:
        if expired.age > LATE_SECONDS:
            raise Tampered from None
        plain, late = expired.state, True
    except vault.CannotOpen:
        raise Tampered from None
    made = json.loads(zlib.decompress(plain))
    if not isinstance(made, list) or made[0] != kind:
        raise Tampered
    return made[1], late
