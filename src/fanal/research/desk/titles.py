"""What the duties of this room are about, by title: two lines of one kind are told apart."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Model

from fanal.access.api import visible
from fanal.network.contracts import Actor
from fanal.web.api import day


def titles(model: type[Model]) -> day.Tells:
    """Of those of a model that the actor sees."""

    def told(actor: Actor, subjects: Collection[UUID]) -> Mapping[UUID, day.About]:
        rows = visible(actor, model._default_manager.filter(pk__in=subjects))
        return {key: day.About(title) for key, title in rows.values_list("pk", "title")}

    return told
