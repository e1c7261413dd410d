"""`POST /api/learning/v1/events` against its OpenAPI: whatever is sent, the answer is one that is declared."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fanal.learning.offline
from tests.openapi import ANYTHING, Described
from tests.rooms.learning.device import ADDRESS, post

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = Described(Path(fanal.learning.offline.__file__).with_name("openapi.json"))
KINDS = ["application/json", "text/plain", "multipart/form-data; boundary=x", ""]
_SOME = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@_SOME
@given(SAID.drawn(SAID.body(ADDRESS)))
def test_what_fits_is_taken_or_refused_by_attempt(said: Any) -> None:
    answer = post(said)
    SAID.check(ADDRESS, "post", answer)
    assert answer.status_code == 200
    assert [one["id"] for one in answer.json()["attempts"]] == [one["id"] for one in said["attempts"]]


@_SOME
@given(SAID.near(SAID.body(ADDRESS)) | ANYTHING)
def test_what_nearly_fits_is_answered_as_declared(said: Any) -> None:
    SAID.check(ADDRESS, "post", post(said))


@_SOME
@given(
    st.binary(max_size=200), st.sampled_from(["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
)
def test_bytes_that_are_nothing_are_answered_as_declared(body: bytes, kind: str) -> None:
    SAID.check(ADDRESS, "post", Client().generic("POST", ADDRESS, body, content_type=kind))


def test_another_method_is_refused_as_declared() -> None:
    for method in ("GET", "PUT", "DELETE", "PATCH"):
        SAID.check(ADDRESS, "post", Client().generic(method, ADDRESS))
