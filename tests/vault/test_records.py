"""Items open where they belong, for whom they were granted, and nowhere and for nobody else."""

from dataclasses import replace
from itertools import permutations
from uuid import UUID

import pytest

from fanal import vault
from fanal.vault import Bundle, CannotOpen, Keyring, NotGranted, Place, RecordKeys

from tests.vault.people import ORG, OTHER_ORG, RECORD, keyring_of, ring, uid, user

ROW = uid("row")


def place(**change: object) -> Place:
    return replace(Place(ORG, RECORD, "content", "concern", ROW, 1), **change)  # type: ignore[arg-type]


def all_keys(org: UUID = ORG, record: UUID = RECORD) -> RecordKeys:
    return vault.new_record(org, record, ["personal", "content", "identity", "offender", "reporter"])


def test_what_was_sealed_opens_for_the_ring_that_was_granted_it() -> None:
    team, keys = ring("intake"), all_keys()
    item = vault.seal(keys, place(), b'{"told":"a concern"}')
    granted = vault.grant(keys, team.principal, ["content"])
    opened = vault.open_bundles([granted], keyring_of(team))
    assert vault.open_item(opened, place(), item) == b'{"told":"a concern"}'
    assert opened.org == ORG
    assert opened.record == RECORD


def test_a_compartment_that_was_not_granted_stays_shut() -> None:
    team, keys = ring("intake"), all_keys()
    item = vault.seal(keys, place(compartment="reporter"), b"who told us")
    opened = vault.open_bundles([vault.grant(keys, team.principal, ["content", "identity"])], keyring_of(team))
    assert opened.compartments == {"content", "identity"}
    with pytest.raises(NotGranted):
        vault.open_item(opened, place(compartment="reporter"), item)
