"""What somebody typed when their session ended: it is kept for them, whatever became of the session."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fanal.network import api as network
from fanal.network.models import SessionRow
from tests.desk import client_of, give_app, person_of, sign_in, text, token_in, totp_code
from tests.people import PASSWORD, Cast
from tests.rooms.research import studying
from tests.rooms.research.studying import FORM

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = timedelta(days=1)
INVITE, KEPT = reverse("desk:invite"), reverse("desk:kept")
TYPED = {"name": "Gita of the long name", "roles": "intake_officer"}


def _expire(username: str) -> None:
    SessionRow.objects.filter(person=person_of(username)).update(idle_until=datetime.now(UTC) - DAY)


def _hidden(page: str) -> dict[str, str]:
    """What the browser sends along with the form of a page."""
    mark = page.partition('name="whose" value="')[2].partition('"')[0]
    return {"csrfmiddlewaretoken": token_in(page), "whose": mark}


def _open(client: Client, address: str = INVITE) -> dict[str, str]:
    return _hidden(text(client.get(address)))


def _write_after_the_end(client: Client, username: str, address: str, data: dict[str, str]) -> str:
    hidden = _open(client, address)
    _expire(username)
    response = client.post(address, data | hidden)
    assert response.status_code == 403
    return text(response)


def _sign_in_again(client: Client, username: str, page: str = "") -> Any:
    """Both steps in the browser that the session had ended in, with the form of the page where there is one."""
    cache.clear()
    give_app(username)
    login = reverse("account_login")
    address = login + page.partition(f'action="{login}')[2].partition('"')[0]
    token = {"csrfmiddlewaretoken": token_in(page or text(client.get(address)))}
    client.post(address, token | {"login": username, "password": f"{PASSWORD} {username}"})
    token = {"csrfmiddlewaretoken": token_in(text(client.get(reverse("mfa_authenticate"))))}
    return client.post(reverse("mfa_authenticate"), token | {"code": totp_code()})


def _which(page: str, button: str = "kept_send") -> str:
    return page.partition(f'name="{button}" value="')[2].partition('"')[0]


def _press(client: Client, button: str) -> Any:
    """Press a button of the first thing that waits, with all that its form holds."""
    page = text(client.get(KEPT))
    return client.post(KEPT, TYPED | _hidden(page) | {button: _which(page, button)})


def _sent_on(client: Client, typed: dict[str, str], *, ends: bool = False, **more: Any) -> Any:
    """The first thing that waits arrives at its page, as the browser brings it there after a press; the session may
    end in between."""
    page = text(client.get(KEPT))
    form = typed | _hidden(page) | {"kept_send": _which(page)}
    client.post(KEPT, form)
    if ends:
        _expire("bao")
    return client.post(INVITE, form, follow=not more, **more)


def test_what_was_written_when_the_session_ended_can_be_sent_again(cast: Cast) -> None:
    """They sign in on the very page that says so, see what they had typed, and send it once to where it belonged."""
    client = sign_in("bao", csrf=True)
    page = _write_after_the_end(client, "bao", INVITE, TYPED)
    assert "What you wrote is kept" in page
    assert "Gita of the long name" not in page  # whoever sits there now may be somebody else
    assert "Gita of the long name" not in str(list(SessionRow.objects.values_list("payload", flat=True)))
    assert _sign_in_again(client, "bao", page)["Location"] == KEPT
    assert KEPT in text(client.get(reverse("desk:day")))
    assert "Gita of the long name" in text(client.get(KEPT))
    sent = _press(client, "kept_send")
    assert (sent.status_code, sent["Location"]) == (307, INVITE)
    assert "Pass this link on" in text(_sent_on(client, TYPED))
    assert client.get(KEPT)["Location"] == reverse("desk:day")


def test_what_waits_stands_under_its_page_with_the_labels_of_its_boxes(cast: Cast) -> None:
    """Also what is short, and no number that the page carries for itself."""
    client = sign_in("bao", csrf=True)
    hidden = str(uuid4())
    page = _write_after_the_end(client, "bao", INVITE, {"name": "Gita", "roles": "intake_officer", "key": hidden})
    _sign_in_again(client, "bao", page)
    shown = re.sub(r"<input[^>]+>|<[^>]+>", " ", text(client.get(KEPT)))
    for said in ("Invite someone", "Name", "Gita", "What you ticked and chose there is kept with it"):
        assert said in shown, said
    assert hidden not in shown
    assert "intake_officer" not in shown


@pytest.mark.parametrize("refusal", ["to mend", "another site", "the session ended again"])
def test_what_the_page_did_not_take_is_not_lost(cast: Cast, refusal: str) -> None:
    """It is let go once its page has done it: not for a press on the button."""
    client = sign_in("bao", csrf=True)
    wrong = TYPED | {"roles": ""} if refusal == "to mend" else TYPED
    _sign_in_again(client, "bao", _write_after_the_end(client, "bao", INVITE, wrong))
    more: dict[str, Any] = {}
    if refusal == "another site":
        more["headers"] = {"origin": "https://elsewhere.example"}
    response = _sent_on(client, wrong, ends=refusal == "the session ended again", **more)
    assert response.status_code in {200, 403}
    if refusal == "the session ended again":
        _sign_in_again(client, "bao", text(response))
    page = text(client.get(KEPT))
    assert page.count("Gita of the long name") == 2  # once to be read, once to be sent
    if refusal == "to mend":
        assert "the page did not take it" in page
        mended = _hidden(text(response)) | {"kept_send": _which(text(response))}
        assert "Pass this link on" in text(client.post(INVITE, TYPED | mended, follow=True))
        assert client.get(KEPT)["Location"] == reverse("desk:day")


def test_what_a_page_took_after_asking_for_the_password_is_let_go(cast: Cast) -> None:
    """Every publication asks for the password once more. What was kept is sent to it more than five minutes after the
    sign-in: the page takes it once the password is given, and nothing says that it did not."""
    study = studying.registered(cast)
    studying.reviewer(cast)
    address = reverse("research:study_correct", args=[study.pk])
    typed = {"title": "Unseen, corrected", "counted": FORM.protocol.counted, "source_words": FORM.source_words}
    typed |= {"because": "It was too long.", "version": str(study.version)}
    client = sign_in("dalia", csrf=True)
    _sign_in_again(client, "dalia", _write_after_the_end(client, "dalia", address, typed))
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = []
    session.save()
    page = text(client.get(KEPT))
    form = typed | _hidden(page) | {"kept_send": _which(page)}
    assert client.post(KEPT, form)["Location"] == address
    again = client.post(address, form)["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert "the page did not take it" in text(client.get(KEPT)), "the control: it waits while the password is asked for"
    token = {"csrfmiddlewaretoken": token_in(text(client.get(again)))}
    assert client.post(again, token | {"password": f"{PASSWORD} dalia"}).status_code == 302
    assert "Unseen, corrected" in text(client.get(reverse("research:study", args=[study.pk])))
    assert client.get(KEPT)["Location"] == reverse("desk:day")


def test_it_is_kept_also_when_nothing_is_left_of_the_session(cast: Cast) -> None:
    """The machine was started again, or the ended session was already cleared away."""
    client = sign_in("bao", csrf=True)
    hidden = _open(client)
    SessionRow.objects.all().delete()
    page = text(client.post(INVITE, TYPED | hidden))
    assert "What you wrote is kept" in page
    _sign_in_again(client, "bao", page)
    assert "Gita of the long name" in text(client.get(KEPT))


def test_a_page_from_before_a_new_sign_in_in_another_tab_loses_nothing(cast: Cast) -> None:
    """The session had ended, they signed in in a second tab, and then sent what stood in the first."""
    client = sign_in("bao", csrf=True)
    hidden = _open(client)
    _expire("bao")
    _sign_in_again(client, "bao")
    assert client.post(INVITE, TYPED | hidden)["Location"] == KEPT
    assert _press(client, "kept_send")["Location"] == INVITE


def test_what_two_tabs_held_is_kept_twice(cast: Cast) -> None:
    """The first to be sent does not cost the second."""
    client = sign_in("bao", csrf=True)
    first, second = _open(client), _open(client)
    _expire("bao")
    client.post(INVITE, TYPED | first)
    page = text(client.post(INVITE, TYPED | second | {"name": "Hana of the long name"}))
    _sign_in_again(client, "bao", page)
    kept = text(client.get(KEPT))
    assert "Gita of the long name" in kept
    assert "Hana of the long name" in kept
    _press(client, "kept_drop")
    kept = text(client.get(KEPT))
    assert "Gita of the long name" not in kept
    assert "Hana of the long name" in kept


def test_signing_in_again_in_the_second_tab_leads_to_what_waits(cast: Cast) -> None:
    """Both tabs said that the session had ended. They signed in in the first; the second need not, and says where both
    texts are; after a wrong password it still says that they are kept."""
    client = sign_in("bao", csrf=True)
    first, second = _open(client), _open(client)
    _expire("bao")
    page = text(client.post(INVITE, TYPED | first))
    other = text(client.post(INVITE, TYPED | second | {"name": "Hana of the long name"}))
    address = f"{reverse('account_login')}?next={KEPT}"
    token = {"csrfmiddlewaretoken": token_in(page)}
    wrong = text(client.post(address, token | {"login": "bao", "password": "wrong"}))
    assert "What you wrote is kept" in wrong
    _sign_in_again(client, "bao", page)
    stale = {"csrfmiddlewaretoken": token_in(other), "login": "bao", "password": f"{PASSWORD} bao"}
    response = client.post(address, stale)
    assert (response.status_code, response["Location"]) == (303, KEPT)
    assert text(client.get(KEPT)).count("of the long name") == 4
    assert client.post(address, stale, headers={"origin": "https://elsewhere.example"}).status_code == 403
    _expire("bao")
    again = client.post(address, stale | {"csrfmiddlewaretoken": "x" * 64})
    assert "What you wrote is kept" in text(again)


def test_it_waits_through_a_second_session_that_ends(cast: Cast) -> None:
    """They signed in, the telephone rang, and a quarter of an hour later they sign in once more."""
    client = sign_in("bao", csrf=True)
    page = _write_after_the_end(client, "bao", INVITE, TYPED)
    _sign_in_again(client, "bao", page)
    _expire("bao")
    _sign_in_again(client, "bao")
    assert "Gita of the long name" in text(client.get(KEPT))
    SessionRow.objects.update(idle_until=datetime.now(UTC) - DAY)  # and after a day it is gone
    _sign_in_again(client, "bao")
    assert client.get(KEPT)["Location"] == reverse("desk:day")


def test_somebody_else_never_sees_it(cast: Cast) -> None:
    """Another person signs in on the same browser: they see nothing, can send nothing, and it still waits for whose
    it is."""
    client = sign_in("bao", csrf=True)
    page = _write_after_the_end(client, "bao", INVITE, TYPED)
    _sign_in_again(client, "amara", page)
    assert KEPT not in text(client.get(reverse("desk:day")))
    assert client.get(KEPT)["Location"] == reverse("desk:day")
    client.post(reverse("account_logout"), _open(client, reverse("desk:day")))
    _sign_in_again(client, "bao")
    assert "Gita of the long name" in text(client.get(KEPT))


def test_a_page_of_somebody_who_worked_here_before_is_kept_for_them(cast: Cast) -> None:
    """Amara signed in meanwhile and presses the button of Bao's page: she is told, and sees nothing of it."""
    client = sign_in("bao", csrf=True)
    hidden = _open(client)
    client.post(reverse("account_logout"), hidden)
    _sign_in_again(client, "amara")
    response = client.post(INVITE, TYPED | hidden)
    assert response.status_code == 403
    assert "Somebody else is signed in here now" in text(response)
    assert client.get(KEPT)["Location"] == reverse("desk:day")


