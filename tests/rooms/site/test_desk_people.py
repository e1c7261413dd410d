"""People join, wait, are let in, change roles, lose passwords and devices, leave: through the pages."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.access.api import may
from fanal.clocks import api as clocks
from fanal.clocks.models import Notice
from fanal.journal.models import Entry
from fanal.network import accounts
from fanal.network import api as network
from fanal.network.contracts import KEYED, OrgKind, PersonState, RingKind, Role
from fanal.network.models import Invitation, Person, RoleHeld, SessionRow
from tests.desk import client_of, give_app, person_of, sign_in, text
from tests.people import NOW, PASSWORD, Cast
from tests.rooms.clocks.gateway import running

pytestmark = pytest.mark.django_db(databases="__all__")
GOOD = "twelve quiet boats at night"


def _deeds(cast: Cast) -> list[str]:
    return list(Entry.objects.filter(org=cast.aurora).order_by("seq").values_list("deed", flat=True))


def _invite(cast: Cast, *roles: str) -> str:
    """The path of a fresh invitation, as the manager reads it off the page."""
    client = client_of(cast, "bao")
    response = client.post(reverse("desk:invite"), {"name": "Gita", "roles": list(roles)}, follow=True)
    found = re.search(r"http://testserver(/desk/join/[^<\s]+)", text(response))
    assert found
    return found[1]


def _join(path: str, client: Client, username: str = "gita") -> str:
    """Goes through the pages of an invitation; returns the recovery code."""
    assert "Welcome, Gita" in text(client.get(path))
    client.post(f"{path}name/", {"username": username})
    client.post(f"{path}notices/", {"email": ""})
    page = text(client.post(f"{path}password/", {"password": GOOD, "again": GOOD}, follow=True))
    found = re.search(r"data-keep>([^<]+)<", page)
    assert found, page
    return found[1]


def test_from_invitation_to_work(cast: Cast) -> None:
    """The link is shown once; the newcomer answers one question a page, keeps the code, waits, and is let in."""
    path = _invite(cast, "intake_officer")
    client = Client()
    code = _join(path, client)
    assert "Write it down first" in text(client.post(reverse("desk:once"), {}))
    assert code in text(client.get(reverse("desk:once")))  # a reload shows it again
    assert client.post(reverse("desk:once"), {"kept": "on"})["Location"] == reverse("account_login")
    assert client.get(reverse("desk:once")).status_code == 410

    person = person_of("gita")
    give_app("gita")
    newcomer = sign_in("gita", GOOD)
    assert newcomer.get(reverse("desk:day"))["Location"] == reverse("desk:account")
    waiting = text(newcomer.get(reverse("desk:account")))
    assert "A colleague must let you in" in waiting
    assert "Amara, Bao" in waiting
    assert "Femi" not in waiting  # she holds the key of the team: her turn comes after a key keeper's

    amara = client_of(cast, "amara")
    assert "Let Gita in" in text(amara.get(reverse("desk:day")))
    admit = reverse("desk:admit", args=[person])
    assert "First make sure who it is" in text(amara.post(admit, {}))
    assert Person.objects.get(pk=person).state == PersonState.WAITING
    assert "Gita can work now" in text(amara.post(admit, {"sure": "on"}, follow=True))
    assert "My day" in text(newcomer.get(reverse("desk:day")))
    assert {"network.invite", "network.join", "network.admit"} <= set(_deeds(cast))


def test_a_colleague_who_can_do_only_half_is_told_so(cast: Cast) -> None:
    """Bao signs but holds no key of the lawyers: the page says who is needed, they hear of it, and can do it then.
    Before, they could not."""
    _join(_invite(cast, "lawyer"), Client())
    admit, lena = reverse("desk:admit", args=[person_of("gita")]), client_of(cast, "lena")
    assert "Let Gita in" not in text(lena.get(reverse("desk:day")))
    before = text(lena.get(admit))  # it is said before, with who can
    assert "A key keeper lets this person in first. Then you can." in before
    assert "Amara" in before.partition("Then you can.")[2][:40]
    assert "Let this person in" not in before
    assert "A key keeper lets this person in first" in text(lena.post(admit, {"sure": "on"}))
    Notice.objects.all().delete()
    response = client_of(cast, "bao").post(admit, {"sure": "on"}, follow=True)
    assert "Gita still waits for the key of: Lawyers. Who can give it: Lena" in text(response)
    assert set(Notice.objects.values_list("person__username", flat=True)) == {"lena", "omar"}
    assert "Let Gita in" in text(lena.get(reverse("desk:day")))
    assert "Gita can work now" in text(lena.post(admit, {"sure": "on"}, follow=True))


def test_whoever_can_help_hears_that_someone_waits(cast: Cast) -> None:
    """A notice, without content, to the key keepers, who come first; nobody hears of a reset that needs no help."""
    _join(_invite(cast, "intake_officer"), Client())
    told = set(Notice.objects.values_list("person__username", flat=True))
    assert told == {"amara", "bao"}
    Notice.objects.all().delete()
    path, client = _reset_path(cast, "femi"), Client()
    client.post(path, {"have": "yes"})
    client.post(f"{path}code/", {"code": cast.founded["Aurora"].codes["femi"]})
    client.post(f"{path}password/", {"password": GOOD, "again": GOOD})
    assert not Notice.objects.exists()


def test_whoever_lacks_nothing_but_the_last_word_is_not_stuck(cast: Cast) -> None:
    """The role that needed the missing key was taken back while they waited: a colleague can still let them in."""
    _join(_invite(cast, "lawyer", "auditor"), Client())
    person = person_of("gita")
    assert [team.kind for team in network.people.admit(cast["bao"], person, NOW)] == [RingKind.LEGAL]
    network.people.take_role(cast["amara"], person, Role.LAWYER, NOW)
    assert [one.name for one in network.queries.waiting_for(cast["femi"])] == ["Gita"]
    client_of(cast, "femi").post(reverse("desk:admit", args=[person]), {"sure": "on"})
    assert Person.objects.get(pk=person).state == PersonState.ACTIVE


def test_an_invitation_can_be_taken_back(cast: Cast) -> None:
    """Its link opens nothing afterwards, in words."""
    path = _invite(cast, "intake_officer")
    invitation = Invitation.objects.get()
    response = client_of(cast, "bao").post(reverse("desk:withdraw", args=[invitation.pk]), follow=True)
    assert "taken back" in text(response)
    gone = Client().get(path)
    assert gone.status_code == 410
    assert "This link does not work" in text(gone)
    assert "network.withdraw_invitation" in _deeds(cast)


@pytest.mark.parametrize("page", ["", "name/", "notices/", "password/"])
def test_an_invitation_opens_once(cast: Cast, page: str) -> None:
    """No page of a used link works again, nor of an invented one."""
    path = _invite(cast, "intake_officer")
    _join(path, Client())
    assert Client().get(f"{path}{page}").status_code == 410
    assert Client().get(f"/desk/join/invented/{page}").status_code == 410


def test_joining_in_another_order_leads_back(cast: Cast) -> None:
    """The password page without a name leads to the page of the name; two links do not mix."""
    path, client = _invite(cast, "intake_officer"), Client()
    assert client.get(f"{path}password/")["Location"] == f"{path}name/"
    client.post(f"{path}name/", {"username": "gita"})
    other = _invite(cast, "intake_officer")
    assert client.get(f"{other}password/")["Location"] == f"{other}name/"


@pytest.mark.parametrize(
    ("page", "data", "words"),
    [
        ("name/", {"username": ""}, "Type a sign-in name"),
        ("name/", {"username": "with space"}, "without spaces"),
        ("name/", {"username": "AMARA"}, "is taken"),
        ("notices/", {"email": "no address"}, "not an e-mail address"),
        ("password/", {"password": GOOD, "again": "other"}, "not the same"),
        ("password/", {"password": "password1234", "again": "password1234"}, "what guessers try first"),
        ("password/", {"password": "gita gita gita", "again": "gita gita gita"}, "your name or address"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_made(
    cast: Cast, page: str, data: dict[str, str], words: str
) -> None:
    """Each error stands on its page; the invitation stays good."""
    path, client = _invite(cast, "intake_officer"), Client()
    client.post(f"{path}name/", {"username": "gita"})
    response = client.post(path + page, data)
    assert response.status_code == 200
    assert words in text(response)
    assert 'role="alert"' in text(response)
    assert not Person.objects.filter(username="gita").exists()


def _reset_path(cast: Cast, username: str) -> str:
    client = client_of(cast, "bao")
    address = reverse("desk:reset-link", args=[person_of(username)])
    assert "First make sure who it is" in text(client.post(address, {}))
    found = re.search(
        r"http://testserver(/desk/reset/[^<\s]+)", text(client.post(address, {"sure": "on"}, follow=True))
    )
    assert found
    return found[1]


def test_a_forgotten_password_with_the_code(cast: Cast) -> None:
    """Everything opens as before, other sessions end, the code is new."""
    path, client = _reset_path(cast, "femi"), Client()
    before = client_of(cast, "femi")
    assert client.post(path, {"have": "yes"})["Location"] == f"{path}code/"
    assert "does not fit" in text(client.post(f"{path}code/", {"code": "0000-0000"}))
    code = cast.founded["Aurora"].codes["femi"]
    assert client.post(f"{path}code/", {"code": code.lower()})["Location"] == f"{path}password/"
    done = client.post(f"{path}password/", {"password": GOOD, "again": GOOD}, follow=True)
    assert "Write down your recovery code" in text(done)
    assert code not in text(done)
    assert "network.reset_with_code" in _deeds(cast)
    assert sign_in("femi", GOOD).get(reverse("desk:day")).status_code == 200
    assert before.get(reverse("desk:day")).status_code == 302  # Django's check of the password in the session


def test_a_forgotten_password_without_the_code(cast: Cast) -> None:
    """The person waits for a colleague and sets up the second step anew."""
    path, client = _reset_path(cast, "femi"), Client()
    client.post(path, {"have": "no"})
    assert "a colleague must let you in again" in text(client.get(f"{path}password/"))
    client.post(f"{path}password/", {"password": GOOD, "again": GOOD})
    assert Person.objects.get(username="femi").state == PersonState.WAITING
    assert "network.reset_without_code" in _deeds(cast)
    assert Client().get(path).status_code == 410


def test_the_password_page_of_a_reset_cannot_be_reached_first(cast: Cast) -> None:
    """Else somebody could lose their keys by one click."""
    path = _reset_path(cast, "femi")
    assert Client().get(f"{path}password/")["Location"] == path
    client = Client()
    client.post(path, {"have": "yes"})
    assert client.get(f"{path}password/")["Location"] == path


def test_roles_come_and_go(cast: Cast) -> None:
    """A manager who holds the ring gives it along; taking it away asks for a tick and renews the key."""
    bao, edo = client_of(cast, "bao"), person_of("edo")
    give = reverse("desk:give-role", args=[edo])
    assert "Tick at least one." in text(bao.post(give, {}))
    bao.post(give, {"roles": ["intake_officer", "manager"]})
    assert RoleHeld.objects.filter(person_id=edo, role="manager", until=None).exists()
    assert network.queries.colleague(cast.aurora, edo).missing == ()  # type: ignore[union-attr]
    take = reverse("desk:take-role", args=[edo, "intake_officer"])
    assert "cannot be un-read" in text(bao.get(take))
    assert "Read this first" in text(bao.post(take, {}))
    before = {key.kind: key.version for key in network.queries.team_keys(cast.aurora)}
    bao.post(take, {"sure": "on"})
    after = {key.kind: key.version for key in network.queries.team_keys(cast.aurora)}
    assert {kind for kind in after if after[kind] > before[kind]} == {"intake"}
    assert not RoleHeld.objects.filter(person_id=edo, role="intake_officer", until=None).exists()


def test_an_administrator_without_keys_is_told_who_can(cast: Cast) -> None:
    """Edo may take a role by policy; the keys refuse, in words, and nothing changed."""
    response = client_of(cast, "edo").post(
        reverse("desk:take-role", args=[person_of("femi"), "intake_officer"]), {"sure": "on"}
    )
    assert "needs a key keeper" in text(response)
    assert RoleHeld.objects.filter(person_id=person_of("femi"), role="intake_officer", until=None).exists()


@pytest.mark.parametrize("deed", ["give-role", "reset-link", "end", "admit"])
def test_nobody_does_it_for_themselves(cast: Cast, deed: str) -> None:
    """No one gives themselves a role, lets themselves in, or ends their own membership."""
    data = {"roles": ["custodian"], "sure": "on"}
    response = client_of(cast, "bao").post(reverse(f"desk:{deed}", args=[person_of("bao")]), data)
    if deed == "admit":
        assert response["Location"] == reverse("desk:day")  # nothing waits
    else:
        assert "You cannot do this for yourself" in text(response)  # beside what was typed


def test_ending_a_membership(cast: Cast) -> None:
    """After reading what it means; sessions, keys and roles are gone, the list no longer shows the person."""
    femi, bao = client_of(cast, "femi"), client_of(cast, "bao")
    address = reverse("desk:end", args=[person_of("femi")])
    assert "What the person has read cannot be un-read" in text(bao.get(address))
    assert "Read this first" in text(bao.post(address, {}))
    assert femi.get(reverse("desk:day")).status_code == 200
    left = text(bao.post(address, {"sure": "on"}, follow=True))
    assert "Femi has left" in left
    assert femi.get(reverse("desk:day")).status_code == 302
    assert bao.get(address).status_code == 404


def test_only_a_key_keeper_is_offered_to_end_a_membership(cast: Cast) -> None:
    """Others read who does it."""
    page = text(client_of(cast, "edo").get(reverse("desk:person", args=[person_of("femi")])))
    assert "a key keeper ends the membership" in page
    assert reverse("desk:end", args=[person_of("femi")]) not in page


def test_a_lost_device(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    """A colleague ends every session of the person; the person ends their own too."""
    client_of(cast, "femi")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client_of(cast, "bao").post(reverse("desk:sign-out", args=[person_of("femi")]))
    assert not SessionRow.objects.filter(person=person_of("femi")).exists()
    amara, other = client_of(cast, "amara"), client_of(cast, "amara")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert amara.post(reverse("desk:account-sign-out"))["Location"] == reverse("desk:signed-out")
    assert other.get(reverse("desk:day")).status_code == 302


def test_changing_the_password(cast: Cast) -> None:
    """The new one opens, the old one does not, this session goes on, others end."""
    here, there = sign_in("amara"), client_of(cast, "amara")
    weak = here.post(reverse("desk:password"), {"password": "amara", "again": "amara"})
    assert "Use at least 12 characters" in text(weak)
    response = here.post(reverse("desk:password"), {"password": GOOD, "again": GOOD}, follow=True)
    assert "Your password is changed" in text(response)
    assert here.get(reverse("desk:day")).status_code == 200
    assert there.get(reverse("desk:day")).status_code == 302
    row = Person.objects.get(username="amara")
    assert accounts.check(row, "amara", GOOD)[0]
    assert not accounts.check(row, "amara", f"{PASSWORD} amara")[0]


def test_a_new_recovery_code(cast: Cast) -> None:
    """Asked for by a button, shown once; the old one opens nothing."""
    client = sign_in("amara")
    assert "data-keep" not in text(client.get(reverse("desk:code")))
    page = text(client.post(reverse("desk:code"), follow=True))
    code = re.search(r"data-keep>([^<]+)<", page)
    assert code
    person = Person.objects.get(username="amara")
    assert isinstance(accounts.seed_by_code(person, code[1]), vault.Seed)
    with pytest.raises(network.people.NetworkError):
        accounts.seed_by_code(person, cast.founded["Aurora"].codes["amara"])


def test_language_and_notices(cast: Cast) -> None:
    """Kept with the person; the page speaks the language at once."""
    client = client_of(cast, "amara")
    page = text(client.post(reverse("desk:notices"), {"language": "es", "email": "amara@example.org"}, follow=True))
    assert '<html lang="es"' in page
    row = Person.objects.get(username="amara")
    assert (row.language, row.email) == ("es", "amara@example.org")
    assert "not an e-mail" in text(
        client_of(cast, "edo").post(reverse("desk:notices"), {"language": "en", "email": "x"})
    )


def test_messages_are_chosen_on_ones_own_account(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """The number is typed twice, in the digits of any script; the page says what the gateway learns; then a notice goes
    both ways, and after the number is taken out by mail alone."""
    marek, client, address = person_of("marek"), client_of(cast, "marek"), reverse("desk:notices")
    sent = {"language": "en", "email": "marek@mail.test"}
    with running() as gateway:
        settings.NOTICE_HOOK = gateway.file(tmp_path)
        page = text(client.get(address))
        assert "Whoever runs the gateway learns this number and the minute" in page
        assert "Messages are not set up here" not in page
        for phone, again, said in (
            ("07700 900123", "07700 900123", "Write the number with + and the code of its country"),
            ("+44 7700 900123", "+44 7700 900124", "The two numbers differ"),
            ("+44 7700 900123", "", "The two numbers differ"),
        ):
            refused = text(client.post(address, sent | {"phone": phone, "again": again}))
            assert said in refused
            assert phone in refused, "what was typed stays"
            assert "marek@mail.test" not in text(client.get(reverse("desk:account")))
        typed = {"phone": "+٤٤ ٧٧٠٠ ٩٠٠١٢٣", "again": "+44 7700-900123"}
        page = text(client.post(address, sent | typed, follow=True))
        assert "marek@mail.test, +447700900123" in page
        clocks.want_notice([marek], now=NOW)
        assert clocks.send_notices(NOW) == 2
        assert [json.loads(body)["recipients"] for *_, body in gateway.asked] == [["+447700900123"]]
        assert "+447700900123" in text(client.get(address))
        client.post(address, sent | {"phone": "+447700900123", "again": ""})  # what stays is not typed anew
        client.post(address, sent | {"phone": "", "again": ""})
        assert "+447700900123" not in text(client.get(reverse("desk:account")))
        clocks.want_notice([marek], now=NOW + timedelta(hours=3))
        assert clocks.send_notices(NOW + timedelta(hours=3)) == 1
        assert len(gateway.asked) == 1


def test_where_messages_are_not_set_up_the_page_says_so_and_offers_mail(cast: Cast, settings: Any) -> None:
    """A number from before stays until its person takes it out."""
    client, address = client_of(cast, "marek"), reverse("desk:notices")
    page = text(client.get(address))
    assert "Messages are not set up here. Notices come by e-mail." in page
    assert 'name="phone"' not in page
    clocks.numbers.choose(cast["marek"], "en", "", "+447700900123", NOW)
    assert "+447700900123 (messages are not set up here)" in text(client.get(reverse("desk:account")))
    assert 'name="phone"' in text(client.get(address))
    client.post(address, {"language": "en", "email": "marek@mail.test", "phone": "", "again": ""})
    assert clocks.numbers.held(person_of("marek")) == ("", True)
    assert 'name="phone"' not in text(client.get(address))


def test_signing_out_a_colleague_is_not_for_everybody(cast: Cast) -> None:
    """An intake officer cannot; nor can anybody reach another organisation."""
    assert client_of(cast, "femi").post(reverse("desk:sign-out", args=[person_of("amara")])).status_code == 403
    assert client_of(cast, "bao").post(reverse("desk:sign-out", args=[person_of("nils")])).status_code == 404


@pytest.mark.parametrize("kind", KEYED)
def test_every_kind_of_organisation_can_give_the_roles_it_needs(kind: OrgKind) -> None:
    """At least the four that keep an organisation running, and no role twice."""
    roles = network.words.ROLES_OF[kind]
    assert {Role.MANAGER, Role.MEMBER_ADMIN, Role.KEY_KEEPER, Role.SAFEGUARDING_LEAD} <= set(roles)
    assert len(set(roles)) == len(roles)


def test_every_role_team_and_deed_has_words() -> None:
    """Codes never reach a page."""
    assert set(network.words.ROLES) == set(Role)
    assert all(str(words) for words in network.words.RINGS.values())
    from fanal.access.api import deed_words

    assert deed_words("network.admit") == "Let a colleague in"


def test_the_policy_keeps_content_apart_from_administration(cast: Cast) -> None:
    """Who runs people or the server reads no journal; who reads the journal makes no links."""
    assert not may(cast["edo"], "journal.read")
    assert not may(cast["dalia"], "network.make_reset_link")
    assert may(cast["bao"], "journal.read")
    assert NOW.tzinfo
