"""An office at work on one database with the code of two releases: `python -P …/between.py begin|go-on RECORD…`, with
the code and the tests of one of them in PYTHONPATH. Each tells a concern and prints its identifier."""

import sys
from datetime import timedelta
from uuid import UUID

import django

django.setup()

from django.test.utils import setup_test_environment  # noqa: E402

from fanal.concerns.models import Concern  # noqa: E402
from fanal.concerns.triage import triage  # noqa: E402
from fanal.network import accounts  # noqa: E402
from fanal.network.models import Person  # noqa: E402
from tests.desk import sign_in  # noqa: E402
from tests.people import NOW, PASSWORD, Cast, gather  # noqa: E402
from tests.rooms.concerns.told import WORDS, tell  # noqa: E402


def people(name: str) -> Cast:
    """The office: founded, or one of its people, who signs in."""
    if name == "begin":
        return gather()
    row = Person.objects.select_related("org").get(username="amara")
    client = sign_in("amara")
    assert client.session.get("_auth_user_id"), "amara does not sign in"
    is_right, keys = accounts.check(row, "amara", f"{PASSWORD} amara")
    assert is_right
    return Cast(seeds={"amara": accounts.seed_by_password(row, keys)})


setup_test_environment()
cast = people(sys.argv[1])
told = tell(cast)
for record in (*map(UUID, sys.argv[2:]), told.id):
    read = triage.look(cast["amara"], record, NOW + timedelta(hours=1))
    assert read.content is not None
    assert read.content.words == WORDS
    assert Concern.objects.filter(pk=record).exists()
sys.stdout.write(str(told.id))
