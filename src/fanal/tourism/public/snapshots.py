"""The register as this installation signs it each night, chained by hash: programs check it without asking us, and see
where it was turned back (`chain`). What is signed is what the register says, not what columns do; and the journal names
each, once a day: whoever has a key that signs, and writes to the database, publishes none.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as lazy

from fanal.journal import api as journal
from fanal.journal.contracts import Told
from fanal.learning import api as learning
from fanal.network import api as network
from fanal.network.api import keyfile
from fanal.tourism.models import RegisterSnapshot
from fanal.tourism.public import chain, entries
from fanal.tourism.public.chain import Snapshot

KEPT: Final = 31
"""So many stay here: what the register forgot is not told for ever. Whoever wants older ones keeps them."""
SIGN: Final = "tourism.sign_register"
DEEDS: Final = {SIGN: lazy("Signed the register, for whoever checks it")}
_TYPE: Final = "fanal-register+jws"
_CHAINS: Final = UUID("1f6e9d01-1c57-4afd-b9c4-00440e5c85e2")  # names the journal chain of each number


def take(now: datetime) -> RegisterSnapshot:
    """Sign what the register says now, after the one that was signed last, also where somebody took that away; on one
    day once. Raises `NotNow` where there is no key."""
    number, (before, day) = max(_signed().items(), default=(0, (None, None)))
    if day and day >= now.date() and (there := numbered(number)):
        return there
    if not number and (first := _of_the_first_version()):
        number, before = first.number, chain.hash_of(first.token)
    companies = entries.document(now.date())["companies"]
    told = chain.said(number + 1, before, learning.did(), companies, now)
    made = RegisterSnapshot(number=number + 1, taken_at=now, token=learning.token(told, _TYPE))
    with transaction.atomic():
        made.save()
        RegisterSnapshot.objects.exclude(number__range=(made.number - KEPT + 1, made.number)).delete()
        by, items = keyfile.installation(), [made.token.encode()]
        journal.write(_chain(made.number), by, SIGN, at=now, purpose=str(made.number), items=items)
    return made


def newest() -> RegisterSnapshot | None:
    """The newest of those that the journal names, whatever else lies here."""
    numbers = list(RegisterSnapshot.objects.order_by("-number").values_list("number", flat=True)[: 2 * KEPT])
    named = _named(numbers)
    return next(_here((one for one in numbers if one in named), named), None)


def numbered(number: int) -> RegisterSnapshot | None:
    """One of those that are still here."""
    return next(_here([number], _named([number])), None)


def strangers(found: Iterable[Snapshot]) -> list[str]:
    """Of those that somebody has, what is wrong with each that this installation did not publish, in words. Of numbers
    before the first that the journal names it says nothing."""
    signed = _signed()
    return [
        f"{one} has a good key, and the journal of this site does not name it: somebody else signed it, or the site "
        "was put back from a backup since"
        for one in found
        if signed and one.number >= min(signed) and signed.get(one.number, ("",))[0] != one.sha256
    ]


def _here(numbers: Iterable[int], named: Mapping[int, str]) -> Iterator[RegisterSnapshot]:
    for number in numbers:
        row = RegisterSnapshot.objects.filter(number=number).first()
        if row is not None and chain.hash_of(row.token) == named.get(number):
            yield row


def _named(numbers: Collection[int]) -> dict[int, str]:
    """By number, the hash that the journal names of it, where it names one."""
    chains = {_chain(one): one for one in numbers}
    told = journal.told_of(list(chains), {SIGN}, network.trusted.Signers())
    return {chains[record]: _hash(one) for record, one in told.items() if one.said}


def _signed() -> dict[int, tuple[str, date]]:
    """By number, the hash of what was signed, and on which day: through the whole journal, once a night."""
    told = journal.everywhere({SIGN}, network.trusted.Signers())
    numbers = {record: int(one.said[-1][0].purpose) for record, one in told.items() if one.said}
    return {number: (_hash(told[record]), told[record].said[-1][0].at.date()) for record, number in numbers.items()}


def _hash(told: Told) -> str:
    """What the last entry names: the same hash as the next snapshot names (`chain.hash_of`)."""
    return next(iter(told.said[-1][1])).hex()


def _chain(number: int) -> UUID:
    return uuid5(_CHAINS, str(number))


def _of_the_first_version() -> RegisterSnapshot | None:
    """The newest that a good key signed, where the journal names none yet: the first version wrote nothing there."""
    return next((row for row in RegisterSnapshot.objects.order_by("-number")[:KEPT] if _is_genuine(row)), None)


def _is_genuine(row: RegisterSnapshot) -> bool:
    try:
        told = learning.opened(row.token)
    except ValueError:
        return False
    return told.get("schema") == chain.SCHEMA and told.get("number") == row.number
