"""Somebody who learns, with a card and a PIN, at a device."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from fanal.learning.courses import library
from fanal.learning.models import Attempt, Cohort, Learner
from fanal.learning.people import people
from fanal.learning.skills.policy import TRAINED
from fanal.network.contracts import Role
from tests.desk import text
from tests.people import NOW, Cast, are_trained, gains

PIN = "408127"
FORM = "application/x-www-form-urlencoded"


class Device(Client):
    """A browser whose forms are sent as forms without files are."""

    def post(self, path: Any, data: Any = None, content_type: str = FORM, **more: Any) -> Any:  # type: ignore[override]
        body = urlencode(data or {}, doseq=True) if content_type == FORM else data
        more.setdefault("CONTENT_TYPE", content_type)  # which a browser says also of a form without fields
        return super().post(path, body, content_type=content_type, **more)


@dataclass(frozen=True, slots=True)
class Seated:
    client: Device
    learner: Learner
    code: str
    cohort: Cohort


def lead(cast: Cast) -> None:
    gains(cast["edo"].person, Role.CAREGIVER_TRAINER)


def cohort(cast: Cast) -> Cohort:
    lead(cast)
    return people.open_cohort(cast["edo"], "Hotel Lantern", "XA", "site", NOW)


def card(cast: Cast, label: str = "Ana", of: Cohort | None = None) -> tuple[Learner, str, Cohort]:
    """A new learner, and the code of the card."""
    of = of or cohort(cast)
    [made] = people.add(cast["edo"], of, [label], "front_desk", "en", NOW)
    return Learner.objects.get(pk=made.learner), made.code, of


def observer(cast: Cast, who: str = "edo") -> None:
    """Somebody who leads a training learned to see skills in practice."""
    lead(cast)
    are_trained([cast[who].person], TRAINED)


def sit(code: str, pin: str = PIN) -> Device:
    """Sign in for the first time."""
    client, address = Device(), reverse("learner:in", args=["en"])
    answer = client.post(address, {"card": code, "pin": pin, "again": pin})
    assert answer.status_code == 302, answer.content.decode()
    return client


def seated(cast: Cast, label: str = "Ana") -> Seated:
    learner, code, of = card(cast, label)
    return Seated(sit(code), learner, code, of)


def url(name: str, *rest: object) -> str:
    """The address of a page of those who learn, in English."""
    return reverse(f"learner:{name}", args=["en", *rest])


def play(client: Device, use: str, choose: Any, code: str = "tourism-core") -> Attempt:
    """Answer every situation of a form, `choose(scenario)` giving the choice."""
    course = library.shipped()[code]
    address = client.post(url("begin", code, use)).url
    for _ in range(40):
        page = text(client.get(address))
        found = re.search(r'name="item" value="([^"]+)"', page)
        if found is None:
            break
        scenario = course.scenario(found[1])
        assert scenario
        client.post(address, {"item": scenario.id, "choice": choose(scenario)})
    client.post(address, {"sure": "4", "finish": "yes"})
    return Attempt.objects.get(pk=address.rstrip("/").rsplit("/", 1)[1])
