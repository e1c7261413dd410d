"""What people do with a small member while its memory is measured, and who looks at what, from inside."""

import http.client
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from benchmarks.inside import COUNTRY
from benchmarks.load import Person, Refused
from benchmarks.triage import signed_in
from fanal.site import loaded
from fanal.site.console import start_django

LANGUAGES = ("en", "fr", "es")
_ROUNDS = 6  # of each page: with several processes and threads, each is to have drawn it


def use(port: int, asked: Mapping[str, Any]) -> None:
    """A concern told in each language, and the pages of an intake officer and of a caseworker. Raises Refused."""
    with closing(Person(port)) as person:
        for number in range(_ROUNDS):
            person.tell(f"Something that a program tells, {number}.")
    for path in (f"/{code}/{COUNTRY.lower()}/" for code in LANGUAGES):
        _look(port, path, "")
    for cookie, paths in asked["pages"]:
        for path in paths:
            _look(port, path, cookie)


def _look(port: int, path: str, cookie: str) -> None:
    for _ in range(_ROUNDS):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with closing(connection):
            connection.request("GET", path, headers={"Cookie": cookie})
            if (status := connection.getresponse().status) != 200:
                raise Refused(f"{path} was answered with {status}")


# ---- inside the installation ----


def addresses(_given: Any = None) -> dict[str, Any]:
    """Who looks at what: `pages` has the cookie of somebody who is signed in, and paths. One concern is told first."""
    start_django()
    from django.conf import settings

    def cookie(client: Any) -> str:
        return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"

    return {"pages": [(cookie(signed_in(who)), paths) for who, paths in _pages()]}


def _pages() -> Iterator[tuple[str, list[str]]]:
    from django.urls import reverse

    from benchmarks.triage import fill
    from fanal.cases.models import Case
    from fanal.concerns.models import Concern

    fill({"rows": 1})
    concern, file = Concern.objects.values_list("pk", flat=True)[0], Case.objects.filter(owner__username="marek")[0]
    day = reverse("desk:day")
    yield "amara", [day, reverse("concerns:queue"), reverse("concerns:concern", args=[concern])]
    yield "marek", [day, reverse("cases:mine"), reverse("cases:file", args=[file.pk])]


def modules(given: list[str]) -> list[str]:
    """Which of these modules a process has that was made as a web process is, once it has drawn a form, the page of the
    sign-in and those of `addresses`."""
    start_django()
    from django.test import Client

    loaded.load("localhost")

    for path in (*(f"/{code}/{COUNTRY.lower()}/" for code in LANGUAGES), "/desk/sign-in/"):
        assert Client().get(path).status_code == 200, path
    for who, paths in _pages():
        client = signed_in(who)
        for path in paths:
            assert client.get(path).status_code == 200, path
    return [name for name in given if name in sys.modules]


def every_page(given: list[str]) -> list[dict[str, Any]]:
    """What these people are answered at every address that names no thing, in English: `{path, status, words}`."""
    start_django()
    from django.urls import get_resolver

    found = []
    for who in given:
        client = signed_in(who)
        client.raise_request_exception = False
        for path in sorted(set(_plain_paths(get_resolver()))):
            answer = client.get(f"/{path}")
            words = answer.content.decode() if "html" in answer.headers.get("Content-Type", "") else ""
            found.append({"path": f"/{path}", "status": answer.status_code, "words": words})
    return found


def _plain_paths(resolver: Any, begins: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = re.sub(r"<\w+:lang>", "en", begins + str(one.pattern))
        if hasattr(one, "url_patterns"):
            yield from _plain_paths(one, here)
        elif not set(here) & set("<^$(\\"):
            yield here
