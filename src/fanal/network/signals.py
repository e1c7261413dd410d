"""News of the network for higher rooms."""

from django.dispatch import Signal

# person: UUID, org: UUID, now: datetime. Sent in the transaction in which a membership ends: open duties need new
# owners.
person_left = Signal()
# agreement: UUID, now: datetime. Sent in the transaction in which somebody ends an agreement.
agreement_ended = Signal()
# team: UUID, org: UUID. Sent before a team is closed; a room that still needs it refuses (`NotDone`).
team_closing = Signal()
