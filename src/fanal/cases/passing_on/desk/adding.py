"""What stays and may go too: a line beside each for the reason, in the form of whoever passes on."""

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from fanal.cases.files.desk.filled import Filled
from fanal.cases.passing_on import pack
from fanal.cases.passing_on.desk import leaves
from fanal.passing.api import Addition, PreviewChanged, Stay
from fanal.web import api as web

ADD: Final = "add:"
"""Begins the name of each such line."""


def ask(form: Filled, stays: Iterable[Stay]) -> None:
    """Ask what of it goes too, below all else; and the key by which the same form makes one."""
    paths = [one.field for one in stays if one.words == pack.NOT_NEEDED]
    rows = leaves.numbers(paths)
    for legend, hint, some in _apart(paths):
        lines = {
            f"{ADD}{path}": forms.CharField(label=_why(leaves.label(path, rows)), required=False, max_length=200)
            for path in some
        }
        form.ask(lines)
        form.groups = (*form.groups, web.Group(tuple(lines), legend, hint))  # type: ignore[misc]
    form.ask({"request_key": forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)})


def _why(field: str) -> str:
    return _("Why this must go: %(field)s") % {"field": field}


def _apart(paths: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    """What is of the child, and what is of people suspected, each with what to think of."""
    of_person = [one for one in paths if pack.is_person(one)]
    of_child = [one for one in paths if not pack.is_person(one)]
    if of_child:
        hint = _("Write the reason beside it. What has no reason stays here.")
        yield _("Add something, with a reason"), hint, of_child
    if of_person:
        hint = _("Each is chosen by itself, with a reason. How far the law is with this person goes along.")
        yield _("The person suspected"), hint, of_person


def filled(form: Filled) -> dict[str, Any]:
    """What was filled in, once the form is valid: `asked` by path, and `added`. Raises `PreviewChanged` for a reason
    beside what is not there to be added (any more)."""
    if any(name.startswith(ADD) and name not in form.fields and said.strip() for name, said in form.data.items()):
        raise PreviewChanged
    lines = ((name.removeprefix(ADD), said) for name, said in form.cleaned_data.items() if name.startswith(ADD))
    added = tuple(Addition(path, said) for path, said in lines if said)
    return form.cleaned_data | {"asked": form.asked(), "added": added}
