"""What pages of deeds share: the instant, what does not exist for somebody, a deed that cannot be done."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase, QueryDict

from fanal import vault
from fanal.access.api import NotHere, NotNow, staff
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.vocabulary.results import NotDone
from fanal.web.forms import Page

type Deed = Callable[..., HttpResponseBase]

_shown: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponseBase]] = {}


def show[E: Exception](what: type[E], page: Callable[[HttpRequest, E], HttpResponseBase]) -> None:
    """A page of its own for what a deed of a room may raise. Called when the room starts."""
    _shown[what] = page


def at(request: HttpRequest) -> datetime:
    """The one instant of a request, UTC."""
    return request.now  # type: ignore[attr-defined,no-any-return]


def page(deed: str) -> Callable[[Deed], Deed]:
    """`staff(deed)`; what a room has a page for is shown."""

    def wrap(view: Deed) -> Deed:
        @wraps(view)
        def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, actor, *args, **kwargs)
            except tuple(_shown) as what:
                return next(page for kind, page in _shown.items() if isinstance(what, kind))(request, what)

        return staff(deed)(guarded)

    return wrap


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when it is nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def telling(form: forms.Form) -> AbstractContextManager[None, bool]:
    """A deed that cannot be done becomes an error of the form, so that nothing that was typed is lost."""
    return _Telling(form)


class _Telling(AbstractContextManager[None, bool]):
    """A class, since what a generator swallows is no type: all that follows would pass for unreachable."""

    def __init__(self, form: forms.Form) -> None:
        self._form = form

    def __exit__(self, _kind: object, why: BaseException | None, _trace: object) -> bool:
        form = self._form
        match why:
            case NotNow():
                if why.version is not None and isinstance(form.data, QueryDict):
                    form.data = form.data.copy()
                    form.data["version"] = str(why.version)
                for reason in (why, *why.others):
                    self._say(reason)
            case NotDone() if not isinstance(why, NotHere):
                self._say(why)
            case vault.WeakPassword():
                form.add_error("password" if "password" in form.fields else None, network.words.weak(why))
            case _:
                return False
        return True

    def _say(self, why: NotDone) -> None:
        self._form.add_error(why.field if why.field in self._form.fields else None, why.words)


class Sure(Page):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
