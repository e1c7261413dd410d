"""Finding what a person at the console names."""

from uuid import UUID

from fanal.network.models import Organisation
from fanal.site.console import Stop


def organisation_of(name: str) -> Organisation:
    """The organisation with this name or identifier. Raises Stop."""
    try:
        found = Organisation.objects.filter(pk=UUID(name))
    except ValueError:
        found = Organisation.objects.filter(name__iexact=name.strip())
    rows = list(found[:2])
    if len(rows) == 1:
        return rows[0]
    names = ", ".join(Organisation.objects.order_by("name").values_list("name", flat=True))
    raise Stop(f"There is no one organisation of that name. There are: {names or 'none'}.")
