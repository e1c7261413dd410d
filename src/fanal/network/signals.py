"""News of the network for higher rooms."""

from django.dispatch import Signal

# person: UUID, org: UUID, now: datetime. Sent in the transaction in which a membership ends: open duties need new
# owners.
person_left = Signal()
