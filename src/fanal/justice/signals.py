"""News of the law for higher rooms. Sent in the transaction of the deed; they carry identifiers of law, never a person.

`reform_proposed`: reform: UUID, state: str, org: UUID, now: datetime. A member published a reform of law.
`provision_changed`: jurisdiction: str, provisions: tuple[str, ...], now: datetime. A text of a law came into force
here, or went: the ids whose wording is another since; none where all of it may be.
"""

from django.dispatch import Signal

provision_changed = Signal()
reform_proposed = Signal()
