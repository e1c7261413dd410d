"""What only a person can say: the name of the site, and who may ask for a certificate. Everything else is seen.

An answer comes from an option, else from what an earlier run left, else from the person.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from fanal.site import databases
from fanal.site.console import Stop, prompt, say
from fanal.site.installing.machine import Machine
from fanal.site.installing.record import Record

PROXIES = ("nginx", "caddy", "none")
SETTINGS = "/etc/fanal/fanal.env"
NO_CERTIFICATE = "none"
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_EMAIL = re.compile(r"[^@\s'\"]+@[^@\s'\"]+\.[^@\s'\"]+")
_TERMS = "https://letsencrypt.org/repository/"


@dataclass(frozen=True, slots=True)
class Answers:
    """`email` is empty where no certificate is asked for; `database` is a URL, empty for SQLite."""

    host: str
    proxy: str
    email: str = ""
    database: str = ""


def settings(text: str) -> dict[str, str]:
    """The settings of a file like fanal.env, as systemd and the command `fanal` read it."""
    rows = (line.partition("=") for line in text.splitlines() if re.match(r"[A-Z]\w*=", line))
    return {name: _bare(value.strip()) for name, _, value in rows}


def _bare(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def collect(args: argparse.Namespace, machine: Machine, record: Record) -> Answers:
    """All answers, asking for those that are lacking. Raises Stop."""
    there = settings(machine.text(SETTINGS))
    known = record.answers
    host = _host(args.host, there) or known.get("host", "")
    proxy = args.proxy or known.get("proxy") or _proxy_of(there) or _proxy_here(machine)
    free(machine, proxy)
    database = _open(there.get("FANAL_DATABASE_URL", "")) if there else known.get("database", "")
    if args.database:
        database = _database(args.database, there)
    host = host or _asked("Name of the site, as people will type it (fanal.example.org):", host_name)
    _alone(machine, proxy, host)
    email = args.email or ("" if proxy != "nginx" else known.get("email", ""))
    if proxy == "nginx" and not email and "email" not in known and not machine.has(f"/etc/letsencrypt/live/{host}"):
        email = _asked(
            "E-mail address for the certificate authority Let's Encrypt. Whoever gives one agrees to its terms,\n"
            f"{_TERMS}. Type `{NO_CERTIFICATE}` to see to a certificate yourself:",
            _email,
        )
    return Answers(host, proxy, _email(email), database)


def _asked(words: str, read: Callable[[str], str]) -> str:
    """An answer that can be: it is asked for until there is one. Raises Stop where the input ends."""
    while True:
        answer = prompt(words)
        try:
            return read(answer)
        except Stop as why:
            say(f"{why} Once more.")


def keep(answers: Answers, record: Record) -> None:
    """So that the next run asks nothing, also where this one is cut."""
    record.answered(asdict(answers))


def host_name(text: str) -> str:
    """A host name, in small letters. Raises Stop with what to write instead."""
    name = text.strip().rstrip(".").casefold()
    bare = name.rpartition("://")[2].partition("/")[0].partition(":")[0]
    if bare != name:
        raise Stop(f"The name of the site stands alone, without https://, port or path: write {bare or 'it'}.")
    if not name.isascii():
        raise Stop(f"Write the name as the Internet has it: {_ascii(name)}")
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdecimal():
        raise Stop(f"{text.strip() or 'Nothing'} is no name of a site. Write one as in fanal.example.org.")
    return name


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return "it begins with xn--."


def _host(given: str, there: dict[str, str]) -> str:
    """The name that was given, or that stands in the settings. Raises Stop where they differ."""
    host = host_name(given) if given else ""
    names = [name.strip() for name in there.get("FANAL_HOSTS", "").split(",") if name.strip()]
    if host and there and host not in names:
        raise Stop(f"{SETTINGS} says FANAL_HOSTS={there.get('FANAL_HOSTS', '')}. Change it there, and run this again.")
    return host or next((host_name(name) for name in names if not name.endswith(".onion")), "")


def _proxy_of(there: dict[str, str]) -> str:
    """The proxy that the settings name; empty where there are no settings yet."""
    if not there:
        return ""
    config = there.get("FANAL_PROXY_CONFIG", "").casefold()
    return next((name for name in ("nginx", "caddy") if name in config), "none")


def _proxy_here(machine: Machine) -> str:
    """The proxy that is there already; nginx where there is none."""
    listening, installed = machine.listening(), frozenset(machine.packages())
    if "caddy" in listening or ("caddy" in installed and "nginx" not in installed | listening):
        return "caddy"
    return "nginx"


def free(machine: Machine, proxy: str) -> None:
    """Raises Stop where another program has the ports on which the proxy is to listen."""
    others = sorted(machine.listening() - {proxy})
    if proxy == "none" or not others:
        return
    ports = " and ".join(str(port) for port in machine.web)
    raise Stop(
        f"{others[0]} listens on port {ports} already, and {proxy} could not. Nothing was changed. With `--proxy none` "
        f"everything but {proxy} is placed; then let {others[0]} pass on to Fanal as the samples in docs/operating/ do."
    )


def _alone(machine: Machine, proxy: str, host: str) -> None:
    """Raises Stop where another site of nginx has the name."""
    for folder in ("/etc/nginx/sites-enabled", "/etc/nginx/conf.d") if proxy == "nginx" else ():
        for place in sorted(machine.at(folder).glob("*")):
            names = re.findall(r"^\s*server_name\s+([^;]+);", machine.text(f"{folder}/{place.name}"), re.MULTILINE)
            if place.name != "fanal.conf" and any(host in one.split() for one in names):
                raise Stop(f"{folder}/{place.name} has a site for {host}. Take the name out there, or give another.")


def _database(url: str, there: dict[str, str]) -> str:
    """An address of a database without a password. Raises Stop."""
    if url.casefold() == "sqlite":
        url = ""
    elif urlsplit(url).scheme not in {"postgres", "postgresql"}:
        raise Stop("--database takes sqlite, or an address such as postgresql:///fanal?host=/run/postgresql.")
    elif databases.has_password(url):
        raise Stop(f"A password stays out of commands, where others see it. Type the address into {SETTINGS}.")
    if there and there.get("FANAL_DATABASE_URL", "") != url:
        raise Stop(f"{SETTINGS} names another database. Change it there; docs/operating.md says when that can be done.")
    return url


def _open(url: str) -> str:
    """An address of a database without the password, which stays in its one file."""
    bare = re.sub(r"(//[^/@:]*):.*@", r"\1@", url)
    return re.sub(r"(?i)(?<=[?&])[^=&]*password[^=&]*=[^&]*&?", "", bare).rstrip("?&")


def _email(text: str) -> str:
    text = text.strip()
    if text.casefold() in {"", NO_CERTIFICATE}:
        return ""
    if not _EMAIL.fullmatch(text) or text.startswith("-"):
        raise Stop(f"{text} is no e-mail address. Write one, or `{NO_CERTIFICATE}`.")
    return text


def options(parser: argparse.ArgumentParser) -> None:
    """An option for each answer."""
    for name, words in _options():
        choices = PROXIES if name == "proxy" else None
        parser.add_argument(f"--{name}", default="", choices=choices, help=words)


def _options() -> Iterator[tuple[str, str]]:
    yield "host", "name of the site, as people type it"
    yield "proxy", "what ends TLS in front; not given: what is there already, else nginx; none: you see to it"
    yield "email", f"for the certificate authority, whose terms ({_TERMS}) you agree to; `none`: no certificate"
    yield "database", "`sqlite`, or the address of a PostgreSQL without a password in it; not given: sqlite"
