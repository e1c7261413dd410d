"""Tables that a program of a company sends: by the rules of the tables that people bring, by a token alone, and what a
piece would do before it does it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from fanal.access.api import NotAllowed, NotNow
from fanal.journal.contracts import ActorKind
from fanal.journal.models import Entry
from fanal.learning.models import Brought, Cohort, Learner, Post
from fanal.network import api as network
from fanal.network.models import RoleHeld
from fanal.tourism.companies import companies
from fanal.tourism.models import Brand, Company, Site, Token
from fanal.tourism.systems import sending, tokens
from fanal.tourism.systems.desk import LetIn
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import Firm
from tests.rooms.tourism.systems.sent import ANA, HARBOUR, POSTS, SAID, SITES, keep, post, token

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("that_day")]


@pytest.fixture
def firm(cast: Cast) -> Firm:
    return firms.with_deputy(firms.begun(cast))


def _rows() -> list[tuple[Any, ...]]:
    return [
        tuple(Model.objects.order_by("pk").values_list()) for Model in (Site, Brand, Cohort, Learner, Post, Brought)
    ]


def test_by_default_nothing_is_kept_and_the_answer_says_what_would_be(firm: Firm) -> None:
    secret, before, entries = token(firm), _rows(), Entry.objects.count()
    said = post(SITES, {"rows": [HARBOUR | {"brand": "Lantern Inns"}]}, secret).json()
    assert said == {
        "stored": False, "rows": 1, "refused": 0, "problems": [], "left_out": [], "new": ["A1"], "changed": [],
        "same": 0,
    }  # fmt: skip
    assert (_rows(), Entry.objects.count()) == (before, entries)


def test_places_come_and_once_more_they_change_nothing(firm: Firm) -> None:
    secret = token(firm)
    said = keep(SITES, secret, HARBOUR, HARBOUR | {"site_code": "A2", "name": "Hill", "brand": "Lantern"})
    assert (said["stored"], said["new"]) == (True, ["A1", "A2"])
    one = Site.objects.select_related("brand").get(code="A2")
    assert (one.org_id, one.name, one.brand and one.brand.name, one.operated) == (firm.org, "Hill", "Lantern", "owned")
    assert Cohort.objects.filter(code__in=["A1", "A2"]).count() == 2, "each place has a list of its people"
    before, entries = _rows(), Entry.objects.count()
    again = keep(SITES, secret, HARBOUR, HARBOUR | {"site_code": "A2", "name": "Hill", "brand": "Lantern"})
    assert (again["new"], again["changed"], again["same"]) == ([], [], 2)
    assert (_rows(), Entry.objects.count()) == (before, entries)
    said = keep(SITES, secret, HARBOUR | {"rooms": 13, "licence_no": "L7"})
    assert said["changed"] == [{"of": "A1", "columns": ["rooms", "licence_no"]}]
    companies.keep(firm.rosa, _profile(), 1, NOW)  # the next deed of a person goes on from there


def _profile() -> dict[str, Any]:
    told = {"sectors": ["accommodation"], "countries": ["XA"], "registrations": ["HRB 1"], "unregistered": ""}
    return told | {"website": "", "listed": True}


def test_posts_come_in_pieces_that_come_twice(firm: Firm) -> None:
    secret = token(firm)
    keep(SITES, secret, HARBOUR)
    said = keep(POSTS, secret, ANA, ANA | {"person_code": "18", "label": "Ben", "agency": "yes"})
    assert said["new"] == ["17", "18"]
    rows = Post.objects.order_by("learner__code").values_list("learner__label", "cohort__code", "agency")
    assert list(rows) == [("Ana", "A1", False), ("Ben", "A1", True)]
    before = _rows()
    assert keep(POSTS, secret, ANA, ANA | {"person_code": "18", "label": "Ben", "agency": "yes"})["same"] == 2
    assert _rows() == before
    said = keep(POSTS, secret, ANA | {"end": "2025-01-31"})
    assert said["changed"] == [{"of": "17", "columns": ["end"]}]


def test_what_a_program_did_the_journal_has_from_the_installation(firm: Firm) -> None:
    secret = token(firm)
    keep(SITES, secret, HARBOUR)
    keep(POSTS, secret, ANA)
    said = {(one.deed, one.actor_kind, one.actor) for one in Entry.objects.filter(org=firm.org).order_by("pk")[3:]}
    assert {deed for deed, kind, _who in said if kind == ActorKind.SYSTEM} >= {
        "tourism.keep_company", "learning.bring_table",
    }  # fmt: skip
    assert {who for _deed, kind, who in said if kind == ActorKind.SYSTEM} == {None}


def test_each_wrong_row_has_a_sentence_and_the_others_are_kept(firm: Firm) -> None:
    secret = token(firm)
    rows = [
        HARBOUR, HARBOUR | {"site_code": "A2", "country": "Cambodia"}, HARBOUR | {"name": "The same"},
        HARBOUR | {"site_code": "A4", "kind": "palace", "rooms": -1}, HARBOUR | {"site_code": "A5", "name": "a\x00b"},
        HARBOUR | {"site_code": "A6\ud800"}, {"site_code": "A7"},
    ]  # fmt: skip
    said = keep(SITES, secret, *rows)
    assert (said["rows"], said["refused"], said["new"]) == (7, 6, ["A1"])
    told = [(one["row"], one["of"], one["column"]) for one in said["problems"]]
    assert told == [
        (2, "A2", "country"), (3, "A1", "site_code"), (4, "A4", "kind"), (4, "A4", "rooms"), (5, "A5", "name"),
        (6, "A6\ufffd", "site_code"), (7, "A7", "name"), (7, "A7", "country"), (7, "A7", "kind"),
    ]  # fmt: skip
    assert all(one["words"].endswith(".") for one in said["problems"])
    assert "palace" not in str(said)
    assert [one.code for one in Site.objects.all()] == ["A1"]


def test_strict_keeps_nothing_where_one_row_is_wrong(firm: Firm) -> None:
    before = _rows()
    said = keep(SITES, token(firm), HARBOUR, HARBOUR | {"site_code": "A2", "country": "ZZ"}, strict=True)
    assert (said["stored"], said["refused"], said["new"]) == (False, 1, ["A1"])
    assert _rows() == before


@pytest.mark.parametrize("column", ["email", "e-mail", "Phone", "date_of_birth", "nationality", "correo"])
def test_a_table_of_posts_with_a_column_that_has_no_place_is_not_looked_at(firm: Firm, column: str) -> None:
    secret = token(firm)
    keep(SITES, secret, HARBOUR)
    answer = post(POSTS, {"rows": [ANA, ANA | {"person_code": "18", column: "ana@lantern.example"}]}, secret)
    assert answer.status_code == 422
    assert f"“{column}”" in answer.json()["words"]
    assert "ana@" not in answer.content.decode()
    assert not Learner.objects.exists()


def test_columns_that_no_format_has_are_left_out_and_told(firm: Firm) -> None:
    said = keep(SITES, token(firm), HARBOUR | {"guest_rating": "5", "stars": 4})
    assert [one["column"] for one in said["left_out"]] == ["guest_rating", "stars"]


def test_the_sentences_are_in_the_language_that_is_asked_for(firm: Firm) -> None:
    secret = token(firm)
    sending.TRIES.forget()
    headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "fr"}
    said = {"rows": [HARBOUR | {"country": "ZZ"}]}
    answer = Client().post(SITES, said, content_type="application/json", headers=headers)
    assert answer["Content-Language"] == "fr"
    assert "deux lettres" in answer.json()["problems"][0]["words"]


def test_places_of_others_are_answered_as_those_that_are_not_there(cast: Cast, firm: Firm) -> None:
    other = firms.begun(cast, "Hotel Reef", "XB", "mina")
    keep(SITES, token(other), HARBOUR | {"site_code": "R1"})
    secret = token(firm)
    keep(SITES, secret, HARBOUR)
    theirs, none = (keep(POSTS, secret, ANA | {"site_code": code})["problems"] for code in ("R1", "Z9"))
    assert theirs == none
    keep(SITES, secret, HARBOUR | {"site_code": "R1", "name": "Ours"})
    assert Site.objects.get(org_id=other.org).name == "Harbour House"


# ---- who is let in ----


def _status(secret: str, **more: Any) -> int:
    return int(post(SITES, {"rows": [HARBOUR]}, secret, **more).status_code)


def test_whatever_is_no_token_is_answered_alike(cast: Cast, firm: Firm) -> None:
    secret, ended = token(firm), token(firm, "old")
    tokens.end(firm.rosa, Token.objects.get(name="old").pk, NOW)
    spoilt = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    answers = {
        bytes(post(SITES, {"rows": [HARBOUR]}, one).content)
        for one in ("", "x", ended, spoilt, "0" * 32 + secret[32:], secret + "\n", secret.upper())
    }
    assert answers == {b'{"code": "token"}'}
    signed_in = client_of(cast, "rosa").post(SITES, {"rows": [HARBOUR]}, content_type="application/json")
    assert signed_in.status_code == 401, "a session is no token"


def test_a_token_ends_on_its_day_and_with_whoever_made_it(firm: Firm) -> None:
    secret = token(firm, days=30)
    assert tokens.opened(secret, NOW + timedelta(days=30)) is not None
    assert tokens.opened(secret, NOW + timedelta(days=31)) is None
    assert firm.timo is not None
    companies.end_account(firm.timo, firm.rosa.person, NOW)
    assert tokens.opened(secret, NOW) is None


def test_signing_out_everywhere_ends_the_tokens_that_one_made(
    firm: Firm, django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()  # sessions end by the clock of the machine
    secret = tokens.let_in(firm.rosa, "list of staff", 90, now - timedelta(hours=1))
    assert tokens.opened(secret, now) is not None
    with django_capture_on_commit_callbacks(execute=True):
        network.sessions.end_all(firm.rosa.person)
    assert tokens.opened(secret, now) is None


def test_whoever_speaks_no_more_for_the_company_sends_nothing(firm: Firm) -> None:
    secret = token(firm)
    RoleHeld.objects.filter(person_id=firm.rosa.person).delete()
    assert _status(secret) == 401


@pytest.mark.parametrize(
    "change",
    [{"until": NOW.date() + timedelta(days=900)}, {"name": "other"}, {"made_at": NOW + timedelta(days=1)}],
)
def test_a_row_that_somebody_changed_opens_nothing(firm: Firm, change: dict[str, Any]) -> None:
    secret = token(firm)
    Token.objects.update(**change)
    assert _status(secret) == 401


def test_a_token_that_somebody_brought_back_or_planted_opens_nothing(cast: Cast, firm: Firm) -> None:
    secret, other = token(firm), firms.begun(cast, "Hotel Reef", "XB", "mina")
    row = Token.objects.get()
    tokens.end(firm.rosa, row.pk, NOW)
    Token.objects.update(ended_on=None)
    assert _status(secret) == 401
    theirs = token(other)
    Token.objects.filter(org_id=other.org).update(org=firm.org, made_by=firm.rosa.person)
    assert _status(theirs) == 401
    copied = Token.objects.create(
        org_id=firm.org, name="mine", code=row.code, made_by_id=firm.rosa.person, made_at=NOW, until=row.until
    )
    assert _status(copied.pk.hex + secret[32:]) == 401


def test_where_somebody_changed_the_company_in_the_database_nothing_comes(firm: Firm) -> None:
    secret = token(firm)
    keep(SITES, secret, HARBOUR)
    Site.objects.update(name="Planted")
    for address, row in ((SITES, HARBOUR), (POSTS, ANA)):
        answer = post(address, {"rows": [row], "dry_run": False}, secret)
        assert (answer.status_code, answer.json()["code"]) == (403, "refused")
    assert not Learner.objects.exists()


def test_nobody_of_another_kind_makes_one(cast: Cast, firm: Firm) -> None:
    firms.office(cast)
    for who in ("sol", "tove", "amara"):
        with pytest.raises(NotAllowed):
            tokens.let_in(cast[who], "x", 90, NOW)
    assert Company.objects.filter(pk=firm.org).exists()
    assert not Token.objects.exists()


def test_how_long_is_said_in_the_language_of_whoever_reads() -> None:
    said = {}
    for language in ("en", "fr"):
        with override(language):
            said[language] = [label for _value, label in LetIn().fields["days"].choices]  # type: ignore[attr-defined]
    assert (said["en"][0], said["fr"][0]) == ("30 days", "30 jours")


def test_five_at_most(firm: Firm) -> None:
    for number in range(5):
        token(firm, f"program {number}")
    with pytest.raises(NotNow, match="five already"):
        token(firm)


def test_a_company_lets_a_program_in_and_sees_its_token_once(cast: Cast, firm: Firm) -> None:
    rosa = client_of(cast, "rosa")
    assert "systems/" in text(rosa.get(reverse("travel:home")))
    page = text(rosa.post(reverse("systems:let_in"), {"name": "list of staff", "days": "30"}, follow=True))
    secret = next(word for word in page.replace("<", " ").replace(">", " ").split() if len(word) == 76)
    sending.TRIES.forget()
    headers = {"Authorization": f"Bearer {secret}"}
    assert Client().post(SITES, {"rows": [HARBOUR]}, "application/json", headers=headers).status_code == 200
    rosa.post(reverse("desk:once"), {"kept": "on"})
    listed = text(rosa.get(reverse("systems:page")))
    assert ("list of staff" in listed, secret in listed) == (True, False)
    row = Token.objects.get()
    rosa.post(reverse("systems:end_token", args=[row.pk]))
    sending.TRIES.forget()
    assert Client().post(SITES, {"rows": [HARBOUR]}, "application/json", headers=headers).status_code == 401


# ---- what is no piece ----


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ([], 400, "bad_piece"), ({}, 400, "bad_piece"), ({"rows": "x"}, 400, "bad_piece"),
        ({"rows": [1]}, 400, "bad_piece"), ({"rows": [{"a": []}]}, 400, "bad_piece"),
        ({"rows": [], "dry_run": "no"}, 400, "bad_piece"), ({"rows": [], "more": 1}, 400, "bad_piece"),
        ({"rows": [{"a": 1}] * 2001}, 413, "too_much"), ({"rows": []}, 422, "table"),
        ({"rows": [{"a": 1}]}, 422, "table"), ({"rows": [{f"c{n}": n for n in range(201)}]}, 422, "table"),
        ({"rows": [{"site_code\ud800": "A1"}]}, 422, "table"),
    ],
)  # fmt: skip
def test_what_is_no_piece_is_refused(firm: Firm, said: Any, status: int, code: str) -> None:
    secret = token(firm)
    for address in (SITES, POSTS):
        answer = post(address, said, secret)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_large_body_a_file_and_another_site_are_refused(firm: Firm) -> None:
    secret = token(firm)
    headers = {"Authorization": f"Bearer {secret}"}
    for address in (SITES, POSTS):
        large = Client().post(address, b"[" + b" " * sending.MOST_BYTES, "application/json", headers=headers)
        csv = Client().post(address, b"site_code,name\n", "text/csv", headers=headers)
        far = Client().post(address, {}, "application/json", headers=headers | {"Sec-Fetch-Site": "cross-site"})
        for answer in (large, csv, far):
            SAID.check(address, "post", answer)
        assert (large.status_code, csv.status_code, far.status_code) == (413, 415, 403)
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            SAID.check(address, "post", Client().generic(method, address, headers=headers))


def test_one_source_does_not_try_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    sending.TRIES.forget()
    monkeypatch.setattr("fanal.web.api.deeds.at", lambda _request: NOW)
    tries = [Client().post(SITES, {}, "application/json", REMOTE_ADDR="192.0.2.9").status_code for _ in range(122)]
    assert tries == [401] * 120 + [429] * 2
    sending.TRIES.forget()
