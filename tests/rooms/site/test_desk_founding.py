"""The pages on which an organisation is let in and founded; what goes wrong is one sentence, and nothing is lost."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from fanal.network import accounts
from fanal.network import api as network
from fanal.network.models import FounderLink, Founding, Organisation, Person
from tests.desk import client_of, sign_in, text
from tests.people import PASSWORD, Cast, now_are

pytestmark = pytest.mark.django_db(databases=list(settings.DATABASES))
FORM = {
    "name": "Solano", "kind": "member", "country": "XD", "mandates": "xd, xa", "languages": ["en", "es"],
    "time_zone": "America/Bogota", "name_1": "Rosa", "email_1": "rosa@founders.example", "name_2": "Timo",
    "email_2": "timo@founders.example",
}  # fmt: skip


def _let_in(cast: Cast) -> tuple[str, str]:
    """Sol fills the form in and gets two links."""
    client = client_of(cast, "sol")
    response = client.post(reverse("desk:founding-new"), FORM, follow=True)
    assert "Rosa" in text(response)
    one, two = (link for _name, link in response.context["secret"])
    return one, two


def _ready(client: Client, link: str, name: str) -> str:
    """A founder goes through the two questions. Returns what the last page says."""
    assert client.get(link).status_code == 200
    client.post(f"{link}name/", {"username": name})
    password = f"{PASSWORD} {name}"
    return text(client.post(f"{link}password/", {"password": password, "again": password}, follow=True))


def test_what_was_filled_in_is_founded(cast: Cast) -> None:
    one, two = _let_in(cast)
    assert "recovery code" in _ready(Client(), one, "rosa")
    assert "recovery code" in _ready(Client(), two, "timo")
    org = Organisation.objects.get(name="Solano")
    assert (org.kind, org.country, org.mandates, org.languages) == ("member", "XD", ["XD", "XA"], ["en", "es"])
    assert "Solano is founded" in text(Client().get(one))


def test_only_the_secretariat_lets_in(cast: Cast) -> None:
    for name in ("amara", "bao", "celia"):
        assert client_of(cast, name).get(reverse("desk:foundings")).status_code == 403
    assert client_of(cast, "sol").get(reverse("desk:foundings")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"time_zone": ""}, "Choose a time zone."),
        ({"mandates": "XD, Norway"}, "NORWAY is no country"),
        ({"email_2": "ROSA@founders.example"}, "Give two names and two addresses"),
        ({"name": "aurora"}, "called aurora already"),
        ({"kind": "secretariat"}, "Choose from the list."),
    ],
)
def test_a_form_that_is_wrong_says_so_and_keeps_the_rest(cast: Cast, wrong: dict[str, str], said: str) -> None:
    page = text(client_of(cast, "sol").post(reverse("desk:founding-new"), FORM | wrong))
    assert page.count(said) >= (2 if "email_2" in wrong else 1), "above, and at its field"
    assert "Timo" in page
    assert not Founding.objects.exists()


def test_a_link_that_was_used_takes_nothing_more(cast: Cast) -> None:
    """It shows how far its founder is; somebody else who has it chooses no other password."""
    one, _two = _let_in(cast)
    _ready(Client(), one, "rosa")
    kept = bytes(FounderLink.objects.get(number=1).account)
    page = text(Client().get(one))
    assert "You are ready" in page
    assert "We wait for Timo" in page
    assert "You are ready" in _ready(Client(), one, "other")
    assert bytes(FounderLink.objects.get(number=1).account) == kept


def test_one_browser_does_not_serve_for_both(cast: Cast) -> None:
    """Nor one in which somebody is signed in; the link still works for whoever it is for."""
    one, two = _let_in(cast)
    browser = Client()
    _ready(browser, one, "rosa")
    for page in (two, f"{two}name/", f"{two}password/"):
        refused = browser.get(page)
        assert refused.status_code == 409
        assert "This link is for Timo" in text(refused)
    browser.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    assert browser.get(two).status_code == 409, "another session of the same browser"
    assert "Somebody is signed in" in text(client_of(cast, "sol").get(two))
    assert Client().get(two).status_code == 200


def test_links_that_were_taken_back_or_changed_say_so(cast: Cast) -> None:
    one, _two = _let_in(cast)
    row = Founding.objects.get()
    assert Client().get(f"{one[:-5]}xxxx/").status_code == 410
    sol = client_of(cast, "sol")
    page = reverse("desk:founding-withdraw", args=[row.pk])
    assert "Take back the links for Solano?" in text(sol.get(page))
    assert "open nothing any more" in text(sol.post(page, follow=True))
    gone = Client().get(one)
    assert gone.status_code == 410
    assert "taken back" in text(gone)
    assert "taken back" in text(sol.get(reverse("desk:foundings")))


def test_nobody_but_a_founder_sees_a_share(cast: Cast) -> None:
    one, two = _let_in(cast)
    _ready(Client(), one, "rosa")
    _ready(Client(), two, "timo")
    for page in ("desk:founder-share", "desk:founder-type-back"):
        assert client_of(cast, "amara").get(reverse(page)).status_code == 404
    assert network.founding.waits(cast["amara"]) is None


def test_each_founder_keeps_a_share_and_types_it_back(cast: Cast) -> None:
    """My day leads them; a share that was kept is not shown again, and a wrong one says so and shows nothing."""
    (one, two), codes = _let_in(cast), dict[str, str]()
    for link, name in ((one, "rosa"), (two, "timo")):
        client = Client()
        _ready(client, link, name)
        codes[name] = str(client.session["once"]["secret"])
    for name, other in (("rosa", "Timo"), ("timo", "")):
        cast.seeds[name] = accounts.seed_by_code(Person.objects.get(username=name), codes[name])
        client = client_of(cast, name)
        assert "Your share of the recovery kit" in text(client.get(reverse("desk:day")))
        page = client.get(reverse("desk:founder-share"))
        words = " ".join(page.context["lines"])
        assert len(words.split()) == 33
        assert client.get(reverse("desk:founder-type-back")).status_code == 302, "first it is kept"
        after = client.post(reverse("desk:founder-share"), {"kept": "on"}, follow=True)
        assert "Type your share back" in text(after)
        assert client.get(reverse("desk:founder-share")).status_code == 302, "it is not shown again"
        wrong = text(client.post(reverse("desk:founder-type-back"), {"share": "not these words"}))
        assert "not the share that you were given" in wrong
        said = text(client.post(reverse("desk:founder-type-back"), {"share": words}, follow=True))
        assert (f"We wait for {other}" if other else "The recovery kit is proved") in said
    assert Organisation.objects.get(name="Solano").kit_drilled_on is not None
    assert "founded" in text(client_of(cast, "sol").get(reverse("desk:foundings")))


def test_my_day_of_founders_says_what_comes_next(cast: Cast) -> None:
    """One list: who reads, what is known of the country, the public page. The control: where two read, nobody is
    asked for them."""
    one, two = _let_in(cast)
    sentences = ("Say who reads what people tell", "Type what is known of Norway", "Begin the page where people tell")
    for link, name in ((one, "rosa"), (two, "timo")):
        _ready(Client(), link, name)
    now_are([Organisation.objects.get(name="Solano")], mandates=["NO"])
    page = text(sign_in("rosa").get(reverse("desk:day")))
    assert page.count("Before people can tell you") == 1
    places = [page.find(words) for words in sentences]
    assert -1 not in places
    assert places == sorted(places)
    assert sentences[0] not in text(client_of(cast, "bao").get(reverse("desk:day")))
