"""Whoever comes while no web process lives waits for the next one; nobody is turned away."""

from contextlib import closing
from http.client import HTTPConnection

import psutil
import pytest

from tests.rooms.site.installation import HOST, Installation, Site

pytestmark = pytest.mark.once

PATIENCE = 120.0


def _listening(site: Site) -> list[psutil.Process]:
    """The processes below the main one that answer."""
    return [
        one
        for one in site.family()[1:]
        if any(each.status == psutil.CONN_LISTEN for each in one.net_connections("tcp"))
    ]


def test_who_comes_between_two_web_processes_is_answered(installation: Installation) -> None:
    with installation.serving() as site:
        assert Site.wait(lambda: len(_listening(site)) == 2)
        webs = _listening(site)
        for web in webs:
            web.kill()
        psutil.wait_procs(webs, timeout=PATIENCE)
        with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as visitor:
            visitor.request("GET", "/desk/sign-in/", headers={"Host": HOST})
            assert visitor.getresponse().status == 200
