"""What travels with a browser or rests for it: staff sessions, the state of a reporter's form, small secrets."""

import base64
import binascii
from collections.abc import Callable

from ._errors import CannotOpen, FormExpired
from ._keyfile import FormKey, Pepper
from ._wire import behead, bound, box, bucket, derive, digest, head, pad, texts, unbox, unpad


def session_row(sid: bytes) -> bytes:
    """The key of a session's row, 32 bytes: SHA-256 of the 32 random bytes in the cookie."""
    return digest(sid)


def _session_key(sid: bytes, pepper: Pepper) -> bytes:
    return derive(sid, bound("session"), salt=pepper.key.reveal())


def wrap_session(sid: bytes, data: bytes, pepper: Pepper) -> bytes:
    """Seal the payload of a session: `01 | pepper version u16 | nonce 12 | ciphertext+tag`, padded as items are.

    Only cookie, row and key file together open it.
    """
    padded = pad(data, bucket(4 + len(data)))
    return head(pepper.version) + box(_session_key(sid, pepper), bound("session", session_row(sid)), padded)


def unwrap_session(sid: bytes, wrapped: bytes, pepper: Pepper) -> bytes:
    """The payload of a session, given the pepper of `pepper_version(wrapped)`. Raises CannotOpen."""
    version, boxed = behead(wrapped)
    if version != pepper.version:
        raise CannotOpen
    return unpad(unbox(_session_key(sid, pepper), bound("session", session_row(sid)), boxed))


def wrap_form(state: bytes, form: FormKey, expires: int) -> str:
    """Seal the state of a form into URL-safe text. `expires` is a Unix time in seconds.

    The text hides state and expiry; its length says only the bucket (512, 1,024, 2,048, n × 4,096 bytes).
    """
    key = form.keys[-1]
    padded = pad(expires.to_bytes(8) + state, bucket(12 + len(state)))
    sealed = head(key.version) + box(key.key.reveal(), bound("form"), padded)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unwrap_form(text: str, form: FormKey, now: int) -> bytes:
    """The state of a form. Raises FormExpired, which carries the state, from the second `expires` on; CannotOpen."""
    version, boxed = behead(_decoded(text))
    for key in form.keys:
        if key.version == version:
            opened = unpad(unbox(key.key.reveal(), bound("form"), boxed))
            expires, state = int.from_bytes(opened[:8]), opened[8:]
            if now >= expires:
                raise FormExpired(state, now - expires)
            return state
    raise CannotOpen


def _decoded(text: str) -> bytes:
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise CannotOpen from None
    # Python forgives signs that do not belong there; one state has one text.
    if base64.urlsafe_b64encode(decoded).rstrip(b"=").decode() != text:
        raise CannotOpen
    return decoded


def seal_secret(pepper: Pepper, label: str, plain: bytes) -> bytes:
    """Seal a small secret of the installation, such as that of a second factor, under the pepper and a label."""
    return head(pepper.version) + box(pepper.key.derive("secret").reveal(), bound("secret", *texts(label)), plain)


def open_secret(pepper_of: Callable[[int], Pepper], label: str, sealed: bytes) -> bytes:
    """What `seal_secret` sealed under this label; `pepper_of` is that of the key file. Raises CannotOpen."""
    version, boxed = behead(sealed)
    return unbox(pepper_of(version).key.derive("secret").reveal(), bound("secret", *texts(label)), boxed)
