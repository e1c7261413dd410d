"""Handovers on the recipient's side: open, accept, decline, tell the outcome, sign that nothing is left
(`fanal.passing.receiving`)."""

from functools import partial

from fanal.concerns.handovers.kind import HANDOVERS
from fanal.passing.api import receiving

OPEN, ACCEPT, DECLINE, COMPLETE, PURGE = map(HANDOVERS.deed, ("open", "accept", "decline", "complete", "purge"))

read = partial(receiving.read, HANDOVERS)
accept = partial(receiving.accept, HANDOVERS)
decline = partial(receiving.decline, HANDOVERS)
complete = partial(receiving.complete, HANDOVERS)
purge = partial(receiving.purge, HANDOVERS)
is_signed = partial(receiving.is_signed, HANDOVERS)
