"""`fanal check` reads the proxy's configuration: our samples pass, and every way to log a reporter is found."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from fanal.site import environment as env
from fanal.site.checks import State
from fanal.site.checks.proxy import OPENS, buffering, logged, proxy, reporter_paths, sizes, tokens
from fanal.web import api as web

SAMPLES = env.ROOT / "docs" / "operating"
HOSTS, LANGUAGES = ["fanal.example"], ["en", "fr", "es"]

pytestmark = pytest.mark.once

type Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return _write


def _state(path: Path, hosts: list[str] = HOSTS) -> State:
    return proxy(str(path), hosts, LANGUAGES).state


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_our_samples_pass(name: str) -> None:
    """What docs/operating.md tells people to use."""
    assert _state(SAMPLES / name) is State.OK


LINKS = {
    "nginx.conf": (
        "    location ~ ^/desk/(join|reset|found)/ {   # the address opens something to whoever reads it\n"
        "        proxy_pass http://127.0.0.1:8000;\n    }\n"
    ),
    "Caddyfile": "\tskip_log @links\n",
}


@pytest.mark.parametrize(("name", "line"), LINKS.items())
def test_links_that_open_something_stand_in_no_log(write: Write, name: str, line: str) -> None:
    """The sample keeps none; as it was before it wrote each of them down, with the rest of the desk."""
    (good,) = tokens(str(SAMPLES / name), HOSTS)
    assert good.state is State.OK
    sample = (SAMPLES / name).read_text()
    assert line in sample
    (bad,) = tokens(str(write(name, sample.replace(line, ""))), HOSTS)
    assert bad.state is State.FAIL
    assert "/desk/join/secret/" in bad.words
    assert "/desk/found/" in bad.todo
    assert not list(tokens("", HOSTS))


def test_every_address_that_opens_something_is_known() -> None:
    held = {
        str(pattern.pattern).partition("/")[0]
        for pattern in import_module("fanal.site.desk.urls").urlpatterns
        if "token" in getattr(pattern.pattern, "converters", {})
    }
    assert held == set(OPENS)


NGINX_VARIANTS = {
    "the access log of the site is on": (
        "    access_log off;\n    error_log /dev/null crit;\n\n    client",
        "    client",
    ),
    "the access log goes to a file": ("    access_log off;\n", "    access_log /var/log/nginx/access.log;\n"),
    "a condition decides": ("    access_log off;\n", "    access_log /var/log/nginx/a.log combined if=$loggable;\n"),
    "one location logs": ("    location / {", "    location / {\n        access_log syslog:server=127.0.0.1;"),
    "errors are logged": ("    error_log /dev/null crit;\n\n", "    error_log /var/log/nginx/error.log;\n\n"),
    "errors are logged by default": ("    error_log /dev/null crit;\n\n", "\n"),
    "warnings are logged": ("    error_log /dev/null crit;\n\n", "    error_log /var/log/nginx/error.log warn;\n\n"),
    "a location of some language logs": (
        "    location / {",
        "    location ~ ^/(fr|es)/ {\n        access_log /var/log/fr.log;\n    }\n    location / {",
    ),
    "the style sheet is logged": ("    location / {", "    location /static/ { access_log /l; }\n    location / {"),
    "the code page is logged": ("    location / {", "    location = /en/code { access_log /l; }\n    location / {"),
    "the redirect from port 80 logs": (
        "    access_log off;\n    error_log /dev/null crit;\n    location /.well-known",
        "    location /.well-known",
    ),
    "an included file turns it on": ("    access_log off;\n", "    include logging.conf;\n"),
}


@pytest.mark.parametrize("why", NGINX_VARIANTS)
def test_nginx_that_keeps_a_record_is_rejected(write: Write, why: str) -> None:
    """One change to our sample, and the check fails."""
    before, after = NGINX_VARIANTS[why]
    sample = (SAMPLES / "nginx.conf").read_text()
    assert before in sample
    write("logging.conf", "access_log /var/log/nginx/access.log;\n")
    line = proxy(str(write("nginx.conf", sample.replace(before, after))), HOSTS, LANGUAGES)
    assert line.state is State.FAIL
    assert line.todo


def test_nginx_staff_pages_may_be_logged(write: Write) -> None:
    """The sample logs /desk/, and a further log there changes nothing."""
    sample = (SAMPLES / "nginx.conf").read_text()
    assert "access_log /var/log/nginx/fanal-desk.log;" in sample
    more = sample.replace("    location /desk/ {", "    location ~ ^/desk/x { access_log /l; }\n    location /desk/ {")
    assert _state(write("nginx.conf", more)) is State.OK


def test_nginx_chooses_locations_as_nginx_does(write: Write) -> None:
    """Longest prefix; a pattern beats it, but not one marked ^~; an exact match beats all; nesting counts."""
    text = """
    http { access_log off; error_log /dev/null;
      server { server_name fanal.example;
        location /en/ { access_log /a; location /en/xa/ { access_log off; } }
        location ^~ /fr/ { }
        location ~ ^/fr/ { access_log /b; }
        location ~* ^/ES/ { access_log /c; }
        location = /es/leave { }
      } }
    """
    path = write("nginx.conf", text)
    found = {line.split("fanal.example")[1] for line in logged(path, HOSTS, reporter_paths(LANGUAGES))}
    assert found == {
        "/en/",
        "/en/code",
        "/en/leave",
        "/es/",
        "/es/xa/",
        "/es/xa/2",
        "/es/xa/you",
        "/es/xa/sent",
        "/es/code",
    }


def test_nginx_main_file_with_includes(write: Write) -> None:
    """The whole of nginx's configuration may be given; sites are found by their include, also by a pattern."""
    write("sites/fanal.conf", (SAMPLES / "nginx.conf").read_text())
    main = write("nginx.conf", "events {}\nhttp {\n  access_log /var/log/nginx/all.log;\n  include sites/*.conf;\n}\n")
    assert _state(main) is State.OK


