"""How notices are sent: Django's MAILERS from FANAL_MAIL_URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_PORTS = {"smtp": 587, "smtps": 465}
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_SECONDS = 20


def mailer(url: str, *, folder: Path, memory: bool = False) -> dict[str, object]:
    """One entry of MAILERS. `smtps` is TLS from the start; `smtp` starts TLS first, save with a relay on this machine.

    Without a URL mails become files in `folder`; `memory` (tests) keeps them in the process.
    """
    if memory:
        return {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if not url:
        return {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(folder)}}
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise ImproperlyConfigured("FANAL_MAIL_URL must look like smtp://user:password@host:port.") from None
    if not parts.hostname:
        raise ImproperlyConfigured("FANAL_MAIL_URL names no host.")
    options: dict[str, object] = {"host": parts.hostname, "port": port, "timeout": _SECONDS}
    if parts.username:
        options |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    if parts.scheme == "smtps":
        options["use_ssl"] = True
    elif parts.hostname not in _LOCAL:
        options["use_tls"] = True
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
