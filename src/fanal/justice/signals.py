"""News of the law for higher rooms. Sent in the transaction of the deed; they carry identifiers of law, never a person.

`reform_proposed`: reform: UUID, state: str, org: UUID, now: datetime. A member published a reform of law.
"""

from django.dispatch import Signal

reform_proposed = Signal()
