"""What tests of cases begin from, but where a file of tests says otherwise."""

import pytest

from fanal.cases.models import Service
from tests.people import Cast
from tests.rooms.cases.care import case, case_of_file

__all__ = ["case", "case_of_file"]


@pytest.fixture
def help_(help_of_all: Service, cast: Cast) -> Service:
    """A piece of help that a file of tests made once, as it is now."""
    return Service.objects.select_related("case").get(pk=help_of_all.pk)
