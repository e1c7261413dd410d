"""The proxy keeps no record of who visited the reporter's pages: its configuration is read and evaluated for them.

The sample paths stand for all; where something cannot be evaluated the answer is "cannot say", never "ok".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from fanal.site.checks import caddy, nginx
from fanal.site.checks.contracts import Line, fail, ok, unknown
from fanal.site.checks.parsing import CannotEvaluate

CODE = "proxy-log"
_TODO = "Compare it with the sample in docs/operating/: access log off, errors without addresses, on reporter paths."


def reporter_paths(languages: Collection[str]) -> list[str]:
    """Paths that stand for all that a reporter's browser asks for, style sheet included."""
    shapes = "/{0}", "/{0}/", "/{0}/xa/", "/{0}/xa/2", "/{0}/xa/you", "/{0}/xa/sent", "/{0}/code", "/{0}/leave"
    return ["/", *(shape.format(language) for language in languages for shape in shapes), "/static/web/public.css"]


def proxy(config: str, hosts: Collection[str], languages: Collection[str]) -> Line:
    """The line about the configuration at a path, empty if none was named."""
    if not config:
        words = "Which proxy stands in front is not known, so its log cannot be seen."
        return unknown(CODE, words, "Set FANAL_PROXY_CONFIG to the proxy's configuration file.")
    try:
        found = list(logged(Path(config), hosts, reporter_paths(languages)))
    except OSError as error:
        return unknown(CODE, f"The proxy's configuration cannot be read: {error.strerror}.", "Let the service read it.")
    except CannotEvaluate as error:
        return unknown(CODE, f"The proxy's configuration cannot be understood: {error}.", _TODO)
    if found:
        more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
        return fail(CODE, f"The proxy keeps a record of reporters: {'; '.join(found[:3])}{more}.", _TODO)
    return ok(CODE, "The proxy keeps no record of reporters.")


def logged(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """What is logged of these paths, in words. Raises OSError, CannotEvaluate."""
    text = config.read_text()
    if text.lstrip().startswith('{"'):
        raise CannotEvaluate("it is JSON")
    kind = nginx if nginx.looks_like(text) else caddy
    yield from kind.logged(config, hosts, paths)
