"""What research tells rooms that it does not know, by way of the site.

`releases_changed`: now: datetime. A release for everybody was published, replaced or withdrawn: `api.public` has them.
"""

from typing import Final

from django.dispatch import Signal

releases_changed: Final = Signal()
