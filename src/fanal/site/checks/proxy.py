"""The proxy keeps no record of who visited the reporter's pages, and passes on whole requests only, also long ones.

Its configuration is read and evaluated for sample paths that stand for all; where something cannot be evaluated the
answer is "cannot say", never "ok".
"""

from collections.abc import Collection, Iterator
from pathlib import Path
from types import ModuleType

from fanal.site.checks import caddy, nginx
from fanal.site.checks.contracts import Line, fail, ok, some, unknown, warn
from fanal.site.checks.parsing import CannotEvaluate

CODE = "proxy-log"
BUFFER = "proxy-buffer"
SIZE = "proxy-size"
LINKS = "proxy-links"
OPENS = ("join", "reset", "found")
"""Below `/desk/`: links that open something, once, to whoever has them."""
_TODO = "Compare it with the sample in docs/operating/: access log off, errors without addresses, on reporter paths."
_WHOLE = "nginx: no `proxy_request_buffering off`. Caddy: `request_buffers`, as in docs/operating/Caddyfile."
_LONG = "nginx: `client_max_body_size 512k;`. Caddy: `request_body` with `max_size 512KiB`, as in docs/operating/."


def reporter_paths(languages: Collection[str]) -> list[str]:
    """Paths that stand for all that a reporter's browser asks for, style sheet included."""
    shapes = "/{0}", "/{0}/", "/{0}/xa/", "/{0}/xa/2", "/{0}/xa/you", "/{0}/xa/sent", "/{0}/code", "/{0}/leave"
    return ["/", *(shape.format(language) for language in languages for shape in shapes), "/static/web/public.css"]


def token_paths() -> list[str]:
    """Paths that stand for all in which a link that opens something is part of the address."""
    return [f"/desk/{name}/secret/{step}" for name in OPENS for step in ("", "password/")]


def proxy(config: str, hosts: Collection[str], languages: Collection[str]) -> Line:
    """The line about the log of the configuration at a path, empty if none was named."""
    if not config:
        words = "Which proxy stands in front is not known, so its log cannot be seen."
        return unknown(CODE, words, "Set FANAL_PROXY_CONFIG to the proxy's configuration file.")
    try:
        kept = list(logged(Path(config), hosts, reporter_paths(languages)))
    except OSError as error:
        return unknown(CODE, f"The proxy's configuration cannot be read: {error.strerror}.", "Let the service read it.")
    except CannotEvaluate as error:
        return unknown(CODE, f"The proxy's configuration cannot be understood: {error}.", _TODO)
    if kept:
        return fail(CODE, f"The proxy keeps a record of reporters: {some(kept)}.", _TODO)
    return ok(CODE, "The proxy keeps no record of reporters.")


def tokens(config: str, hosts: Collection[str]) -> Iterator[Line]:
    """The line about links that open something; none where the first line says already that nothing can be seen."""
    try:
        found = list(logged(Path(config), hosts, token_paths())) if config else None
    except (OSError, CannotEvaluate):
        return
    if found:
        words = f"The proxy writes down links that open an account to whoever reads them: {some(found)}."
        todo = f"Keep no log below {', '.join(f'/desk/{name}/' for name in OPENS)}: see the sample in docs/operating/."
        yield fail(LINKS, words, todo)
    elif found is not None:
        yield ok(LINKS, "The proxy writes down no link that opens something.")


def buffering(config: str, hosts: Collection[str], languages: Collection[str]) -> Iterator[Line]:
    """The line about whole requests; none where the line above says already that nothing can be seen."""
    try:
        found = list(unbuffered(Path(config), hosts, reporter_paths(languages))) if config else None
    except (OSError, CannotEvaluate):
        return
    if found:
        yield warn(BUFFER, f"The proxy passes on what is sent before it is whole: {some(found)}.", _WHOLE)
    elif found is not None:
        yield ok(BUFFER, "The proxy passes on whole requests only.")


def sizes(config: str, hosts: Collection[str], languages: Collection[str], *, least: int) -> Iterator[Line]:
    """The line about long requests; none where the first line says already that nothing can be seen."""
    try:
        found = list(short(Path(config), hosts, reporter_paths(languages), least)) if config else None
    except (OSError, CannotEvaluate):
        return
    if found:
        words = f"The proxy turns away what is long, before Fanal can give it back to its writer: {some(found)}."
        yield warn(SIZE, words, _LONG)
    elif found is not None:
        yield ok(SIZE, "The proxy lets through all that a reporter's page may send.")


def logged(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """What is logged of these paths, in words. Raises OSError, CannotEvaluate."""
    yield from _reader(config).logged(config, hosts, paths)


def unbuffered(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """Where the proxy does not wait for the whole of what is sent, in words. Raises OSError, CannotEvaluate."""
    yield from _reader(config).unbuffered(config, hosts, paths)


def short(config: Path, hosts: Collection[str], paths: Collection[str], least: int) -> Iterator[str]:
    """Where fewer than `least` bytes are let through, or nobody can say how many. Raises OSError, CannotEvaluate."""
    for where, size in _reader(config).sizes(config, hosts, paths):
        if size.most is None or 0 < size.most < least:
            yield f"{where} ({size.words})"


def _reader(config: Path) -> ModuleType:
    text = config.read_text()
    if text.lstrip().startswith('{"'):
        raise CannotEvaluate("it is JSON")
    return nginx if nginx.looks_like(text) else caddy