def test_it_can_be_thrown_away(cast: Cast) -> None:
    """One button."""
    client = sign_in("bao", csrf=True)
    _sign_in_again(client, "bao", _write_after_the_end(client, "bao", INVITE, TYPED))
    assert _press(client, "kept_drop").status_code == 303
    assert KEPT not in text(client.get(reverse("desk:day")))


def test_shares_and_passwords_are_never_kept(cast: Cast) -> None:
    """The drill forgets at once; of other forms passwords are left out, and nothing else is."""
    client = sign_in("bao", csrf=True)
    page = _write_after_the_end(client, "bao", reverse("desk:drill"), {"share_1": "words", "share_2": "words"})
    assert "What you wrote is kept" not in page
    client = sign_in("bao", csrf=True)
    typed = {"name": "x", "password": "secret thing", "code": "yes", "share": "0.5"}
    _sign_in_again(client, "bao", _write_after_the_end(client, "bao", INVITE, typed))
    kept = text(client.get(KEPT))
    assert "secret thing" not in kept
    for name in ("name", "code", "share"):  # whether a caller gets a code is an answer, not a secret
        assert f'name="{name}"' in kept


def test_a_stranger_leaves_nothing_behind(cast: Cast) -> None:
    """Without a mark of ours, or with an invented one, no row is made for them to fill the table with; nor for a form
    that another site sends."""
    client = sign_in("bao", csrf=True)
    mark = _open(client)["whose"]
    for whose, origin in (("", ""), ("invented", ""), (uuid4().hex, ""), (mark, "https://elsewhere.example")):
        stranger = Client(enforce_csrf_checks=True)
        more: dict[str, Any] = {"headers": {"origin": origin}} if origin else {}
        before = SessionRow.objects.count()
        response = stranger.post(INVITE, {"name": "x" * 1000, "whose": whose}, **more)
        assert response.status_code == 403
        assert "What you wrote is kept" not in text(response)
        assert SessionRow.objects.count() == before


