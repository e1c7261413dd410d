"""The register before there is anything in it: the tests beside this one begin with a member."""

import pytest
from django.test import Client

from tests.desk import text


@pytest.mark.django_db
def test_before_anybody_is_a_member_the_page_says_so() -> None:
    assert "No company is a member yet." in text(Client().get("/en/travel/register/"))
