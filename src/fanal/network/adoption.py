"""Organisations of earlier versions: of 0.1.0, whose recovery key nobody signed and whose people's keys and tombstones
carry no code, nor do entries of its journal, and those for which nobody vouched. Taken as they are found, once
(decisions 7, 16, 24 and 27)."""

from django.db import transaction

from fanal.journal import api as journal
from fanal.network import erasure, identities, vouched
from fanal.network.keyfile import keyfile, pinned, pinned_people, pinned_recovery, with_pins, write
from fanal.network.memberships import code_of, is_ours
from fanal.network.models import Invitation, Organisation, Person, PersonKey, ResetLink, Tombstone


def adopt(*, again: bool = False) -> list[str]:
    """Pin the recovery keys that stand in the database, vouch for organisations, people and their keys, and what else
    rooms vouch for, give their code to entries of the journal and to tombstones of which the erasure ledger speaks, and
    take back the links that are open. Returns whose.

    Only for an organisation whose identity the key file pins, and only once: the key file says, out of reach of whoever
    writes to the database, that it was done. `again`: the database is that of a restored backup of 0.1.0; recovery keys
    stay pinned as they were. Raises OSError where the key file cannot be written; then it still waits. The pin comes
    last: where power is lost before it, all of it is done again.
    """
    waiting = [
        org for org in Organisation.objects.order_by("name") if _waits(org) or (again and identities.is_pinned(org))
    ]
    if not waiting:
        return []
    content, ledger = keyfile(), {*erasure.erased(), *erasure.unsigned()}
    with transaction.atomic():
        journal.adopt([org.id for org in waiting])
        for org in waiting:
            bare = again or not pinned_recovery(org.id)
            _keys(org, bare=bare)
            for row in vouched.broken(org.id):
                if not row.code:
                    vouched.seal(row)
            _take_back(org)
            for stone in Tombstone.objects.filter(org=org, code=b"") if bare else ():
                if (gone := erasure.gone(stone)) in ledger:
                    erasure.stone(gone).save(update_fields=["code"])
            if _waits(org):
                content = with_pins(content, org.id, bytes(org.identity), bytes(org.recovery))
    write(content)
    return [org.name for org in waiting]


def _keys(org: Organisation, *, bare: bool) -> None:
    """Say of the keys of its people from when they count. `bare`: they carry no code, and get one."""
    for person in Person.objects.filter(org=org):
        if person.code:
            continue
        let_in = bool(person.membership)
        for key in PersonKey.objects.filter(person=person).order_by("-version"):
            if is_ours(key) or (bare and not key.code):
                key.admitted_on = key.since if let_in else None
                key.code = code_of(key)
                key.save(update_fields=["admitted_on", "code"])
            let_in = True  # whoever has newer keys was let in with the older ones


def _take_back(org: Organisation) -> None:
    """Open links of earlier versions are bound to nobody, so they open nothing: no page says that they work."""
    Invitation.objects.filter(org=org, used_on=None).delete()
    ResetLink.objects.filter(person__org=org, used_at=None).delete()


def waits() -> bool:
    """Whether an organisation is still to be adopted."""
    return any(_waits(org) for org in Organisation.objects.all())


def _waits(org: Organisation) -> bool:
    return (
        bool(pinned(org.id)) and identities.is_pinned(org) and not (pinned_recovery(org.id) and pinned_people(org.id))
    )
