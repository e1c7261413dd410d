"""Who writes to the database changes what an organisation or a public page says, or puts it back to what it once
was: nothing follows from it, nothing that is told or handed over goes there, and it is named."""

import argparse
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.db import models

from fanal.access.api import NotHere, Statement
from fanal.access.api import gate as gates
from fanal.clocks import numbers, rules
from fanal.concerns import duties
from fanal.concerns.gate import gate, pages
from fanal.concerns.models import Concern, ReportingPage
from fanal.concerns.public.place import forget, listening, place_before, place_of
from fanal.concerns.retention import ROOM
from fanal.journal import api as journal
from fanal.network import api as network
from fanal.network import marks, standing, unbelieved, vouched
from fanal.network.contracts import AgreementPurpose, NetworkError, OrgKind, RingKind, Role, Standing
from fanal.network.models import Organisation, Person, Vouched
from fanal.site.commands import kit
from fanal.site.commands.journal import defects
from fanal.site.console import Stop
from tests.kept import ruled
from tests.people import NOW, Cast, gains
from tests.rooms.concerns.passing import BASE, agree
from tests.rooms.concerns.reporter import Reporter, publish

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("data")]


def _said() -> str:
    return " ".join(defects(lambda _done, _of: None))


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Nothing is remembered of pages that another test made."""
    forget()


# ---- every column of everything that is vouched for ----


def _another(row: Vouched, field: models.Field[Any, Any]) -> object:
    """Something else that the column takes."""
    was = getattr(row, field.attname)
    others: dict[type[models.Field[Any, Any]], object] = {
        models.ForeignKey: uuid4(),
        models.BooleanField: not was,
        models.IntegerField: 17,
        models.DateTimeField: NOW,
        models.DateField: NOW.date(),
        models.JSONField: ["XE"],
        models.BinaryField: b"x",
    }
    return next((other for kind, other in others.items() if isinstance(field, kind)), "x")


@pytest.mark.parametrize("model", list(vouched.kinds), ids=lambda model: model.__name__)
def test_each_column_is_held_or_opens_nothing(cast: Cast, model: type[Vouched]) -> None:
    """Changed alone, each column is noticed and named; those beside are few, and said with their reason."""
    publish(cast)
    rules.set_limit(cast["bao"], duties.DECIDE.code, timedelta(hours=6), "", NOW - timedelta(days=1))
    ruled(cast, now=NOW - timedelta(days=1))
    team = network.teams.main(cast.aurora, RingKind.INTAKE)
    network.rota.put(cast["bao"], team, NOW.date(), cast["amara"].person, None, NOW, single=False)
    numbers.choose(cast["amara"], "en", "", "+15550111", NOW)
    row = model._default_manager.order_by("pk").first()
    assert row is not None
    assert vouched.is_whole(row), "the control: as it was left"
    held = set(vouched.columns(model))
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        kept = getattr(row, field.attname)
        setattr(row, field.attname, _another(row, field))
        assert vouched.is_whole(row) is (field.attname not in held | {"code"}), field.attname
        setattr(row, field.attname, kept)
    assert vouched.is_whole(row), "the control: as it was left, again"


def test_everything_that_says_who_may_do_what_is_vouched_for() -> None:
    """A model that has a code of its rows is one of those for which somebody asks."""
    assert {one for one in apps.get_models() if issubclass(one, Vouched)} == set(vouched.kinds)
    assert {model.__name__: sorted(kind.beside) for model, kind in vouched.kinds.items()} == {
        "ClockRule": [],
        "KeepingRule": [],
        "NoticeNumber": [],
        "Organisation": [
            "identity",
            "installation",
            "kit_code",
            "kit_test",
            "known",
            "recovery",
            "recovery_signature",
        ],
        "Person": ["email", "language", "last_login", "membership", "password"],
        "Readiness": [],
        "ReportingPage": ["checked_on"],
        "Rota": [],
    }


# ---- organisations ----


CHANGES: dict[str, dict[str, object]] = {
    "another kind": {"kind": OrgKind.SECRETARIAT},
    "another name": {"name": "Police of XB"},
    "another country": {"country": "XD"},
    "another mandate": {"mandates": ["XA", "XB"]},
    "a code of nobody": {"code": bytes(32)},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_goes_to_an_organisation_that_somebody_changed(cast: Cast, change: dict[str, object]) -> None:
    """No handover to it, its people do not act, nothing is sealed to them, no list offers it; it is named."""
    agree(cast)
    ours, theirs, nils = cast.aurora, cast.nordlys, cast["nils"].person

    def passes() -> bool:
        return bool(network.agreements.check(ours, theirs, AgreementPurpose.CONCERN_HANDOVER, BASE, NOW.date()))

    def acts() -> bool:
        return nils in network.trusted.among([Person.objects.select_related("org").get(pk=nils)])

    def offered() -> set[UUID]:
        return {one.id for kind in OrgKind for one in network.orgs(kind)}

    assert passes()
    assert acts()
    assert theirs in offered()
    assert _said() == ""
    Organisation.objects.filter(pk=theirs).update(**change)
    assert not passes()
    refused = network.agreements.check(ours, theirs, AgreementPurpose.CONCERN_HANDOVER, BASE, NOW.date())
    assert "Somebody changed what is stored about" in refused.words
    assert [network.agreements.standing(one, ours, NOW.date()) for one in network.agreements.of(ours)] == [
        Standing.CHANGED
    ]
    assert not acts()
    with pytest.raises(NetworkError, match="changed what is stored"):
        network.trusted.principal(nils)
    assert theirs not in offered()
    name = change.get("name", "Nordlys")
    assert f"{name}: what is stored about {name} is not as it was left" in _said()


def test_no_deed_vouches_for_an_organisation_that_somebody_changed(cast: Cast) -> None:
    """The test of the kit would; it is refused in words until the row is as it was."""
    shares, was = list(cast.founded["Aurora"].shares[:2]), Organisation.objects.get(pk=cast.aurora).mandates
    Organisation.objects.filter(pk=cast.aurora).update(mandates=["XA", "XE"])
    with pytest.raises(NetworkError, match="changed what is stored about Aurora"):
        network.kit.drill(cast.aurora, shares, NOW)
    Organisation.objects.filter(pk=cast.aurora).update(mandates=was)
    network.kit.drill(cast.aurora, shares, NOW)
    assert _said() == ""


# ---- public pages ----


PAGES: dict[str, Callable[[Cast], dict[str, object]]] = {
    "another organisation": lambda cast: {"org": cast.nordlys},
    "another address outside": lambda _cast: {"outside_address": "write to the thief"},
    "other people on duty": lambda cast: {"duty_person": cast["noor"].person},
    "other hours": lambda _cast: {"hours": {"mon": ["01:00-02:00"]}},
}


@pytest.mark.parametrize("change", PAGES.values(), ids=PAGES.keys())
def test_a_page_that_somebody_changed_is_not_public(cast: Cast, change: Callable[[Cast], dict[str, object]]) -> None:
    """Who comes is told that nobody listens here, with numbers and other members; what they wrote stays theirs; no
    deed vouches for it, and the manager reads why."""
    page = publish(cast)
    publish(cast, "XB")
    reporter = Reporter().get("/en/xa/").press("Continue", danger="no")
    assert place_of("XA", NOW) is not None
    ReportingPage.objects.filter(pk=page.pk).update(**change(cast))
    forget()
    assert place_of("XA", NOW) is None
    assert [country for country, _member in listening()] == ["XB"]
    assert place_before(cast.aurora, NOW) is None
    reporter.press("Send now", words="a man with a red bag")
    assert "The form closed while you were writing" in reporter.words
    assert "\na man with a red bag</textarea>" in reporter.html
    assert "Nordlys" in reporter.words
    assert not Concern.objects.exists()
    assert "what is stored about the public page of XA is not as it was left" in _said()
    with pytest.raises((NetworkError, NotHere)):
        pages.unpublish(cast["bao"], page.pk, NOW)
    pages.check_all(NOW)
    page.refresh_from_db()
    assert not page.published, "the daily look closes it"
    assert not vouched.is_whole(page), "and nobody vouched for it"


def test_a_page_that_somebody_made_is_not_public(cast: Cast) -> None:
    """Nordlys gets a page for XA, whose own was moved out of the way."""
    page = publish(cast)
    ReportingPage.objects.filter(pk=page.pk).update(country="XE")
    rows = ReportingPage.objects.filter(pk=page.pk)
    copy = rows.get()
    copy.pk, copy.country, copy.org_id = uuid4(), "XA", cast.nordlys
    copy.save(force_insert=True)
    forget()
    assert place_of("XA", NOW) is None
    assert place_of("XE", NOW) is None
    assert listening() == []


def test_a_statement_that_nobody_made_opens_no_page(cast: Cast) -> None:
    """Written into the database, or its day moved: the gate says that somebody changed the page."""
    pages.make(cast["bao"], "XA", NOW)
    assert "whole" not in {line.code for line in gate.look(cast.aurora, "XA", NOW.date()) if not line.ok}
    Statement.objects.create(
        org_id=cast.aurora, room=ROOM, country="XA", item="dpia", by_id=cast["bao"].person,
        stated_on=NOW.date(), holds_until=NOW.date(),
    )  # fmt: skip
    assert "whole" in {line.code for line in gate.look(cast.aurora, "XA", NOW.date()) if not line.ok}
    with pytest.raises(NetworkError, match="changed what is stored about the public page"):
        gates.sign(cast["bao"], ROOM, "XA", "dpia", "Shelf 4", NOW)


def test_somebody_of_whom_something_was_changed_is_counted_in_no_team(cast: Cast) -> None:
    """A form that opens needs two who read. The control: Amara, Bao and Femi do."""

    def lacks() -> set[str]:
        return {line.code for line in gate.look(cast.aurora, "XA", NOW.date()) if not line.ok}

    pages.make(cast["bao"], "XA", NOW)
    assert "intake" not in lacks()
    Person.objects.filter(username__in=["femi", "bao"]).update(language="fr")
    assert "intake" not in lacks()
    Person.objects.filter(username__in=["femi", "bao"]).update(joined_on=NOW.date())
    assert "intake" in lacks()


# ---- what is put back, and what is taken out ----


@pytest.fixture
def committed(cast: Cast, data: Path, django_capture_on_commit_callbacks: Any) -> Any:
    """What is done inside is committed."""
    marks.bring_up(unbelieved.newest())
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_page_that_was_closed_does_not_open_with_its_old_row(cast: Cast, committed: Any) -> None:
    """The row of the open page is put back as it was. The control: before, it opens."""
    page = publish(cast)
    rows = serializers.serialize("json", ReportingPage.objects.filter(pk=page.pk))

    def put_back() -> None:
        for row in serializers.deserialize("json", rows):
            row.save()
        forget()

    put_back()
    assert place_of("XA", NOW) is not None
    with committed():
        pages.unpublish(cast["bao"], page.pk, NOW)
    put_back()
    assert ReportingPage.objects.get(pk=page.pk).published
    assert place_of("XA", NOW) is None
    assert "the public page of XA is not as it was left" in _said()


def test_what_was_taken_out_is_named(cast: Cast, committed: Any) -> None:
    """The page of a country is deleted: nothing in the database knows that there was one."""
    with committed():
        page = pages.make(cast["bao"], "XA", NOW)
    assert _said() == ""
    ReportingPage.objects.filter(pk=page.pk).delete()
    assert f"what was known as public page {page.pk} was taken out of the database" in _said()


# ---- the way on ----


def test_who_runs_the_site_vouches_for_what_is_right_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The console shows what stands there now; it counts only after a yes, and the journal says so."""
    page = publish(cast)
    asked = argparse.Namespace(organisation="Aurora")
    kit._vouch(asked)
    assert "as it was left" in capsys.readouterr().out
    ReportingPage.objects.filter(pk=page.pk).update(outside_address="Ombudsperson, 4 Harbour Street")
    Organisation.objects.filter(pk=cast.aurora).update(mandates=["XA", "XE"])
    monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))
    with pytest.raises(Stop, match="Nobody vouched for it"):
        kit._vouch(asked)
    assert not vouched.is_whole(ReportingPage.objects.get(pk=page.pk))
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\nyes\n"))
    kit._vouch(asked)
    assert "Ombudsperson, 4 Harbour Street" in capsys.readouterr().out
    assert place_of("XA", NOW) is not None
    assert _said() == ""
    assert [line.deed for line in journal.read(cast.aurora)][:2] == ["network.vouch"] * 2


