"""What programs read of the register, against its OpenAPI (`tourism/public/openapi.json`)."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import fanal.tourism.public
from fanal.learning.certificates import jws, keys
from fanal.tourism.membership import applying
from fanal.tourism.public import snapshots
from tests.openapi import Described
from tests.people import NOW, Cast
from tests.rooms.tourism import firms

pytestmark = pytest.mark.django_db(databases="__all__")
SAID = Described(Path(fanal.tourism.public.__file__).with_name("openapi.json"))
HEADERS = ["HTTP_IF_NONE_MATCH", "HTTP_ACCEPT", "HTTP_ORIGIN"]
REGISTER, NEWEST, NUMBERED = SAID.document["paths"]


def test_the_register_and_what_is_signed_have_the_declared_shape(cast: Cast, keyfile_kept: None) -> None:
    keys.add()
    firm = firms.active(cast)
    for left in (False, True):
        if left:
            applying.withdraw(firm.rosa, firm.pk, "Hotel Lantern", NOW)
        answer = Client().get(REGISTER)
        SAID.check(REGISTER, "get", answer)
        assert len(answer.json()["companies"]) == 1
        row = snapshots.take(NOW)
        SAID.check(NEWEST, "get", Client().get(NEWEST))
        SAID.check(NUMBERED, "get", Client().get(f"/api/public/register/{row.number}.jws"))
        told = jws.opened(row.token, keys.public_keys())[1]
        schema = {"$ref": "#/components/schemas/Snapshot", "components": SAID.document["components"]}
        Draft202012Validator(schema).validate(told)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE"]),
    st.integers(0, 10**30) | st.just(1),
    st.dictionaries(
        st.sampled_from(["HTTP_IF_NONE_MATCH", "HTTP_ACCEPT", "HTTP_ORIGIN"]), st.text('abc"*W/, ', max_size=12)
    ),
)
def test_whatever_is_asked_is_answered_as_declared(method: str, number: int, headers: dict[str, Any]) -> None:
    asked = {REGISTER: REGISTER, NEWEST: NEWEST, NUMBERED: f"/api/public/register/{number}.jws"}
    for path, address in asked.items():
        answer = Client().generic(method, address, **headers)
        declared = SAID.operation(path, "get")["responses"]
        assert str(answer.status_code) in declared, (method, address, headers)
