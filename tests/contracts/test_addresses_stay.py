"""Addresses of deeds: what stood open in a browser, or waits as a form whose session ended, finds its page again after
an upgrade."""

import pytest
from django.urls import Resolver404, resolve

BEFORE = {
    "/desk/research/studies/01a225ec-eece-7bf5-b533-db73a93b692a/statistician/": "research.ask_statistician",
    "/desk/research/studies/01a225ec-eece-7bf5-b533-db73a93b692a/sign-release/": "research.sign_study_release",
    "/desk/concerns/handovers/01a225ec-eece-7bf5-b533-db73a93b692a/accept/": "concerns.accept_handover",
    "/desk/concerns/incident/": "access.incident",
    "/desk/law/matters/01a225ec-eece-7bf5-b533-db73a93b692a/do/ask-erase/": "matters.ask_erase",
}


@pytest.mark.parametrize("address", BEFORE)
def test_an_address_of_the_version_before_is_still_one(address: str) -> None:
    try:
        view = resolve(address).func
    except Resolver404:
        pytest.fail("there is no page at this address any more")
    assert view.decision == f"staff: {BEFORE[address]}"  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["/desk/research/runs/{}/send/", "/desk/research/records/{}/read/"])
def test_lists_of_children_are_not_kept_for_after_the_session(address: str) -> None:
    """The page says that the text is not stored: nor is it where the session ended while it was pasted."""
    view = resolve(address.format("01a225ec-eece-7bf5-b533-db73a93b692a")).func
    assert view.forgets  # type: ignore[attr-defined]
