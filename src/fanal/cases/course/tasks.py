"""Nightly: whether the lists of files say what the files say, and whoever holds a file can find it (CM-63). Key-less;
the log has numbers alone."""

import logging
from datetime import timedelta

from fanal.cases import holding, index
from fanal.clocks import api as clocks

logger = logging.getLogger(__name__)


@clocks.job(lease=timedelta(minutes=30), tries=1)
def lists_agree() -> None:
    """Fails where a list, or what is searched, differs from the files, so that `fanal check` names it."""
    found = {
        "lists of files do not say what the files say": holding.differences(),
        "files are not found by who holds them, or by others": index.differences(),
    }
    wrong = {words: sum(1 for _one in rows) for words, rows in found.items()}
    said = [words for words, rows in wrong.items() if rows]
    for words in said:
        logger.error(words, extra={"rows": wrong[words]})
    if said:
        raise clocks.JobFailed("; ".join(said))


clocks.every(lists_agree, timedelta(days=1), offset=timedelta(hours=3, minutes=10))