def test_what_is_written_while_somebody_reads_is_not_vouched_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All is shown, also what stands last and is long; what changes between the page and the yes is refused."""
    page = publish(cast)
    ReportingPage.objects.filter(pk=page.pk).update(languages=[f"Harbour Street {n}" for n in range(60)])

    def told_late(_question: str) -> str:
        ReportingPage.objects.filter(pk=page.pk).update(outside_address="mine")
        return "yes"

    monkeypatch.setattr(kit, "prompt", told_late)
    with pytest.raises(NetworkError, match="Nothing was done"):
        kit._vouch(argparse.Namespace(organisation="Aurora"))
    shown = capsys.readouterr().out
    assert "Harbour Street 59" in shown
    assert all(str(one.pk) in shown or one.words in shown for one in Statement.objects.filter(country=page.country))
    assert not vouched.is_whole(ReportingPage.objects.get(pk=page.pk))


def test_who_read_a_row_before_an_honest_deed_is_not_told_that_somebody_changed_it(cast: Cast) -> None:
    """A page has read an organisation and a person; then a colleague changes both, as they may."""
    org, person = Organisation.objects.get(pk=cast.aurora), Person.objects.get(username="femi")
    with vouched.changing(Organisation, cast.aurora) as row:
        row.languages = ["en"]
        row.save()
    gains(person.pk, Role.CASEWORKER)
    assert vouched.is_whole(org)
    assert org.languages == ["en"]
    assert standing.of([person])[person.pk].is_whole
    assert vouched.is_whole(person)


# ---- a column that a later version adds ----


def test_what_an_earlier_version_vouched_for_holds_after_a_column_was_added(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed before there was a column, a row is whole while the column is as its migration left it; written to, it is
    not. The next deed vouches for the column, too, and from then on its first value put back is noticed."""
    kind = vouched.kinds[Organisation]
    monkeypatch.setitem(vouched.kinds, Organisation, replace(kind, beside=kind.beside | {"languages"}))
    org = Organisation.objects.get(pk=cast.aurora)
    org.languages = []
    org.save()
    vouched.seal(org)
    monkeypatch.setitem(vouched.kinds, Organisation, replace(kind, since={"languages": 2}))
    assert vouched.is_whole(Organisation.objects.get(pk=cast.aurora)), "the control: as it was left"
    Organisation.objects.filter(pk=cast.aurora).update(languages=["km"])
    assert not vouched.is_whole(Organisation.objects.get(pk=cast.aurora))
    Organisation.objects.filter(pk=cast.aurora).update(languages=[])
    with vouched.changing(Organisation, cast.aurora) as row:
        row.languages = ["en"]
        row.save()
    assert vouched.is_whole(Organisation.objects.get(pk=cast.aurora))
    Organisation.objects.filter(pk=cast.aurora).update(languages=[])
    assert not vouched.is_whole(Organisation.objects.get(pk=cast.aurora))


def test_a_part_that_a_later_version_adds_is_none_until_a_deed_names_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What belongs to a person, the same."""
    kind = vouched.kinds[Person]
    person = Person.objects.get(username="femi")
    before = standing.Standing.parts
    monkeypatch.setattr(standing.Standing, "parts", lambda one: before(one) | {"badge": one.person.name[100:]})
    assert not vouched.is_whole(person), "the control: said to nobody, it is another form"
    monkeypatch.setitem(vouched.kinds, Person, replace(kind, since={"badge": 2}))
    assert vouched.is_whole(person)
    monkeypatch.setattr(standing.Standing, "parts", lambda one: before(one) | {"badge": "lead"})
    assert not vouched.is_whole(person)
