"""Whoever comes while no web process lives waits for the next one; nobody is turned away."""

from contextlib import closing
from http.client import HTTPConnection

import psutil
import pytest

from fanal.site.serving import WEB
from tests.rooms.site.installation import HOST, Installation

pytestmark = pytest.mark.once

PATIENCE = 120.0


def test_who_comes_between_two_web_processes_is_answered(installation: Installation) -> None:
    with installation.serving() as site:
        webs = [one for one in site.family() if one.name() == WEB]
        assert len(webs) == 2
        for web in webs:
            web.kill()
        psutil.wait_procs(webs, timeout=PATIENCE)
        with closing(HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)) as visitor:
            visitor.request("GET", "/desk/sign-in/", headers={"Host": HOST})
            assert visitor.getresponse().status == 200
