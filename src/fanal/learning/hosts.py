"""The host name of its own under which people learn (`FANAL_LEARNING_HOST`).

Whoever leaves a public page in a hurry has their browser forget all that it kept of that host. What is learned without
a network is kept in the browser until it is sent; so the two never share a host. With one host name there is nothing
to keep there, and courses need a network.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from fanal.web import api as web

_THEIRS = ("/learn/", "/api/learning/")
type Handler = Callable[[HttpRequest], HttpResponseBase]


def apart() -> bool:
    """Whether people learn under a host name of its own."""
    return bool(settings.LEARNING_HOST) and web.own_name() != settings.LEARNING_HOST


def address(request: HttpRequest, path: str) -> str:
    """The whole address of a page, of those who learn or of any other, under the name where it is."""
    if not apart():
        return request.build_absolute_uri(path)
    _name, port = _split(request)
    return f"{request.scheme}://{_host(path)}{port}{path}"


def printed_address(request: HttpRequest, path: str) -> str:
    """The whole address of a page as paper names it, whatever name of this site whoever prints came to. A trial or a
    demonstration has no such name: there it is the one they came to."""
    return f"https://{_host(path)}{path}" if settings.PRODUCTION else address(request, path)


def _host(path: str) -> str:
    return str(settings.LEARNING_HOST) if apart() and path.startswith(_THEIRS) else web.own_name()


def _split(request: HttpRequest) -> tuple[str, str]:
    name, colon, port = request.get_host().rpartition(":")
    return (name, f":{port}") if colon and port.isdecimal() else (request.get_host(), "")


class Apart:
    """Middleware: under the host name of those who learn are their pages and no others, and theirs nowhere else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_theirs = request.path_info.startswith(_THEIRS)
        if not apart() or (_split(request)[0] == settings.LEARNING_HOST) == is_theirs:
            return self.get_response(request)
        return HttpResponseRedirect(address(request, request.get_full_path()))
