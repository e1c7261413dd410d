"""How fast passwords may be tried: counted for each name, never for an address, which colleagues share.

After five wrong ones each further try has to wait, longer each time. A device on which the person has signed in before
has a count of its own (a sealed cookie says so): whoever tries a name elsewhere does not make its owner wait there.
Counts lie in the shared cache under keyed hashes, unknown names like known ones.

A password costs a core for a moment, on purpose: who may have one looked at stands in a line (`fanal.site.line`). For
whom the line has no place, the request says so (`BUSY`).
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal import vault
from fanal.network import accounts
from fanal.network.keyfile import keyfile, pepper
from fanal.network.models import Person

FREE = 5
FIRST = 30
LONGEST = 900
REMEMBERED = timedelta(days=1)
KNOWN_FOR = timedelta(days=180)
BUSY = "fanal.busy"
"""What the environment of a request holds (no header can) that found no place in the line."""
AGAIN = 10
"""Seconds after which whoever found no place is asked to come again."""
_MOMENT = 2


def wait_after(wrong: int) -> int:
    """Seconds to wait after so many wrong ones in a row: none, then half a minute, doubled up to a quarter of an
    hour."""
    return min(FIRST * 2 ** min(wrong - FREE, 10), LONGEST) if wrong >= FREE else 0


@dataclass(frozen=True, slots=True)
class Tries:
    """The count that a try belongs to."""

    key: str
    known: bool

    @classmethod
    def of(cls, username: str, cookie: str) -> Tries:
        """Of a name on a device; `cookie` is what `remember` made for it, if anything."""
        name = username.strip().lower()
        device = _device(cookie, name)
        return cls(f"tries:{name}:{device}", bool(device))

    def begin(self, now: float) -> int:
        """Count one more, as wrong until `fitted` says otherwise. Returns the seconds that it has to wait instead."""
        wrong, at = cache.get(self.key, (0, 0.0))
        left = at + wait_after(wrong) - now
        if left > 0:
            return int(left) + 1
        # Of those who come at the same moment, in whichever process, one is first: each try has a place of its own.
        if not cache.add(self._place(at), True, _MOMENT):
            return _MOMENT
        cache.set(self.key, (wrong + 1, now), REMEMBERED.total_seconds())
        return 0

    def fitted(self) -> None:
        """The password was right: this count begins anew."""
        cache.delete_many([self.key, self._place(0.0)])

    def _place(self, after: float) -> str:
        return f"{self.key}:{after}"


def remember(person: Person) -> str:
    """A cookie that says: this person has signed in on this device, with this password. It opens nothing, and says
    nothing any more after a reset or when they left."""
    plain = f"{person.username}\n{_stamp(person)}\n{secrets.token_hex(8)}".encode()
    return base64.urlsafe_b64encode(vault.seal_secret(pepper(), "device", plain)).decode()


def owner_of(cookie: str) -> str:
    """The name of the person who has signed in on a device, or empty. Whether it is still known says `Tries.of`."""
    return _read(cookie)[0]


def _device(cookie: str, name: str) -> str:
    owner, stamp, device = _read(cookie)
    person = Person.objects.filter(username=name).first() if owner and owner == name else None
    return device if person is not None and person.is_active and stamp == _stamp(person) else ""


def _read(cookie: str) -> tuple[str, str, str]:
    """Owner, stamp and device of a cookie that `remember` made; of any other, and of an earlier version, nothing."""
    try:
        plain = vault.open_secret(keyfile().pepper_of, "device", base64.urlsafe_b64decode(cookie))
        owner, stamp, device = plain.decode().split("\n")
    except (vault.CannotOpen, ValueError):
        return "", "", ""
    return owner, stamp, device


def _stamp(person: Person) -> str:
    """What changes with the password: its salt."""
    return accounts.decode(person.password)[1].hex()


def too_often(seconds: int, known: bool) -> str:
    """What the page says: the true time. On a device that is not known it may have been anybody: then the owner reads
    that, and where they need not wait."""
    if seconds < 90:
        wait = ngettext("Wait %(count)d second.", "Wait %(count)d seconds.", seconds) % {"count": seconds}
    else:
        minutes = -(-seconds // 60)
        wait = ngettext("Wait %(count)d minute.", "Wait %(count)d minutes.", minutes) % {"count": minutes}
    if known:
        return " ".join([_("That was wrong too often."), wait, _("Then try again.")])
    return " ".join(
        [
            _("For this name the password was wrong too often, typed here or by somebody elsewhere."),
            wait,
            _("Then try again."),
            _("On a device on which you have signed in before you need not wait."),
        ]
    )


def too_many() -> str:
    """What the page says where strangers keep the door busy."""
    return _("Very many people try to sign in at this moment. Nothing was wrong. Wait ten seconds. Then try again.")
