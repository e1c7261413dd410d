"""The step between the answers and the new file: is it one of these? What was typed goes along, hidden."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.cases.opening.same import Alike, comes_back, takes
from fanal.cases.search.desk.search import cells, told
from fanal.cases.search.search import Hit
from fanal.network.contracts import Actor
from fanal.web import api as web

NEW, AGAIN = "new", "again:"
CHOSEN, SEEN, BACK = "same", "same_seen", "same_back"
"""Which it is; the files that were looked at; the button that leads back to the answers."""


class Same(web.Page):
    """One of the files, or none of them."""

    same = forms.ChoiceField(label=lazy("Is it one of these?"), choices=[], widget=forms.RadioSelect)
    buttons: ClassVar[tuple[web.Button, ...]] = (
        web.Button(lazy("Go on")),
        web.Button(lazy("Change the answers"), BACK, "1"),
    )

    def __init__(self, actor: Actor, alike: Alike, data: Any = None, *, again: bool = False) -> None:
        """`again`: a file that ended can be chosen, too."""
        super().__init__(data)
        choices = [(one, web.two_lines(_line(hit), words)) for hit in alike.hits
                   for one, words in _ways(actor, hit, again=again)]  # fmt: skip
        self.offered = {one.removeprefix(AGAIN) for one, _words in choices}
        web.offer(self, CHOSEN, [*choices, (NEW, lazy("No, open a new file"))])
        self._seen = {str(one.case.pk) for one in alike.hits}

    def clean_same(self) -> str:
        """None of them is an answer about those that were looked at."""
        chosen = str(self.cleaned_data[CHOSEN])
        if chosen == NEW and not self._seen.issubset(self.data.get(SEEN, "").split()):
            raise forms.ValidationError(_("Other files are alike now. Look once more."))
        return chosen

    @property
    def seen(self) -> str:
        """The files that stand on the page."""
        return " ".join(sorted(self._seen))


_ADD = lazy("It is this child: add the concern to that file")
_ASK = lazy("It is this child: ask the supervisor to open this file again, which has ended")


def _ways(actor: Actor, hit: Hit, *, again: bool) -> Iterable[tuple[str, web.Words]]:
    if takes(actor, hit.case):
        yield str(hit.case.pk), _ADD
    elif again and comes_back(actor, hit.case):
        yield f"{AGAIN}{hit.case.pk}", _ASK


def _line(one: Hit) -> str:
    return web.dots(*map(str, filter(None, cells(one))))


def typed(data: QueryDict) -> Iterable[tuple[str, str]]:
    """What was typed before, as it goes along."""
    own = {CHOSEN, SEEN, BACK, "csrfmiddlewaretoken", web.SENT_AGAIN, web.WHOSE}
    return [(name, value) for name, values in data.lists() if name not in own for value in values]


def context(actor: Actor, alike: Alike, form: Same, data: QueryDict) -> dict[str, Any]:
    """What the page shows."""
    ended = [_line(one) for one in alike.hits if str(one.case.pk) not in form.offered]
    carry = [*typed(data), (SEEN, form.seen)]
    return {**told(actor, alike.found), "form": form, "alike": alike, "ended": ended, "carry": carry}
