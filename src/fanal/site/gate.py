"""What the installation itself answers at the readiness gate of a public form; where it cannot say, a person signs."""

from datetime import date, timedelta

from django.conf import settings

from fanal.concerns import api as concerns
from fanal.site import backups
from fanal.site import environment as env
from fanal.site.checks import proxy
from fanal.site.checks.contracts import State

DRILL = timedelta(days=90)
_SEEN = {State.OK: True, State.FAIL: False}


def proxy_log(_today: date) -> bool | None:
    """Whether the configuration of the web server keeps reporters' pages out of its log; None where none is named."""
    hosts = [host for host in settings.ALLOWED_HOSTS if settings.PRODUCTION or host != "testserver"]
    return _SEEN.get(proxy.proxy(env.read("FANAL_PROXY_CONFIG"), hosts, settings.LANGUAGES_REVIEWED).state)


def restore_drill(today: date) -> bool | None:
    """Whether a restore was tried here within 90 days; None where it was not: it may have been tried elsewhere."""
    last = backups.last_drill()
    return True if last is not None and today - last <= DRILL else None


def connect() -> None:
    """Called once when the site starts."""
    concerns.look_by_machine("proxy_log", proxy_log)
    concerns.look_by_machine("restore_drill", restore_drill)
