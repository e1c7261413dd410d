"""A stored release of which a byte was changed is given to nobody, neither as a page nor as a file."""

from __future__ import annotations

import pytest
from django.test import Client

from fanal.engines.disclosure.bundles import NotWhole
from fanal.research.models import Release
from fanal.research.public import shelf
from tests.people import Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("path", ["", "v1/", "v1.zip", "v1/01.csv"])
def test_changed_bytes_do_not_leave(cast: Cast, client: Client, path: str) -> None:
    release = planning.published(cast)
    whole = bytes(release.packed)
    shelf._bundle.cache_clear()
    assert client.get(f"/en/evidence/{release.number}/{path}").status_code == 200
    at = whole.index(b"fewer_than_k")
    Release.objects.filter(pk=release.pk).update(packed=whole[:at] + b"9" + whole[at + 1 :])
    shelf._bundle.cache_clear()
    with pytest.raises(NotWhole, match="was changed after it was published"):
        client.get(f"/en/evidence/{release.number}/{path}")
