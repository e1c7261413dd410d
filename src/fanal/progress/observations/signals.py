"""What those who cite values hear. Sent in the transaction of the deed.

`values_known`: indicator: str, now: datetime. There is a newer vintage of it.
`release_changed`: code: str, now: datetime. A release was withdrawn, or another one took its place.
"""

from typing import Final

from django.dispatch import Signal

values_known: Final = Signal()
release_changed: Final = Signal()
