"""Learning: what a device loads, what a certificate costs, how fast what devices send is taken in.

What is measured runs inside an installation of its own, by the product's own way; the wire is left out. What is sent
again must write nothing.
"""

import gzip
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import batched, count
from random import Random
from typing import Any
from uuid import uuid4

from benchmarks.figures import Figure, best_of, middle_of, percentile
from benchmarks.scene import scene
from fanal.site.console import Progress, start_django

TITLE = "Learning: packs, certificates, what devices send"
CODE, LANGUAGE = "tourism-core", "en"
SIGNED, SCORED, CHECKED, HELD = 2_000, 20_000, 60, 1_000
PEOPLE, REPLAYS, BATCH, SINGLE = 150, 3, 500, 300
"""Who sends a form; how often all is sent again; events of one request; events that are inserted one by one."""
ADDRESS = "/api/learning/v1/events"
GOALS = {"sqlite": 500, "postgresql": 2_000}
"""Events a second."""


def run(databases: Sequence[str], step: Progress) -> list[Figure]:
    """All rows; `step` hears how many databases of how many are done."""
    figures: list[Figure] = []
    for done, database in enumerate(databases):
        step(done, len(databases))
        with scene(database) as here:
            if not done:
                figures += _plain(here.inside("learning.plain"))
            figures += _stored(database, here.inside("learning.stored"))
    step(len(databases), len(databases))
    return figures


def _plain(told: dict[str, float]) -> list[Figure]:
    return [
        Figure(f"a pack of {CODE}, gzip", told["pack_bytes"] / 1e3, "KB", 150),
        Figure("… made", told["pack"], "s"),
        Figure("its SCORM package made", told["scorm"], "s", 1),
        Figure(f"100,000 certificates signed, CPU (scaled from {SIGNED:,})", told["sign"] * 1e5 / SIGNED, "s", 30),
        Figure("a status list with one place in twenty set, made and signed", told["list"] * 1e3, "ms", 50),
        Figure("attempts scored a second of CPU", SCORED / told["score"], "", 50_000, False),
    ]


def _stored(database: str, told: dict[str, float]) -> list[Figure]:
    return [
        Figure(f"{database}: a certificate looked at by its short code, 95 of 100", told["check"] * 1e3, "ms", 50),
        Figure(f"{database}: the certificates of {HELD:,} people looked at", told["held"] * 1e3, "ms"),
        Figure(f"{database}: … again, by the same process", told["held_again"] * 1e3, "ms"),
        Figure(f"{database}: … how many wait, once others know their key", told["waiting"] * 1e3, "ms"),
        Figure(f"{database}: events a second, in requests of {BATCH}", told["events"], "", GOALS[database], False),
        Figure(f"{database}: … over one insert an event", told["events"] / told["single"], "×"),
        Figure(f"{database}: one request of {BATCH} events", told["batch"] * 1e3, "ms", 250),
        Figure(f"{database}: events a second that were sent before", told["again"], ""),
    ]


# ---- inside the installation ----


