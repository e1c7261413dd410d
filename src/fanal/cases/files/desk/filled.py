"""Forms of fields of the model on the pages of a file, and what was filled in, for its deeds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from fanal.access.api import NotNow
from fanal.cases.files.files import Read
from fanal.cases.model.declared import Field, model
from fanal.cases.model.forms import Declared
from fanal.cases.model.inputs import Choices
from fanal.cases.models import Case
from fanal.network.contracts import Actor
from fanal.web import api as web


def fields(entity: str, *names: str) -> list[Field]:
    """Some fields of an entity."""
    return [model().entities[entity].fields[name] for name in names]


def filled_in(entity: str, but: Sequence[str] = ()) -> list[Field]:
    """What people fill in of an entity, in the order of the file; what asks for a reason to be there is left out."""
    fields = model().entities[entity].fields.values()
    return [
        one
        for one in fields
        if one.box in {"personal", "identity", "content"} and not one.opt_in and one.name not in but
    ]


class Filled(Declared):
    """A form of declared fields of one row. `version`: that of the row that the person looked at."""

    version = web.Version()

    def asked(self) -> dict[str, Any]:
        """What was filled in, by path."""
        return self.values()


def form(
    button: web.Words, asked: Sequence[Field], data: Any, *, held: Mapping[str, Any] | None = None, version: int = 0,
    required: Sequence[str] = (), given: Mapping[str, Choices] | None = None, sometimes: Sequence[str] = (),
) -> Filled:  # fmt: skip
    """A form with one button. `held`: what the fields hold until now; `given`: what can be chosen in fields of rows;
    `sometimes`: paths of fields that other answers make needed, so that none of them is called optional."""
    made = Filled(asked, data, values=held, required=required, given=given, initial={"version": version})
    for name in (name for path in sometimes for name in made.fields if name.startswith(path.replace(".", "_"))):
        made.fields[name].needed = True  # type: ignore[attr-defined]  # when, the deed says
    made.buttons = (web.Button(button),)  # type: ignore[misc]
    return made


def asks(entity: str, button: web.Words, *names: str, required: Sequence[str] = ()) -> Callable[..., Filled]:
    """How the form of an act is made that asks some fields of an entity."""

    def made(request: HttpRequest, _actor: Actor, _thing: object) -> Filled:
        needed = [f"{entity}.{name}" for name in required]
        return form(button, fields(entity, *names), web.deeds.posted(request), required=needed)

    return made


def said(entity: str, deed: Callable[[Actor, UUID, dict[str, Any], datetime], object]) -> Any:
    """The call of an act that takes what was filled in of an entity."""
    return named(lambda actor, row, data, now: deed(actor, row.pk, of(entity, data), now))


def kept(entity: str, deed: Callable[..., object]) -> Any:
    """As `said`, of a row of a file or of the file itself, in the version that somebody looked at."""

    def call(actor: Actor, row: Any, data: dict[str, Any], now: datetime) -> object:
        at = (row.pk,) if isinstance(row, Case) else (row.case_id, row.pk)
        return deed(actor, *at, of(entity, data), data["version"], now)

    return named(call)


def by_path(entity: str, read: Read | None) -> dict[str, Any]:
    """What a row holds, by path."""
    return {f"{entity}.{name}": value for name, value in read.said.items()} if read else {}


def of(entity: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in of an entity, by field."""
    return {path.partition(".")[2]: value for path, value in data["asked"].items() if path.startswith(f"{entity}.")}


def named(call: Any) -> Any:
    """A deed whose errors name fields of the model stands them at the inputs of the form."""

    def told(actor: Actor, thing: Any, data: dict[str, Any], now: datetime) -> object:
        try:
            return call(actor, thing, data, now)
        except NotNow as why:
            for one in (why, *why.others):
                named = [path for path in data["asked"] if path.partition(".")[2] == one.field]
                one.field = named[0].replace(".", "_") if named else one.field
            raise

    return told