CADDY_VARIANTS = {
    "nothing is skipped": ("\tskip_log @reporters # Caddy 2.8 and newer call it log_skip\n", ""),
    "too little is skipped": ("\t@reporters not path /desk/*\n", "\t@reporters path /en/*\n"),
    "the wrong ones are skipped": ("\t@reporters not path /desk/*\n", "\t@reporters path /desk/*\n"),
    "another condition decides": ("\t@reporters not path /desk/*\n", "\t@reporters header X-Quiet 1\n"),
    "errors are logged": ("\t\texclude http.log.error http.handlers.reverse_proxy\n", ""),
    "debug mode": ("{\n\tlog default", "{\n\tdebug\n\tlog default"),
    "credentials": ("{\n\tlog default", "{\n\tservers {\n\t\tlog_credentials\n\t}\n\tlog default"),
}


@pytest.mark.parametrize("why", CADDY_VARIANTS)
def test_caddy_that_keeps_a_record_is_rejected(write: Write, why: str) -> None:
    """One change to our sample, and the check fails."""
    before, after = CADDY_VARIANTS[why]
    sample = (SAMPLES / "Caddyfile").read_text()
    assert before in sample
    assert _state(write("Caddyfile", sample.replace(before, after))) is State.FAIL


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("nginx.conf", "proxy_request_buffering on;", "proxy_request_buffering off;"),
        ("nginx.conf", "    location / {", "    location / {\n        proxy_request_buffering off;"),
        ("Caddyfile", "\t\trequest_buffers 512KiB\n", ""),
        ("Caddyfile", "\treverse_proxy 127", "\thandle {\n\t\treverse_proxy :1\n\t}\n\treverse_proxy 127"),
    ],
)
def test_a_proxy_that_passes_on_half_a_request_is_named(write: Write, name: str, before: str, after: str) -> None:
    """Our samples wait until a request is whole; one change, and the check warns."""
    sample = (SAMPLES / name).read_text()
    assert before in sample
    (good,) = buffering(str(SAMPLES / name), HOSTS, LANGUAGES)
    (bad,) = buffering(str(write(name, sample.replace(before, after))), HOSTS, LANGUAGES)
    assert (good.state, bad.state) == (State.OK, State.WARN)
    assert list(buffering("", HOSTS, LANGUAGES)) == []


def _size(path: Path) -> State:
    (line,) = sizes(str(path), HOSTS, LANGUAGES, least=web.REPORTER_BYTES)
    return line.state


NGINX_SIZE, CADDY_SIZE = "    client_max_body_size 512k;", "\t\tmax_size 512KiB"
CADDY_POST = "\t@post method POST\n\trequest_body @post {\n\t\tmax_size 9KiB\n\t}\n\treverse_proxy 1"
CADDY_PART = "\thandle {\n\t\trequest_body {\n\t\t\tmax_size 9KiB\n\t\t}\n\t}\n\treverse_proxy 1"


