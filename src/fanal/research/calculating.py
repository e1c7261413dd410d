"""Whether this installation counts and estimates: what does may be left out of it."""

from django.utils.translation import gettext as _

from fanal.access.api import NotNow
from fanal.engines import extra
from fanal.research.models import LinkageRun, Population, Study


def left_out() -> str:
    """What is told where it does not; empty where it does."""
    if not extra.left_out():
        return ""
    words = _(
        "The programs that count and estimate are not installed on this site. Everything else works, and what was "
        "published can be read. Whoever runs this site installs them with “%(command)s” and starts it again."
    )
    return words % {"command": extra.INSTALL}


def demand() -> None:
    """Raises `NotNow` where it does not."""
    if words := left_out():
        raise NotNow(words)


def keeps_evidence() -> bool:
    """Whether there is something here that is counted or estimated."""
    return any(kind.objects.exists() for kind in (Population, Study, LinkageRun))
