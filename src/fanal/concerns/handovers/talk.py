"""What the two sides of a handover write to each other (`fanal.passing.talk`)."""

from functools import partial

from fanal.concerns.handovers.kind import HANDOVERS
from fanal.passing.api import talk

WRITE = HANDOVERS.deed("write")

write = partial(talk.write, HANDOVERS)
read = partial(talk.read, HANDOVERS)
seen = partial(talk.seen, HANDOVERS)
is_asked = partial(talk.is_asked, HANDOVERS)
marks = partial(talk.marks, HANDOVERS)
erase = partial(talk.erase, HANDOVERS)
