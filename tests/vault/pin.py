"""Makes `pinned.json`: one of everything that Fanal stores or shows, sealed with seeds that anybody can compute.

Run once for each version of the format, never to make a failing test pass: what old installations stored must open
for ever. `python -m tests.vault.pin > tests/vault/pinned.json`
"""

import json
import sys

from fanal import vault
from fanal.vault import (
    CompartmentKey,
    Entry,
    KeyFile,
    PasswordKeys,
    Pepper,
    Place,
    Principal,
    RecordKeys,
    RingKeys,
)
from tests.vault.people import ORG, RECORD, fixed, uid

PEPPER = Pepper(3, fixed("pepper"))
FILE = KeyFile(
    (Pepper(2, fixed("old pepper")), PEPPER), fixed("installation"), (fixed("issuer"),), {"org": "1 2"}, True
)
KEYS = RecordKeys(ORG, RECORD, (CompartmentKey("content", 1, fixed("one")), CompartmentKey("content", 2, fixed("two"))))
PLACE = Place(ORG, RECORD, "content", "concern", uid("row"), 5)
RING = RingKeys(uid("intake"), 4, fixed("ring"))
USER = Principal("user", uid("amal").bytes, 1, fixed("amal").kem().public)
PASSWORDS = PasswordKeys(b"", fixed("kek"), 3)
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
RECEIPT = "ABCD-EFGH-1K10-2222-0ZYX"
SID = bytes(range(32))
ENTRY = Entry(RECORD, 1, uid("amal").bytes, "concern.opened", "triage", "2026-11-25T10:00Z", (vault.item_hash(b"x"),))
STATEMENT = vault.ring_statement(ORG, "intake", RING.principal, "2026-11-25")


def sealed() -> dict[str, str]:
    """What differs each time it is made: only opening can be pinned."""
    made = {
        "item": vault.seal(KEYS, PLACE, b"told"),
        "bundle": vault.grant(KEYS, RING.principal, ["content"]).sealed,
        "ring": vault.seal_ring(RING, USER),
        "sealed_to": vault.seal_to(USER.public, "keyfile", b"data"),
        "summary": vault.seal_summary(RING, PLACE, b"9, f"),
        "card": vault.seal_card(RING, PLACE, b"names"),
        "password_slot": vault.make_password_slot(fixed("amal"), PASSWORDS, USER.id),
        "code_slot": vault.make_code_slot(fixed("amal"), CODE, PEPPER, USER.id),
        "session": vault.wrap_session(SID, b"session", PEPPER),
        "secret": vault.seal_secret(PEPPER, "totp", b"factor"),
    }
    texts = {
        "form": vault.wrap_form(b"answers", FILE.form_key, 7200),
        "kit": "\n".join(vault.make_kit(fixed("recovery"), 2, 3)[:2]),
    }
    return {**{name: one.hex() for name, one in made.items()}, **texts}


def computed() -> dict[str, str]:
    """What is the same each time."""
    receipt = vault.parse_receipt(RECEIPT)
    locator, reporter = vault.receipt_keys(receipt, PEPPER)
    passwords = vault.hash_password("a lantern on the quay", USER.id, PEPPER)
    statement = vault.canonical(STATEMENT)
    made = {
        "public": USER.public.id,
        "signer": fixed("amal").signer().public,
        "list": RING.list.reveal(),
        "search": RING.search.reveal(),
        "form_key": FILE.form_key.keys[-1].key.reveal(),
        "locator": locator,
        "reporter": reporter.reveal(),
        "verifier": passwords.verifier,
        "kek": passwords.kek.reveal(),
        "fake_salt": vault.fake_salt("Nobody", PEPPER),
        "code_verifier": vault.code_verifier(CODE, PEPPER),
        "pin_verifier": vault.pin_verifier("AB1D", "123456", PEPPER),
        "session_row": vault.session_row(SID),
        "mac": vault.mac(KEYS, "content", b"approved"),
        "entry_hash": vault.entry_hash(vault.GENESIS, ENTRY),
        "merkle_root": vault.merkle_root([(RECORD, vault.item_hash(b"x")), (uid("other"), vault.item_hash(b"y"))]),
        "statement": vault.item_hash(statement),
        "signature": fixed("amal").signer().sign("ring", statement),
        "packed": vault.pack_seed(fixed("amal")) + vault.pack_seed(vault.PendingSeed(fixed("amal"))),
        "keyfile": vault.item_hash(FILE.to_text().encode()),
    }
    shown = {
        "digits": receipt.digits,
        "fingerprint": vault.fingerprint(fixed("amal").signer().public),
        "blind": str([vault.blind(RING.search, "name", "María", bits) for bits in (20, 32)]),
    }
    return {**{name: one.hex() for name, one in made.items()}, **shown}


if __name__ == "__main__":
    json.dump({"sealed": sealed(), "computed": computed()}, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
