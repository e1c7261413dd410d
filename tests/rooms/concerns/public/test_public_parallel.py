"""Many at once: no report is lost, no code serves two, and one that is sent by all of them at once is one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from fanal.concerns.models import Concern
from fanal.concerns.public.guard import guard
from fanal.journal.models import Entry
from fanal.network.models import Bundle, Organisation
from tests.people import gather
from tests.rooms.concerns.reporter import Reporter, publish

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 32


def _together[T](work: Callable[[int], T], times: int = AT_ONCE) -> list[T]:
    def one(number: int) -> T:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def _open() -> None:
    """Tests that commit leave an empty database behind them: the cast may be there, or has to come again."""
    if not Organisation.objects.exists():
        gather()
    publish()
    guard.forget()


def test_thirty_two_at_once_lose_nothing() -> None:
    """Every code that was shown opens its own answer page; each concern has its bundles and its entry."""
    _open()

    def way(number: int) -> str:
        page = Reporter().get("/en/xa/").press("Continue", danger="no")
        return page.press("Send now", words=f"told by number {number}").code

    codes = _together(way)
    assert len(set(codes)) == AT_ONCE
    assert Concern.objects.count() == AT_ONCE
    for row in Concern.objects.all():
        assert {bundle.kind for bundle in Bundle.objects.filter(record=row.pk)} == {"ring", "reporter"}
        assert Entry.objects.filter(record=row.pk, seq=1, deed="concerns.receive").count() == 1
    shown = _together(lambda number: Reporter().post("/en/code", {"code": codes[number]}).words)
    assert all("We have your message." in words for words in shown)


def test_the_same_page_sent_by_all_at_once_is_one_concern() -> None:
    _open()
    address, body = Reporter().get("/en/xa/").press("Continue", danger="no").sending("Send now", words="the same")
    codes = _together(lambda _number: Reporter().post(address, body).code)
    assert len(set(codes)) == 1
    assert Concern.objects.count() == 1
    reply_address, reply = Reporter().post("/en/code", {"code": codes[0]}).sending("Send", text="the same reply")
    pages = _together(lambda _number: Reporter().post(reply_address, reply).words, 8)
    assert all("We have what you wrote." in words for words in pages)
    assert Concern.objects.get().messages.count() == 1
