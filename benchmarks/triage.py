"""The queue of a member with ten thousand concerns: its pages, one concern, a look through all.

Pages are drawn by the whole site inside one process, with a signed-in person; the wire is left out.
"""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle
from typing import Any

from benchmarks.figures import Figure, best_of, middle_of
from benchmarks.inside import COUNTRY, actor, told
from benchmarks.scene import scene
from fanal import vault
from fanal.site.console import Progress, start_django

TITLE = "Triage: the desk of a member with a long queue"
FEW = 100
LOADS = 15  # how often a page is drawn; the median counts
_CHUNK = 500
_AFTER = re.compile(r"\?(after=[^\"&]+)")
_DANGERS = ("no", "no", "no", "not_sure", "not_sure", "no", "no", "not_sure", "no", "yes")


def run(databases: Sequence[str], rows: int, step: Progress) -> list[Figure]:
    """Fill a queue on each database and measure it; `step` hears how many concerns of how many are there."""
    figures: list[Figure] = []
    total = rows * len(databases)
    for at, database in enumerate(databases):
        with scene(database) as here:
            here.inside("triage.fill", given={"rows": FEW})
            few = here.inside("triage.measure")
            for done in range(FEW, rows, _CHUNK):
                here.inside("triage.fill", given={"rows": min(_CHUNK, rows - done)})
                step(at * rows + done, total)
            figures += _figures(database, rows, few, here.inside("triage.measure"))
    return figures


def _figures(database: str, rows: int, few: dict[str, float], many: dict[str, float]) -> Iterator[Figure]:
    yield Figure(f"{database}: queue of {rows:,}, first page", many["queue"] * 1000, "ms", 100)
    yield Figure(f"{database}: the page after it", many["next"] * 1000, "ms", 100)
    yield Figure(f"{database}: one concern opened", many["open"] * 1000, "ms", 60)
    yield Figure(f"{database}: look through {rows:,}, CPU", many["scan"], "s", 2 * rows / 10_000)
    for name in ("queue", "open"):
        # The goal: as many as with a hundred rows.
        yield Figure(f"{database}: statements, {name}", many[f"{name}_sql"], "", few[f"{name}_sql"])


# ---- inside the installation ----


def fill(given: dict[str, int]) -> int:
    """Take in so many concerns by the product's own way, in one transaction. Returns how many there are."""
    start_django()
    from django.db import transaction

    from fanal.concerns.models import Concern
    from fanal.concerns.public.place import place_of
    from fanal.concerns.public.receive import receive

    there = Concern.objects.count()
    place = place_of(COUNTRY, datetime.now(UTC))
    with transaction.atomic():
        for number in range(there, there + given["rows"]):
            one = told(place, number)
            answers = {**one.answers, "danger": _DANGERS[number % len(_DANGERS)]}
            receive(replace(one, answers=answers, unverified=False))
    return Concern.objects.count()


def measure(_given: Any) -> dict[str, float]:
    """Seconds of the queue, the page after it and one concern, statements of two of them, CPU seconds of a scan."""
    start_django()
    from django.urls import reverse

    from fanal.concerns.models import Concern

    draw = browser("amara")
    queue = reverse("concerns:queue")
    following = _AFTER.search(draw(queue).content.decode())
    # A few in turn, always the same: after a dozen the desk asks for a pause.
    some = Concern.objects.order_by("pk").values_list("pk", flat=True)[:5]
    concerns = cycle([reverse("concerns:concern", args=[one]) for one in some])
    return {
        "queue": middle_of(LOADS, lambda: draw(queue)),
        "queue_sql": counted(lambda: draw(queue)),
        "next": middle_of(LOADS, lambda: draw(f"{queue}?{following[1]}" if following else queue)),
        "open": middle_of(LOADS, lambda: draw(next(concerns))),
        "open_sql": counted(lambda: draw(next(concerns))),
        "scan": best_of(1, _scan),
    }


def browser(name: str) -> Callable[[str], Any]:
    """Draws pages for somebody who is signed in, with both steps. An answer other than 200 raises AssertionError."""
    client = signed_in(name)

    def draw(url: str) -> Any:
        response = client.get(url)
        assert response.status_code == 200, f"{url} was answered with {response.status_code}"
        return response

    return draw


def signed_in(name: str) -> Any:
    """A client of Django's in which somebody is signed in, with both steps."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import encrypt
    from django.test import Client

    from benchmarks.inside import seed_of
    from fanal.network import vouched
    from fanal.network.models import Person
    from fanal.network.signin import SEED

    person = Person.objects.get(username=name)
    secret = {"secret": encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")}
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": secret})
    vouched.seal(person)
    client = Client()
    client.force_login(person)
    session = client.session
    session[SEED] = base64.b64encode(vault.pack_seed(seed_of(name))).decode()
    session.save()
    return client


def counted(work: Callable[[], object]) -> int:
    """How many statements it sends."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        work()
    return len(found)


def _scan() -> None:
    """Read what was told in every concern, in one session of one officer."""
    from fanal.access.api import RecordRef, scan_records
    from fanal.concerns.models import Concern
    from fanal.concerns.triage.queries import waiting

    reader = actor("amara")
    rows = Concern.objects.only("pk", "org_id", "content").in_bulk(waiting(reader).values_list("pk", flat=True))
    first = next(iter(rows))
    now = datetime.now(UTC)
    about = RecordRef(reader.org, first, "concern")
    with scan_records(reader, about, list(rows), "concerns.search", purpose="casework", now=now) as opened:
        read = [one.read(rows[one.ref.id], "content") for one in opened]
    assert len(read) == len(rows)
