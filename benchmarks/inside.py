"""What a benchmark does inside an installation: `python -m benchmarks.inside DEED`, JSON in, JSON out.

`make` founds it; `check` opens every receipt and compares all with the database; `store` takes in reports without
HTTP. The deeds of other benchmarks stand in their modules.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

from fanal import vault
from fanal.site import environment as env
from fanal.site.console import start_django
from fanal.site.keyfiles import make as make_keyfile

COUNTRY = "XA"
_FOUNDERS = "founders.json"  # recovery codes, so that a benchmark can sign in: of a demonstration, thrown away
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHUNK = 200


def make(_given: Any) -> dict[str, str]:
    """Keys, database, one member with seven people, and its open form for XA."""
    make_keyfile(env.keyfile_path(), vault.KeyFile.new(demo=True))
    start_django()
    from fanal.concerns.access_terms import TRAINED
    from fanal.concerns.models import ReportingPage
    from fanal.network import api as network
    from fanal.network.contracts import Founder, OrgKind, Role
    from fanal.site import preparing

    preparing.migrate()
    preparing.catalogues()
    preparing.static_files()
    people = {
        "amara": (Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER),
        "bao": (Role.SUPERVISOR, Role.MANAGER, Role.KEY_KEEPER, Role.MEMBER_ADMIN),
        "celia": (Role.CUSTODIAN,),
        "dalia": (Role.SAFEGUARDING_LEAD,),
        "femi": (Role.INTAKE_OFFICER,),
        "marek": (Role.CASEWORKER,),
        "pilar": (Role.CASEWORKER,),
        "noor": (Role.ANALYST,),
    }
    founders = [Founder(name, name.title(), f"seven lanterns of {name}", roles) for name, roles in people.items()]
    now = datetime.now(UTC)
    found = network.organisations.found("Aurora", OrgKind.MEMBER, COUNTRY, founders, now, mandates=[COUNTRY])
    page = ReportingPage.objects.create(
        org_id=found.org,
        country=COUNTRY,
        languages=["en", "fr", "es"],
        hours={day: ["00:00-24:00"] for day in _DAYS},
        duty_person_id=found.people["amara"],
        deputy_id=found.people["femi"],
        published=True,
    )
    network.vouched.seal(page)
    for person in found.people.values():
        network.grants.hold(person, TRAINED, now.date(), now.date() + timedelta(days=365))
    (env.data_folder() / _FOUNDERS).write_text(json.dumps(found.codes))
    return {"org": str(found.org)}


def actor(name: str) -> Any:
    """One of the member's people with open keys."""
    from fanal.network import api as network
    from fanal.network.models import Person

    row = Person.objects.select_related("org").get(username=name)
    return network.open_actor(row, seed_of(name), datetime.now(UTC).date())


def keep_code(name: str, code: str) -> None:
    """Keep the recovery code of somebody who came later."""
    path = env.data_folder() / _FOUNDERS
    path.write_text(json.dumps({**json.loads(path.read_text()), name: code}))


def seed_of(name: str) -> vault.Seed:
    """The seed of one of them, by the recovery code that was kept when the member was founded."""
    from fanal.network import accounts
    from fanal.network.models import Person

    codes = json.loads((env.data_folder() / _FOUNDERS).read_text())
    return accounts.seed_by_code(Person.objects.get(username=name), codes[name])


def check(given: list[list[str]]) -> dict[str, Any]:
    """Open every receipt of [receipt, words] pairs, as its reporter and as the member who reads it.

    `lost`: the receipts that do not open, or hold other words than were told. `unseen`: concerns of the database that
    belong to no receipt.
    """
    start_django()
    from fanal.concerns.models import Concern

    words = dict(given)
    found = {receipt: concern for receipt in words if (concern := _by_reporter(receipt))}
    read = dict(_by_member(list(found.values())))
    lost = [receipt for receipt in words if receipt not in found or read.get(found[receipt]) != words[receipt]]
    return {"lost": lost, "unseen": Concern.objects.count() - len(set(found.values()))}


def _by_reporter(letters: str) -> UUID | None:
    """The concern whose answer page and dialogue key a receipt opens."""
    from fanal.concerns.public.dialogue import look
    from fanal.concerns.public.receive import found_by, reporter_principal
    from fanal.network.api import keyfile, records
    from fanal.web.codes import NotFound

    receipt = vault.parse_receipt(letters)
    with suppress(NotFound, vault.NotGranted, vault.CannotOpen):
        thread, row = look(receipt, datetime.now(UTC)), found_by(receipt)
        assert row is not None
        assert row.id == thread.concern
        seed = vault.receipt_keys(receipt, keyfile.keyfile().pepper_of(row.pepper))[1]
        records.open_held(row.org_id, row.id, vault.Keyring.of([(reporter_principal(seed), seed)]))
        return thread.concern
    return None


def _by_member(ids: list[UUID]) -> Iterator[tuple[UUID, str]]:
    """What an intake officer reads in each concern that opens."""
    from fanal.access.contracts import RecordRef
    from fanal.access.records import Opened
    from fanal.concerns.models import Concern
    from fanal.network.api import records

    reader = actor("femi")
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        held = records.open_many(reader.org, chunk, reader.keyring)
        for row in Concern.objects.filter(pk__in=list(held)):
            opened = Opened(RecordRef(reader.org, row.id, "concern"), reader.signatory(), "intake", held[row.id])
            with suppress(vault.CannotOpen):
                yield row.id, opened.read(row, "content").words


def store(given: dict[str, float]) -> dict[str, float]:
    """The same transaction without HTTP, one report after another for so many `seconds`."""
    start_django()
    from fanal.concerns.public.place import place_of
    from fanal.concerns.public.receive import receive

    begun, spent, count = time.perf_counter(), time.process_time(), 0
    place = place_of(COUNTRY, datetime.now(UTC))
    while (took := time.perf_counter() - begun) < given["seconds"]:
        receive(told(place, count))
        count += 1
    return {"reports": count, "seconds": took, "cpu": time.process_time() - spent}


def told(place: Any, number: int) -> Any:
    """One concern as the form hands it over."""
    from benchmarks.load import words_of
    from fanal.concerns.public.receive import Told, reporter
    from fanal.vocabulary.ids import day_id

    now = datetime.now(UTC)
    return Told(
        id=day_id(now.date()),
        place=place,
        answers={"danger": "no", "what": ("business_lets_happen",), "words": words_of(number, "the bound")},
        language="en",
        receipt=vault.new_receipt(),
        now=now,
        by=reporter(place.org),
        unverified=True,  # as all that comes from one address in a row
    )


DEEDS: dict[str, Callable[[Any], Any]] = {"make": make, "check": check, "store": store}


def main(deed: str) -> None:
    """Do one deed with what stands on standard input."""
    if deed not in DEEDS:
        module, _dot, name = deed.partition(".")
        DEEDS[deed] = getattr(import_module(f"benchmarks.{module}"), name)
    answer = DEEDS[deed](json.load(sys.stdin))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
