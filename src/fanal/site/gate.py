"""The daily look at the gates of all rooms, and what the installation itself answers there; where it cannot say, a
person signs."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone

from fanal.access.api import gate as gates
from fanal.access.api import languages
from fanal.clocks import api as clocks
from fanal.site import backups
from fanal.site import environment as env
from fanal.site.checks import proxy
from fanal.site.checks.contracts import State

DRILL = timedelta(days=90)
_SEEN = {State.OK: True, State.FAIL: False}


def proxy_log(_today: date) -> bool | None:
    """Whether the configuration of the web server keeps reporters' pages out of its log; None where none is named."""
    hosts = [host for host in settings.ALLOWED_HOSTS if settings.PRODUCTION or host != "testserver"]
    return _SEEN.get(proxy.proxy(env.read("FANAL_PROXY_CONFIG"), hosts, languages.offered()).state)


def restore_drill(today: date) -> bool | None:
    """Whether a restore was tried here within 90 days; None where it was not: it may have been tried elsewhere."""
    last = backups.last_drill()
    return True if last is not None and today - last <= DRILL else None


@clocks.job(was="fanal.concerns.tasks_handover.check_gates")
def check_gates() -> None:
    """Look at every gate; close what was open and no longer passes."""
    for gate in gates.gates().values():
        gate.check(timezone.now())


clocks.every(check_gates, timedelta(days=1), offset=timedelta(minutes=40))


def connect() -> None:
    """Called once when the site starts."""
    gates.look_by_machine("concerns", "proxy_log", proxy_log)
    gates.look_by_machine("concerns", "restore_drill", restore_drill)
