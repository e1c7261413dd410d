"""The second step of a sign-in: app, passkeys and spare codes, vouched for apart from the rest of a person.

The rows are those of the sign-in library. Whoever takes one out, writes one, or puts a used spare code back, gains
nothing: it is not tried, no other is set up in its place, and the person is told how to get a new one. What the library
changes itself, it changes inside `tried` or `changing`, and nothing else vouches for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from fanal.journal import api as journal
from fanal.journal.contracts import Signatory
from fanal.network import standing, vouched
from fanal.network.contracts import NetworkError
from fanal.network.keyfile import installation
from fanal.network.models import Person
from fanal.network.standing import Standing

CHANGE, USE = "network.change_second_step", "network.use_spare_code"


@contextmanager
def tried(person_id: UUID, now: datetime) -> Iterator[None]:
    """A code or passkey is looked at. A spare code that fits is used up, and nothing else changes. Raises NetworkError
    where the rows are not those for which this installation vouches."""
    with _held(person_id) as one:
        yield
        left = _second(one.person)
        if left != one.second:
            if _but_codes(left) != _but_codes(one.second):
                raise refused(one)
            vouched.seal(one.person)
            journal.write(one.person.org_id, installation(one.person.org_id), USE, at=now)


@contextmanager
def changing(person_id: UUID, by: Signatory, now: datetime) -> Iterator[None]:
    """The person sets up, removes or renews something of their second step: a deed, if anything changes. Raises
    NetworkError as `tried`, before anything is done."""
    with _held(person_id) as one:
        yield
        if _second(one.person) != one.second:
            vouched.seal(one.person)
            journal.write(one.person.org_id, by, CHANGE, at=now)


@contextmanager
def _held(person_id: UUID) -> Iterator[Standing]:
    """Somebody as they stand, and nobody writes a row of their second step meanwhile."""
    with transaction.atomic():
        person = Person.objects.select_for_update(of=("self",)).select_related("org").get(pk=person_id)
        list(Authenticator.objects.select_for_update().filter(user=person))
        one = standing.of([person])[person.id]
        if not one.is_whole:
            raise refused(one)
        yield one


def was_used(person_id: UUID, code: str) -> bool:
    """Whether it is a spare code of theirs that has worked before."""
    codes = Authenticator.objects.filter(user=person_id, type=Authenticator.Type.RECOVERY_CODES).first()
    if codes is None:
        return False
    typed = "".join(filter(str.isalnum, code))
    return typed in set(codes.wrap().generate_codes()) - set(codes.wrap().get_unused_codes())


def refused(one: Standing) -> NetworkError:
    """Why somebody cannot use their second step, and what to do."""
    return NetworkError(lost()) if one.has_lost_step else standing.changed(one.person)


def lost() -> str:
    """What somebody reads whose second step was changed past this program."""
    return _(
        "Somebody changed your second step past Fanal, so it opens nothing. Ask a colleague for a link to a new "
        "password. With it you set up the second step anew."
    )


def _second(person: Person) -> list[str]:
    return standing.of([person])[person.id].second


def _but_codes(second: list[str]) -> list[str]:
    return [one for one in second if Authenticator.Type.RECOVERY_CODES not in one]
