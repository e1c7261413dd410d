"""What is shown once: a code or a link. It rests in the sealed session until the person has kept it; the desk draws its
page, `once_<kind>.html`."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from fanal import vault
from fanal.web.middleware import public_language

KEY = "once"
CODE, INVITATION, RESET, FOUNDERS, PRACTICE = "code", "invitation", "reset", "founders", "practice"
CARDS, OFFICE, NUMBER, TOKEN = "cards", "office", "number", "token"


def show(request: HttpRequest, kind: str, secret: object, then: str) -> HttpResponse:
    """Keep a secret for one showing and go to its page. `then` is the address to go on to."""
    request.session[KEY] = {"kind": kind, "secret": secret, "then": then}
    return HttpResponseRedirect(reverse("desk:once"))


def code(request: HttpRequest, kind: str, made: vault.Receipt, then: str) -> HttpResponse:
    """Show a code for somebody who has nothing else, and where they type it."""
    where = address(request, "public:code", public_language()).partition("://")[2]
    return show(request, kind, {"letters": made.letters, "digits": made.digits, "where": where}, then)


def link(request: HttpRequest, kind: str, page: str, token: str, then: str) -> HttpResponse:
    """Show the address of a page for whoever holds a token."""
    return show(request, kind, address(request, page, token), then)


def address(request: HttpRequest, page: str, *parts: str) -> str:
    """The whole address of a page for whoever holds a token."""
    return request.build_absolute_uri(reverse(page, args=parts))
