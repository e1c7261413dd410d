"""DNH-37: a lost device is revoked from afar (stage 1: revoking ends sessions; wiping is stage 2).

What the rule means here: from that moment the visit on the lost device opens no concern and no handover, and with a
new key for the team nothing that is written later opens with what the device held.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from fanal import vault
from fanal.concerns.handovers import handovers
from fanal.network import api as network
from fanal.network.contracts import RingKind
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.concerns.passing import scene

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_visit_ends_at_once(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    """Signed out everywhere by a colleague: the open page leads to the sign-in, and shows nothing."""
    now = datetime.now(UTC)
    made = scene(cast, now=now)
    row, lost = made.offered(), client_of(cast, "amara")
    addresses = [
        reverse("concerns:handover", args=[row.pk]),
        reverse("concerns:concern", args=[made.concern]),
        reverse("concerns:queue"),
    ]
    assert "Playa Norte" in text(lost.get(addresses[0]))
    with django_capture_on_commit_callbacks(execute=True):
        network.people.sign_out_everywhere(cast["bao"], cast["amara"].person, now)
    for address in addresses:
        answer = lost.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_keys_that_were_copied_open_nothing_later(cast: Cast) -> None:
    """The team's key is renewed: a draft that is sent afterwards does not open with the old one."""
    made = scene(cast)
    row, copied = made.drafted(), cast["amara"].keyring
    assert network.records.open_held(row.org_id, row.pk, copied).keys.compartments
    network.people.rotate_ring(cast["bao"], RingKind.INTAKE, "suspicion", made.now)
    sent = handovers.confirm(cast["amara"], row.pk, made.hash_of(row), made.now)
    with pytest.raises(vault.NotGranted):
        network.records.open_held(sent.org_id, sent.pk, copied)
