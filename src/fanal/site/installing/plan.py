"""The list of steps. It is data: what is printed, what is carried out, and what the Containerfile is written from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fanal.site.installing.acts import (
    SERVICE,
    Access,
    Act,
    Folder,
    Included,
    Link,
    Made,
    Owned,
    Packages,
    Placed,
    Ran,
    Site,
    Translated,
    User,
    said,
)
from fanal.site.installing.answers import SETTINGS, Answers, settings
from fanal.site.installing.machine import Failed, Machine, has_ipv6

DATA, BACKUPS, KEYS = "/var/lib/fanal", "/var/backups/fanal", "/etc/fanal/keys"
KEYFILE = f"{KEYS}/keyfile.json"
AWAY = "/etc/fanal/away.html"
COMMAND = "/usr/local/sbin/fanal"
UNITS = "/etc/systemd/system"
SERVICES = ("fanal.service", "fanal-backup.timer")
NGINX, CADDY, CADDY_BESIDE = "/etc/nginx/sites-available/fanal.conf", "/etc/caddy/Caddyfile", "/etc/caddy/fanal.caddy"
CERTIFICATE = "/etc/ssl/fanal"
OWN = "/etc/ssl/fanal-self-signed"
_WEBROOT = "/var/www/fanal"
_TORRC, _ONION = "/etc/tor/torrc", "/etc/tor/fanal.torrc"
_TOR_DEFAULTS = "/usr/share/tor/tor-service-defaults-torrc"
HIDDEN = "/var/lib/tor/fanal"
_SAMPLE_HOST = "fanal.example"
_ADDRESS = re.compile(r"[a-z2-7]{56}\.onion")
_WELCOME = (":80 {", "root * /usr/share/caddy", "file_server", "}")  # what the package of Caddy shows
_OPEN, _PRIVATE = Access(0o644), Access(0o600)
_KEEP_TIME = ("systemd-timesyncd", "chrony", "ntpsec", "openntpd")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is seen of a machine. `onion`: the address that Tor made, empty before; `has_caddyfile`: somebody else's."""

    has_tor: bool = False
    onion: str = ""
    has_keys: bool = False
    has_ipv6: bool = True
    keeps_time: bool = True
    has_caddyfile: bool = False
    has_old_caddy: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, why, and how; `needs` is the code of a step without which it would do harm."""

    code: str
    what: str
    why: str
    act: Act
    needs: str = ""


def look(machine: Machine) -> Facts:
    """The facts of a machine."""
    installed, caddyfile = machine.packages(), machine.text(CADDY)
    is_ours = settings(_seen(machine, SETTINGS)).get("FANAL_PROXY_CONFIG") == CADDY
    onion = _seen(machine, f"{HIDDEN}/hostname").strip()
    return Facts(
        has_tor=machine.at(_TORRC).is_file(),
        onion=onion if _ADDRESS.fullmatch(onion) else "",
        has_keys=machine.has(KEYFILE),
        has_ipv6=machine.is_image or has_ipv6(),
        keeps_time=not machine.has_systemd or not installed.keys().isdisjoint(_KEEP_TIME),
        has_old_caddy=bool(re.match(r"2\.([0-5]|6\.[0-2])\b", installed.get("caddy", ""))),
        has_caddyfile=bool(caddyfile) and not is_ours and said(caddyfile) != _WELCOME,
    )


def _seen(machine: Machine, path: str) -> str:
    """A file, or nothing where only root may read it: a list is printed for everybody."""
    try:
        return machine.text(path)
    except Failed:
        return ""


def steps(answers: Answers, facts: Facts) -> tuple[Step, ...]:
    """All steps, in the order in which they are done."""
    return (*first(answers, facts), *then(answers, facts))


def first(answers: Answers, facts: Facts) -> tuple[Step, ...]:
    """What shows facts that were not there before: an address that Tor makes, files that a package brings."""
    return (*_packages(answers, facts), *ground(), *_onion(answers, facts))


def then(answers: Answers, facts: Facts) -> tuple[Step, ...]:
    """What takes up these facts."""
    return (
        *_settings(answers, facts),
        *_service(),
        *{"nginx": _nginx, "caddy": _caddy, "none": _no_proxy}[answers.proxy](answers, facts),
        *_start(facts),
    )


def _packages(answers: Answers, facts: Facts) -> Iterator[Step]:
    names = {"nginx": ["nginx", "openssl"], "caddy": ["caddy"], "none": []}[answers.proxy]
    names += ["certbot"] if answers.email else []
    names += ["postgresql-client"] if answers.database else []
    names += [] if facts.keeps_time else ["systemd-timesyncd"]
    if names:
        why = "A proxy ends TLS, and what is due, expires or is signed hangs on the right time."
        yield Step("packages", "Packages of the distribution", why, Packages(tuple(names)))


def ground() -> Iterator[Step]:
    """What is the same in a container: the user, the folders, the code."""
    why = "The service runs as nobody else, so that nothing else of this machine can be read or written through it."
    yield Step("user", "The user of the service", why, User(SERVICE, DATA))
    why = "The service reads its code and cannot change it."
    yield Step("code", "The code belongs to root", why, Owned())
    why = "Who may write the code compiles them: the service cannot."
    yield Step("compiled", "Translations are compiled", why, Translated())
    yield Step(
        "settings-folder",
        "The folder of settings",
        "The proxy reads its page there.",
        Folder("/etc/fanal", Access(0o755)),
    )
    for code, what, path in (
        ("keys", "The folder of keys", KEYS), ("data", "The folder of data", DATA),
        ("backups", "The folder of backups", BACKUPS),
    ):  # fmt: skip
        yield Step(code, what, "Nobody but the service reads it.", Folder(path, Access(0o700, SERVICE)))
    why = "Each command runs as the user of the service, with its settings, and what it makes nobody else reads."
    yield Step("command", "The command fanal", why, Placed("fanal-command", COMMAND, Access(0o755)))


def _onion(answers: Answers, facts: Facts) -> Iterator[Step]:
    if not facts.has_tor or answers.proxy == "none":
        return
    why = "Whoever uses Tor reaches the site without anybody on the way who sees it."
    port = (("127.0.0.1:8001", "127.0.0.1:80"),) if answers.proxy == "caddy" else ()
    yield Step("onion", "An onion address", why, Placed("fanal.torrc", _ONION, _OPEN, port))
    yield Step("onion-included", "Tor reads it", why, Included(_TORRC, f"%include {_ONION}"), "onion")
    check = ("tor", "--defaults-torrc", _TOR_DEFAULTS, "-f", _TORRC, "--RunAsDaemon", "0", "--verify-config")
    reload = ("systemctl", "reload-or-restart", "tor@default")
    wait = ("timeout", "20", "sh", "-c", f"until [ -s {HIDDEN}/hostname ]; do sleep 1; done")
    yield Step(
        "onion-made", "Tor makes the address", why, Ran((check, reload, wait), (_ONION, _TORRC)), "onion-included"
    )


def _settings(answers: Answers, facts: Facts) -> Iterator[Step]:
    config = {"nginx": NGINX, "caddy": CADDY_BESIDE if facts.has_caddyfile else CADDY, "none": ""}[answers.proxy]
    hosts = answers.host + (f",{facts.onion}" if facts.onion else "")
    fills = (
        (f"FANAL_HOSTS={_SAMPLE_HOST}", f"FANAL_HOSTS={hosts}"),
        (f"@{_SAMPLE_HOST}", f"@{answers.host}"),
        (f"FANAL_PROXY_CONFIG={NGINX}", f"FANAL_PROXY_CONFIG={config}"),
        ("FANAL_DATABASE_URL=", f"FANAL_DATABASE_URL={answers.database}"),
    )
    why = "The settings of this site, for root alone: the addresses of mail and database may hold passwords."
    yield Step("settings", "The settings", why, Placed("fanal.env", SETTINGS, _PRIVATE, fills))
    why = "The proxy shows it while the site starts again. It needs the emergency numbers of your countries."
    yield Step("away", "The page for a minute without the site", why, Placed("away.html", AWAY, _OPEN))


def _service() -> Iterator[Step]:
    names = ("fanal.service", "fanal-backup.service", "fanal-backup.timer")
    why = "systemd starts the site in a sandbox, and makes a backup every night."
    for name in names:
        yield Step(name, f"The unit {name}", why, Placed(name, f"{UNITS}/{name}", _OPEN))
    paths = tuple(f"{UNITS}/{name}" for name in names)
    yield Step("units", "systemd reads the units", why, Ran((("systemctl", "daemon-reload"),), paths))


def _nginx(answers: Answers, facts: Facts) -> Iterator[Step]:
    why = (
        "Until there is a certificate the site has one of its own, at which browsers warn: nginx starts with no other."
    )
    yield Step("own", "The folder of a first certificate", why, Folder(OWN, Access(0o700)))
    made = (
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "3650",
    )
    named = ("-subj", f"/CN={answers.host}", "-addext", f"subjectAltName=DNS:{answers.host}")
    paths = ("-keyout", f"{OWN}/privkey.pem", "-out", f"{OWN}/fullchain.pem")
    yield Step("own-made", "A first certificate", why, Made(f"{OWN}/fullchain.pem", (*made, *named, *paths)))
    first = Made(CERTIFICATE, ("ln", "-sfn", OWN, CERTIFICATE))
    yield Step("certificate-there", "nginx finds a certificate", why, first, needs="own-made")
    why = "The certificate authority looks there whether the name is ours."
    yield Step("webroot", "The folder for the certificate authority", why, Folder(_WEBROOT, Access(0o755)))
    why = "It ends TLS, keeps no record of reporters, and shows the page above while the site starts again."
    yield Step("site", "The site of nginx", why, Placed("nginx.conf", NGINX, _OPEN, _nginx_fills(answers, facts)))
    enabled = Link("/etc/nginx/sites-enabled/fanal.conf", NGINX)
    reload = ("systemctl", "reload-or-restart", "nginx")
    taken = Site(enabled, Ran((reload,), (NGINX,)))
    yield Step("site-taken-up", "nginx takes it up", why, taken, needs="certificate-there")
    if answers.email:
        yield from _certificate(answers, reload)


def _certificate(answers: Answers, reload: tuple[str, ...]) -> Iterator[Step]:
    live = f"/etc/letsencrypt/live/{answers.host}"
    asked = ("certbot", "certonly", "--non-interactive", "--agree-tos", "--email", answers.email, "--domain")
    how = (answers.host, "--webroot", "--webroot-path", _WEBROOT, "--deploy-hook", "systemctl reload nginx")
    why = "Browsers trust the site. certbot renews it by itself."
    made = Made(f"{live}/fullchain.pem", (*asked, *how))
    yield Step("certificate", "A certificate that browsers know", why, made, needs="site-taken-up")
    used = Link(CERTIFICATE, live, instead=OWN)
    yield Step("certificate-used", "nginx finds that one", why, used, needs="certificate")
    again = Ran((reload,), (CERTIFICATE,))
    yield Step("certificate-taken-up", "nginx takes it up, too", why, again, needs="certificate-used")


def _nginx_fills(answers: Answers, facts: Facts) -> tuple[tuple[str, str], ...]:
    fills = [(_SAMPLE_HOST, answers.host)]
    if facts.onion:
        fills += [("    # listen 127.0.0.1:8001; ", "    listen 127.0.0.1:8001; ")]
        # The whole address is longer than nginx's table of names takes.
        fills += [
            (
                f"beside the name\n    server_name {answers.host};",
                f"beside the name\n    server_name {answers.host} *.onion;",
            )
        ]
    if not facts.has_ipv6:
        fills += [("    listen [::]:80;\n", ""), ("    listen [::]:443 ssl;\n", "")]
    return tuple(fills)


def _caddy(answers: Answers, facts: Facts) -> Iterator[Step]:
    why = "It ends TLS, sees to the certificate, keeps no record of reporters, and shows the page above meanwhile."
    names = answers.host + (f", http://{facts.onion}" if facts.onion else "")
    path = CADDY_BESIDE if facts.has_caddyfile else CADDY
    fills = [(f"{_SAMPLE_HOST} {{", f"{names} {{")]
    if facts.has_old_caddy:
        fills.append(("\t\trequest_buffers 512KiB", "\t\tbuffer_requests\n\t\tmax_buffer_size 512KiB"))
    yield Step("site", "The site of Caddy", why, Placed("Caddyfile", path, _OPEN, tuple(fills), _WELCOME))
    if not facts.has_caddyfile:
        # As its own user: root would open the log of the site, and keep it.
        as_caddy = ("runuser", "-u", "caddy", "--", "env", "HOME=/var/lib/caddy")
        test = (*as_caddy, "caddy", "validate", "--adapter", "caddyfile", "--config", CADDY)
        reload = ("systemctl", "reload-or-restart", "caddy")
        yield Step("site-taken-up", "Caddy takes it up", why, Ran((test, reload), (CADDY,)))


def _no_proxy(_answers: Answers, _facts: Facts) -> Iterator[Step]:
    return iter(())


def _start(facts: Facts) -> Iterator[Step]:
    if facts.has_keys:
        why = "The keys are there: the site may start, and is backed up every night."
        yield Step("start", "The site starts", why, Ran((("systemctl", "enable", "--now", *SERVICES),)))
