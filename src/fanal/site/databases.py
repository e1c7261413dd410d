"""What Django needs to know of a database that a URL names, and back."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

SQLITE = "fanal.site.sqlite"


def configured(url: str, data: Path) -> dict[str, object]:
    """As an entry of Django's DATABASES. `data`: the folder in which the file lies that an empty URL means. Raises
    ValueError for a URL of something else."""
    if not url or url.startswith("sqlite:"):
        return sqlite(url.removeprefix("sqlite:///") or str(data / "fanal.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("must start with sqlite:/// or postgresql://.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Statements in the server's log would carry day and size of what a reporter does; parameters stay out
        # altogether.
        "OPTIONS": {"options": "-c log_parameter_max_length_on_error=0 -c timezone=UTC", "application_name": "fanal"},
    }


def has_password(url: str) -> bool:
    """Whether a URL holds a password, before the host or as a parameter of libpq."""
    parts = urlsplit(url)
    named = (name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return parts.password is not None or any("password" in name.casefold() for name in named)


def sqlite(name: str) -> dict[str, object]:
    """As `configured`, of a file."""
    return {
        "ENGINE": SQLITE,
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def url_of(entry: Mapping[str, Any], *, password: str = "") -> str:
    """The URL of an entry of DATABASES; without its password, which is given where the URL is for a process."""
    name, host = str(entry["NAME"]), str(entry["HOST"])
    if entry["ENGINE"] == SQLITE:
        return f"sqlite:///{Path(name).resolve()}"
    who = quote(str(entry["USER"]), safe="") + (f":{quote(password, safe='')}" if password else "")
    is_socket = host.startswith("/")
    at = f"{who}@" if who else ""
    server = "" if is_socket else f"[{host}]" if ":" in host else host
    port = f":{entry['PORT']}" if entry["PORT"] else ""
    # A socket's folder goes behind: as the name of a host its letters would become small ones.
    return f"postgresql://{at}{server}{port}/{quote(name, safe='')}" + (f"?host={quote(host)}" if is_socket else "")
