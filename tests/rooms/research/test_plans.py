"""From count cells of concerns to a signed release, and who may do what on the way."""

from __future__ import annotations

import pytest

from fanal.research import releases
from tests.people import Cast
from tests.rooms.research import planning

pytestmark = pytest.mark.django_db(databases="__all__")


def test_cells_become_a_signed_release(cast: Cast) -> None:
    release = planning.published(cast)
    assert releases.verified(release)
    bundle = releases.bundle_of(release)
    assert bundle.kind == "tables"
