"""DNH-02: addresses of material are not stored; the reporter is told, and sees the hotline."""

import pytest

from fanal.concerns.models import Concern
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, opened

__all__ = ["open_form"]
ADDRESSES = [
    "https://bad.example/x?y=1", "bad-site.com/gallery", "hxxp://bad[.]example", "www.bad.example",
    "magnet:?xt=urn:btih:abc", "abcdefghijklmnop.onion", "192.0.2.77/x", "[2001:db8::7]", "bad dot com slash x",
    "t.me/badgroup", "bit.ly/3abc",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_replaced_before_sealing_and_the_reporter_is_told(open_form: Cast, address: str) -> None:
    page = (
        Reporter()
        .get("/en/xa/")
        .press("Continue", danger="no")
        .press("Continue", words=f"It is at {address} and I saw it")
    )
    for _ in range(4):
        page.press("Continue")
    assert "We took it out and do not keep it." in page.words
    assert "https://hotline-xa.example/report" in page.html
    page.press("Send now")
    content = opened(open_form["amara"], Concern.objects.get())["content"]
    assert content.words.startswith("It is at [address removed]")
    assert "bad" not in content.words
    assert "abc" not in content.words
    assert content.addresses_removed >= 1