def test_only_so_many_forms_wait(cast: Cast) -> None:
    """Whoever sends without end keeps the last eight."""
    client = sign_in("bao", csrf=True)
    hidden = _open(client)
    _expire("bao")
    for number in range(10):
        client.post(INVITE, TYPED | hidden | {"name": f"Person {number} of the long name"})
    _sign_in_again(client, "bao")
    kept = text(client.get(KEPT))
    assert [number for number in range(10) if f"Person {number} of" in kept] == list(range(2, 10))


# ---- before the end ----


def _left(username: str) -> timedelta:
    return SessionRow.objects.get(person=person_of(username)).idle_until - datetime.now(UTC)


def test_typing_keeps_the_session_and_asking_does_not(cast: Cast) -> None:
    """A page that only asks how long it has leaves the time as it is; one in which somebody types begins it anew."""
    client = client_of(cast, "amara")
    SessionRow.objects.filter(person=person_of("amara")).update(idle_until=datetime.now(UTC) + timedelta(minutes=2))
    asked = client.get(reverse("desk:left")).json()
    assert 100 < asked["idle"] <= 120
    assert _left("amara") <= timedelta(minutes=2)
    stayed = client.get(reverse("desk:left") + "?stay").json()
    assert 880 < stayed["idle"] <= 900
    assert _left("amara") > timedelta(minutes=14)
    assert stayed["most"] > 11 * 3600


def test_nobody_stays_longer_than_twelve_hours(cast: Cast) -> None:
    """Typing does not move the end of the day."""
    client = client_of(cast, "amara")
    session = client.session
    session["_born"] = (datetime.now(UTC) - timedelta(hours=11, minutes=58)).timestamp()
    session.save()
    stayed = client.get(reverse("desk:left") + "?stay").json()
    assert stayed["idle"] == stayed["most"] <= 120
    assert 'data-left="1' in text(client.get(reverse("desk:day")))  # 119 seconds and less


def test_after_the_end_there_is_no_time_left_and_nothing_comes_back(cast: Cast) -> None:
    """Also with `stay`: an ended session is never opened again."""
    client = client_of(cast, "amara")
    _expire("amara")
    assert client.get(reverse("desk:left") + "?stay").json() == {"idle": 0, "most": 0}
    assert client.get(reverse("desk:day")).status_code == 302
    assert network.sessions.read_mark("") is None