@pytest.mark.parametrize(
    ("name", "before", "after", "state"),
    [
        ("nginx.conf", NGINX_SIZE, NGINX_SIZE, State.OK),
        ("nginx.conf", NGINX_SIZE, "", State.OK),
        ("nginx.conf", NGINX_SIZE, "client_max_body_size 0;", State.OK),
        ("nginx.conf", NGINX_SIZE, "client_max_body_size 1M;", State.OK),
        ("nginx.conf", NGINX_SIZE, "client_max_body_size 64k;", State.WARN),
        ("nginx.conf", NGINX_SIZE, "client_max_body_size $most;", State.WARN),
        ("nginx.conf", "    location / {", "    location / {\n        client_max_body_size 191k;", State.WARN),
        ("nginx.conf", "    location /desk/ {", "    location /desk/ {\n        client_max_body_size 1k;", State.OK),
        ("Caddyfile", CADDY_SIZE, CADDY_SIZE, State.OK),
        ("Caddyfile", CADDY_SIZE, "", State.OK),
        ("Caddyfile", CADDY_SIZE, "\t\tmax_size 1MB", State.OK),
        ("Caddyfile", CADDY_SIZE, "\t\tmax_size 64KB", State.WARN),
        ("Caddyfile", CADDY_SIZE, "\t\tmax_size 192KB", State.WARN),
        ("Caddyfile", CADDY_SIZE, "\t\tmax_size {$MOST}", State.WARN),
        ("Caddyfile", "\trequest_body {", "\trequest_body /en/* {", State.OK),
        ("Caddyfile", CADDY_SIZE, "\t\tmax_size 0", State.OK),
        ("Caddyfile", "\treverse_proxy 1", CADDY_PART, State.WARN),
        ("Caddyfile", "\treverse_proxy 1", CADDY_POST, State.WARN),
        ("Caddyfile", "\treverse_proxy 1", CADDY_POST.replace("method POST", "path /desk/*"), State.OK),
    ],
)  # fmt: skip
def test_a_proxy_that_turns_away_what_is_long_is_named(
    write: Write, name: str, before: str, after: str, state: State
) -> None:
    """Our samples let through all that a reporter's page may send, so that what is too long comes back to its writer;
    192KB of Caddy are fewer bytes than ours."""
    sample = (SAMPLES / name).read_text()
    assert before in sample
    assert _size(write(name, sample.replace(before, after))) is state
    assert list(sizes("", HOSTS, LANGUAGES, least=web.REPORTER_BYTES)) == []


@pytest.mark.parametrize(
    "site",
    [
        "fanal.example {\n\treverse_proxy :8000\n}\n",
        "https://fanal.example:443, other.example {\n\tlog {\n\t\toutput discard\n\t}\n}\n",
        "*.example {\n\tlog\n\tlog_skip\n}\n",
        "fanal.example {\n\tlog\n\t@a {\n\t\tnot path /desk/*\n\t}\n\tlog_skip @a\n}\n",
        "fanal.example {\n\tlog\n\thandle /desk/* {\n\t\trespond ok\n\t}\n\thandle {\n\t\tlog_skip\n\t}\n}\n",
        "(quiet) {\n\tlog_skip\n}\nfanal.example {\n\tlog\n\timport quiet\n}\n",
    ],
)
def test_other_quiet_caddyfiles_pass(write: Write, site: str) -> None:
    """No log at all, a log into nothing, everything skipped, in other ways of writing."""
    head = "{\n\tlog {\n\t\texclude http.log.error\n\t}\n}\n"
    assert _state(write("Caddyfile", head + site)) is State.OK


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nginx.conf", "server { server_name other.example; access_log off; error_log /dev/null; }"),
        ("nginx.conf", "server { server_name fanal.example; access_log off;"),
        ("nginx.conf", "server { server_name fanal.example; include snippets/missing.conf; }"),
        ("nginx.conf", "server { server_name fanal.example; location ~ (?R { } }"),
        ("Caddyfile", "other.example {\n\trespond ok\n}\n"),
        ("Caddyfile", "fanal.example {\n\trespond ok\n"),
        ("caddy.json", '{"apps": {"http": {}}}'),
    ],
)
def test_what_cannot_be_understood_is_not_called_good(write: Write, name: str, text: str) -> None:
    """Another host, a broken file, a missing include, JSON: "cannot say", or a failure."""
    quiet = "{\n\tlog {\n\t\texclude http.log.error\n\t}\n}\n" if name == "Caddyfile" else ""
    assert _state(write(name, quiet + text)) is State.UNKNOWN


def test_no_configuration_or_one_that_cannot_be_read(tmp_path: Path) -> None:
    """ "Cannot say", and what to do."""
    assert proxy("", HOSTS, LANGUAGES).todo == "Set FANAL_PROXY_CONFIG to the proxy's configuration file."
    assert _state(tmp_path / "missing") is State.UNKNOWN


def test_every_host_of_the_site_is_looked_at(write: Write) -> None:
    """A second name of the site with a log of its own is found."""
    sample = (SAMPLES / "nginx.conf").read_text()
    path = write(
        "nginx.conf", sample + "\nserver { server_name www.fanal.example; return 301 https://fanal.example; }\n"
    )
    assert _state(path) is State.OK
    assert _state(path, ["fanal.example", "www.fanal.example"]) is State.FAIL
