"""A company founds itself from a public page: one person, at once, without a link of the secretariat
(docs/founding.md, "A company founds itself").

What comes to be is a light organisation: it holds no keys, nothing is sealed to it, and it may do what a rule names its
kind for. So nobody vouches for it; who it is, the programme that it applies to finds out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.network import accounts, organisations
from fanal.network.contracts import NetworkError, NewOrg, OrgKind, Role
from fanal.network.memberships import is_free
from fanal.network.models import Organisation, Person
from fanal.network.organisations import First
from fanal.vocabulary.ids import new_id

A_DAY: Final = 200
"""So many companies found themselves on one day at most (own): more than one network can make in it."""


def check_free(name: str) -> None:
    """Raises NetworkError where a company cannot be founded by this name now."""
    if Organisation.objects.filter(name__iexact=name.strip()).exists():
        raise NetworkError(
            _("An organisation is called %(name)s already. If it is yours, sign in, or ask the secretariat.")
            % {"name": name.strip()},
            "name",
        )


def need_room(now: datetime) -> None:
    """Raises NetworkError where as many companies began today as a day takes."""
    if Organisation.objects.filter(kind=OrgKind.COMPANY, founded_on=now.date()).count() >= A_DAY:
        raise NetworkError(_("Many companies applied today. Nothing was kept. Come back tomorrow."))


@transaction.atomic
def found(
    name: str, country: str, person_name: str, username: str, password: str, now: datetime, *,
    languages: Sequence[str] = ("en",), language: str = "en",
) -> tuple[UUID, UUID, str]:  # fmt: skip
    """Found it. Returns (organisation, its focal point, the recovery code shown once). Raises NetworkError,
    `vault.WeakPassword`."""
    need_room(now)
    check_free(name)
    username = username.strip().lower()
    if not username or not is_free(username):
        raise NetworkError(_("This sign-in name is taken. Choose another."))
    person = Person(id=new_id(), username=username, name=person_name.strip(), email="", language=language)
    account, code = accounts.prepared(person, vault.Seed.new(), password)
    new = NewOrg(name.strip(), OrgKind.COMPANY, country, (country,), tuple(languages))
    first = First(person, account, (Role.COMPANY_FOCAL_POINT,))
    org, _none = organisations.establish(new, [first], now, (0, 0))
    return org.id, person.id, code
