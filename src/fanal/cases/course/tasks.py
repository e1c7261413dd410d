"""Nightly: whether the lists of files say what the files say (CM-63). Key-less; the log has numbers alone."""

import logging
from datetime import timedelta

from fanal.cases import holding
from fanal.clocks import api as clocks

logger = logging.getLogger(__name__)


@clocks.job(lease=timedelta(minutes=30), tries=1)
def lists_agree() -> None:
    """Fails where a list differs from a file, so that `fanal check` names it."""
    wrong = sum(1 for _one in holding.differences())
    if wrong:
        logger.error("lists of files do not say what the files say", extra={"rows": wrong})
        raise clocks.JobFailed("lists of files do not say what the files say")


clocks.every(lists_agree, timedelta(days=1), offset=timedelta(hours=3, minutes=10))
