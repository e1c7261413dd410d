"""Both addresses against their OpenAPI: whatever is sent, the answer is one that is declared."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.learning.courses.roles import ROLES
from fanal.tourism.systems import sending
from fanal.tourism.words import KINDS, OPERATED
from tests.openapi import ANYTHING
from tests.people import Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.systems.sent import HARBOUR, POSTS, SAID, SITES, keep, post, token

pytestmark = pytest.mark.django_db(databases="__all__")
_SOME = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def secret(cast_of_file: Cast) -> str:
    made = token(firms.begun(cast_of_file), now=datetime.now(UTC))  # who sends is asked by the clock of the machine
    keep(SITES, made, HARBOUR)
    return made


@_SOME
@given(said=SAID.drawn(SAID.body(SITES)))
def test_places_that_fit_are_looked_at_row_by_row(cast: Cast, secret: str, said: Any) -> None:
    _whole(post(SITES, said, secret), said)


@_SOME
@given(said=SAID.drawn(SAID.body(POSTS)))
def test_posts_that_fit_are_looked_at_row_by_row(cast: Cast, secret: str, said: Any) -> None:
    _whole(post(POSTS, said, secret), said)


def _whole(answer: Any, said: Any) -> None:
    assert answer.status_code == (200 if said["rows"] else 422)
    if said["rows"]:
        told = answer.json()
        assert told["refused"] == len({one["row"] for one in told["problems"]})
        assert len(told["new"]) + told["same"] + told["refused"] <= told["rows"] <= len(said["rows"])


@_SOME
@given(said=SAID.near(SAID.body(SITES)) | SAID.near(SAID.body(POSTS)) | ANYTHING)
def test_what_nearly_fits_is_answered_as_declared(cast: Cast, secret: str, said: Any) -> None:
    for address in (SITES, POSTS):
        post(address, said, secret)


@_SOME
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x", ""]),
)
def test_bytes_that_are_nothing_are_answered_as_declared(cast: Cast, secret: str, body: bytes, kind: str) -> None:
    sending.TRIES.forget()
    headers = {"Authorization": f"Bearer {secret}"}
    for address in (SITES, POSTS):
        SAID.check(address, "post", Client().generic("POST", address, body, content_type=kind, headers=headers))


def test_it_names_what_this_version_takes() -> None:
    schemas = SAID.document["components"]["schemas"]
    assert schemas["Site"]["properties"]["kind"]["enum"] == list(KINDS)
    assert schemas["Site"]["properties"]["operated"]["enum"] == list(OPERATED)
    assert schemas["Post"]["properties"]["role_class"]["enum"] == list(ROLES)
