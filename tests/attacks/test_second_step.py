"""Who writes to the database, and has somebody's password, takes the second step away or puts theirs in its place: it
opens nothing, and the person is told how to get a new one."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network.models import Person, SessionRow
from fanal.network.standing import Standing, of
from fanal.site.commands.journal import defects
from tests.attacks.writer import kept, put_back
from tests.desk import client_of, give_app, give_spare_codes, person_of, sign_in, text, totp_code
from tests.people import NOW, PASSWORD, Cast

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]
LOGIN, SECOND = reverse("account_login"), reverse("mfa_authenticate")
THEIRS = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"
LINK = "Ask a colleague for a link to a new password"


@pytest.fixture(autouse=True)
def _nobody_tried_before(cast: Cast) -> None:
    cache.clear()
    give_app("celia")
    assert give_spare_codes("celia")


def _rows() -> Any:
    return Authenticator.objects.filter(user__username="celia")


def _standing() -> Standing:
    person = Person.objects.select_related("org").get(username="celia")
    return of([person])[person.pk]


def _password(client: Client) -> Any:
    return client.post(LOGIN, {"login": "celia", "password": f"{PASSWORD} celia"})


def _works(client: Client) -> bool:
    return client.get(reverse("desk:day")).status_code == 200


def test_who_takes_the_second_step_out_sets_no_other_up(cast: Cast) -> None:
    """The password leads to a page that says what happened, and the steps stay shut. The control: it worked before."""
    assert _works(sign_in("celia"))
    _rows().delete()
    thief = Client()
    _password(thief)
    assert not _works(thief)
    assert LINK in text(thief.get(reverse("desk:account")))
    asked = thief.get(reverse("mfa_activate_totp"))
    answer = thief.post(reverse("mfa_activate_totp"), {"code": totp_code(asked.context["form"].secret)})
    assert answer.status_code == 403
    assert LINK in text(answer)
    assert not _rows().exists()
    assert not _works(thief)
    assert "key or second step are not as they were left" in " ".join(defects(lambda _done, _of: None))


def _replaced() -> None:
    _rows().filter(type="totp").update(data={"secret": encrypt(THEIRS)})


def _added() -> None:
    _rows().filter(type="totp").delete()
    Authenticator.objects.create(user_id=person_of("celia"), type="totp", data={"secret": encrypt(THEIRS)})


@pytest.mark.parametrize("change", [_replaced, _added])
def test_a_second_step_of_somebody_else_is_not_tried(cast: Cast, change: Callable[[], None]) -> None:
    """Sealed as the site seals it, even: whoever has read the code of an own app can copy its row. Put back, the
    honest one works again, and the thief's session does not."""
    copy = kept(_rows())
    change()
    thief = Client()
    _password(thief)
    assert LINK in text(thief.post(SECOND, {"code": totp_code(THEIRS)}))
    assert not _works(thief)
    _rows().delete()
    put_back(copy)
    assert _standing().is_whole
    assert not _works(thief)
    assert _works(sign_in("celia"))


def test_a_password_alone_neither_shows_nor_changes_the_second_step(cast: Cast) -> None:
    """The rows are away while the thief signs in, and back after: without the step they see no spare codes, add
    nothing and remove nothing."""
    copy = kept(_rows())
    _rows().delete()
    for name in ("mfa_view_recovery_codes", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_index"):
        _rows().delete()
        thief = Client()
        cache.clear()
        _password(thief)
        put_back(copy)
        for ask in (thief.get, thief.post):
            assert ask(reverse(name))["Location"].startswith(LOGIN), name
    assert _standing().is_whole


def test_a_spare_code_that_was_used_does_not_work_again(cast: Cast) -> None:
    """The row is put back as it was before it was used. The control: another code works before."""
    first, second = give_spare_codes("celia")[:2]
    copy = kept(_rows())
    client = Client()
    _password(client)
    assert client.post(SECOND, {"code": first}).status_code == 302
    assert _works(client)
    assert _standing().is_whole, "a code that was used up is vouched for"
    put_back(copy)
    thief = Client()
    _password(thief)
    assert LINK in text(thief.post(SECOND, {"code": first}))
    assert LINK in text(thief.post(SECOND, {"code": second}))
    assert not _works(thief)


def test_what_the_person_changes_themselves_is_a_deed(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    """New spare codes, the app removed, an app set up again: each is vouched for and in the journal, and nothing that
    was only tried is."""

    def said() -> int:
        return [line.deed for line in journal.read(cast.aurora)].count("network.change_second_step")

    client = sign_in("celia")
    client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert (said(), _standing().is_whole) == (0, True)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert (said(), _standing().is_whole) == (1, True)
    client.post(reverse("mfa_deactivate_totp"))
    assert (said(), _standing().is_whole, _rows().exists()) == (2, True, False)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
    assert (said(), _standing().is_whole) == (3, True)


@pytest.mark.parametrize("with_code", [True, False])
def test_a_link_to_a_new_password_is_the_way_back(cast: Cast, with_code: bool) -> None:
    """A colleague makes it; what somebody wrote goes, and everything but the second step is as it was."""
    _rows().filter(type="totp").update(data={"secret": encrypt(THEIRS)})
    celia = network.queries.colleague(cast.aurora, person_of("celia"))
    assert celia is not None
    assert (celia.changed, celia.lost_step) == (True, True)
    page = client_of(cast, "edo").get(reverse("desk:person", args=[celia.id]))
    assert "make them a link to a new password" in text(page)
    token = network.people.make_reset_link(cast["edo"], celia.id, NOW)
    code = cast.founded["Aurora"].codes["celia"] if with_code else ""
    network.people.reset_password(token, f"{PASSWORD} celia anew", NOW, code=code)
    assert not _rows().exists()
    if not with_code:
        network.people.admit(cast["amara"], celia.id, NOW)
    assert _standing().is_whole
    assert not SessionRow.objects.filter(person=celia.id).exists()