def plain(_given: Any) -> dict[str, float]:
    """Seconds and bytes of what asks no database."""
    start_django()
    from fanal.learning.certificates import forms, jws, keys, status
    from fanal.learning.courses import library, scoring
    from fanal.learning.courses.model import Truth
    from fanal.learning.courses.paths import Outcome
    from fanal.learning.offline import packs
    from fanal.learning.scorm import package

    keys.add()
    signer, course, said = keys.signer(), library.shipped()[CODE], library.spoken(CODE, LANGUAGE)
    one = _issued()

    def sign() -> None:
        for _each in range(SIGNED):
            keys.sign(jws.compact(forms.credential(one)), signer)

    made = bytearray(status.blank())
    for at in Random(1).sample(range(status.BITS), status.BITS // 20):
        made[at // 8] |= 0x80 >> at % 8
    bits = bytes(made)

    def listed() -> None:
        keys.sign(jws.compact(status.credential(one.list_at, one.issuer, bits, datetime.now(UTC))), signer)

    answers = [
        (truth, Outcome(right=bool(at % 3), harmful=0, told=bool(at % 2)))
        for at, truth in enumerate([Truth.CONCERN] * 4 + [Truth.NO_CONCERN] * 4 + [Truth.UNCLEAR] * 2)
    ]
    rule = course.passing
    assert rule is not None

    def score() -> None:
        for _each in range(SCORED):
            scoring.score(answers).passes(rule)

    def pack() -> packs.Pack:
        packs._pack.cache_clear()
        return packs.pack(CODE, LANGUAGE)

    return {
        "pack_bytes": sum(len(gzip.compress(content)) for content in pack().files.values()),
        "pack": middle_of(3, pack),
        "scorm": middle_of(3, lambda: package.made(course, said, "https://fanal.example/t", "fanal.example")),
        "sign": best_of(3, sign),
        "list": middle_of(5, listed),
        "score": best_of(3, score),
    }


def _issued() -> Any:
    from fanal.learning.certificates import keys
    from fanal.learning.certificates.forms import Issued

    now = datetime.now(UTC).replace(microsecond=0)
    return Issued(
        id=uuid4(), issuer=keys.did(), issuer_name="Aurora", achievement=uuid4(), title="Notice, note, tell",
        about="What one can do.", criteria="One can tell.", version=1, language=LANGUAGE, issued=now,
        expires=now + timedelta(days=730), list_at=keys.address("/c/status/1"), index=7, name_hash="0" * 64,
        salt="0" * 16,
    )  # fmt: skip


def stored(_given: Any) -> dict[str, float]:
    """Seconds and events a second of what is stored. Raises RuntimeError where what was sent again wrote something."""
    start_django()
    from django.test import Client

    from fanal.learning.models import Attempt, Event

    client, cards = Client(), _cards(PEOPLE)
    client.post(ADDRESS, _body([]), content_type="application/json")  # the first page of a process loads all of them
    sent = [_played(card) for card in cards]
    bodies = [_body(some) for some in batched(sent, _fit(sent), strict=False)]
    events = sum(len(one["events"]) for one in sent)

    def send(body: str) -> None:
        answer = client.post(ADDRESS, body, content_type="application/json")
        refused = [one for one in answer.json()["attempts"] if one["code"] or one["refused"]]
        if refused:
            raise RuntimeError(f"refused: {refused[:3]}")

    def all_of_it() -> None:
        for body in bodies:
            send(body)

    first = middle_of(1, all_of_it)
    there = Event.objects.count(), Attempt.objects.count()
    again = middle_of(REPLAYS, all_of_it)
    if (Event.objects.count(), Attempt.objects.count()) != there or there != (events, len(sent)):
        raise RuntimeError("what was sent again wrote something")
    more = [
        _body([_played(card) for card in some]) for some in batched(_cards(3 * _fit(sent)), _fit(sent), strict=True)
    ]
    pieces = iter(more)
    return {
        "check": _checked(client, cards[0]),
        **_held(_cards(HELD)),
        "events": events / first,
        "again": events / again,
        "batch": middle_of(len(more), lambda: send(next(pieces))),
        "single": SINGLE / middle_of(1, _one_by_one),
    }


def _fit(sent: Sequence[dict[str, Any]]) -> int:
    """How many attempts are some `BATCH` events."""
    return max(1, BATCH // max(len(one["events"]) for one in sent))


def _body(sent: Sequence[dict[str, Any]]) -> str:
    return json.dumps({"sent_at": datetime.now(UTC).isoformat(), "attempts": list(sent)})


_numbers = count(10**15)


def _cards(number: int) -> list[str]:
    """Cards of as many people, each with sixteen digits."""
    from fanal import vault
    from fanal.learning.models import Card, Learner
    from fanal.network.models import Organisation

    org, now = Organisation.objects.get(name="Aurora"), datetime.now(UTC)
    people = [Learner(org=org, label=f"Person {at}", language=LANGUAGE, made_on=now.date()) for at in range(number)]
    Learner.objects.bulk_create(people)
    codes = [str(next(_numbers)) for _each in people]
    Card.objects.bulk_create(
        Card(learner=who, digest=vault.training_card_digest(code).hex(), verifier="", made_at=now)
        for who, code in zip(people, codes, strict=True)
    )
    return codes


def _played(card: str) -> dict[str, Any]:
    """A form, answered from the first situation to the end, as a device keeps it."""
    from fanal import vault
    from fanal.learning.attempts import drawing
    from fanal.learning.courses import library

    course, begun = library.shipped()[CODE], datetime.now(UTC) - timedelta(hours=1)
    known, answers = {one.id: one for one in course.scenarios}, dict[str, str]()
    made: dict[str, Any] = {
        "id": str(uuid4()), "client_id": str(uuid4()), "card": vault.training_card_digest(card).hex(), "course": CODE,
        "version": course.version, "language": LANGUAGE, "use": "final", "form": course.forms["final"][0],
        "seed": uuid4().hex, "started_at": begun.isoformat(),
    }  # fmt: skip
    said = [("attempt.started", "", "")]
    asked = drawing.asked(course, made["form"], made["seed"])
    while (one := drawing.next_open(asked, known, answers)) is not None:
        answers[one.id] = one.choices[0].id
        said.append(("answer", one.id, answers[one.id]))
    said.append(("attempt.finished", "", ""))
    made["events"] = [
        {"seq": at, "at": (begun + timedelta(seconds=at)).isoformat(), "kind": kind, "item": item, "choice": choice}
        for at, (kind, item, choice) in enumerate(said, 1)
    ]
    return made


def _one_by_one() -> None:
    """Each event in a transaction of its own, as a simpler way would store it."""
    from fanal.learning.models import Attempt, Event

    row, now = Attempt.objects.all()[0], datetime.now(UTC)
    client = uuid4()
    for at in range(1, SINGLE + 1):
        Event.objects.create(attempt=row, client=client, seq=at, at=now, skew=0, kind="answer", item="x", choice="a")


def _given(card: str) -> Any:
    """A certificate of whoever has a card."""
    from django.db import IntegrityError, transaction

    from fanal import vault
    from fanal.learning.certificates import issuing
    from fanal.learning.courses import library
    from fanal.learning.models import Attempt, Learner

    learner = Learner.objects.get(cards__digest=vault.training_card_digest(card).hex())
    course, now = library.shipped()[CODE], datetime.now(UTC)
    row = Attempt.objects.create(
        learner=learner, course=CODE, version=course.version, language=LANGUAGE, use="final",
        form=course.forms["final"][0], seed="0" * 32, passed=True, started_at=now, finished_at=now,
    )  # fmt: skip
    while True:
        with suppress(IntegrityError), transaction.atomic():  # a place in the list that is taken
            return issuing._made(learner, course, row, "Ana Sok", now)


def _held(cards: Sequence[str]) -> dict[str, float]:
    """Seconds in which the certificates of many people are looked at, as the pages of an employer do, and in which
    issuers learn how many wait."""
    from benchmarks.inside import actor
    from fanal.learning.certificates import issuing, keys, reissuing
    from fanal.vault import _seeds

    people, now = [_given(card).learner_id for card in cards], datetime.now(UTC)

    def look() -> None:
        found = issuing.held(people, now.date())
        if any(one.state is not issuing.State.VALID for some in found.values() for one in some):
            raise RuntimeError("a certificate is not valid")

    _seeds._verified.cache_clear()
    told = {"held": middle_of(1, look), "held_again": middle_of(3, look)}
    issuer = actor("amara")
    keys.compromise(keys.kid_of(keys.signer().public), now - timedelta(days=1))
    return told | {"waiting": middle_of(3, lambda: reissuing.waiting(issuer, now))}


def _checked(client: Any, card: str) -> float:
    """Seconds in which 95 of 100 pages of a short code are drawn."""
    from django.urls import reverse

    from fanal.learning.certificates import keys, pages

    keys.add()
    address = reverse("certificate:one", args=["en", _given(card).code])

    def look() -> None:
        pages.TRIES.forget()
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"a certificate was answered with {answer.status_code}")

    return percentile([middle_of(1, look) for _each in range(CHECKED)], 0.95)
