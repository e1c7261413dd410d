"""News of concerns for higher rooms. Sent in the transaction of the deed; they carry identifiers, never content."""

from django.dispatch import Signal

# concern: UUID, org: UUID, hands: `contracts.Takers`, by: Signatory, now: datetime. A person decided to open a case.
concern_accepted = Signal()
# concern: UUID, now: datetime. No case is opened from it after all.
concern_taken_back = Signal()
# concern: UUID, org: UUID, case: UUID, by: Signatory, now: datetime. It goes to a case that is open.
concern_linked = Signal()
# concern: UUID, by: Signatory, now: datetime. It may be about our own people: it is the safeguarding lead's alone.
concern_restricted = Signal()
# handover: UUID, org: UUID (who sent it), state: str, now: datetime. A recipient answered, or told the outcome.
handover_answered = Signal()
# org: UUID, subject: UUID, by: Signatory, now: datetime. No second yes is needed any more to a decision or the draft
# of a handover, as it is: it fell, was made anew, or was sent.
second_not_needed = Signal()
