"""One machine of a site restores a backup: another one hears of it, asks, and goes on; from nobody else's word."""

import argparse
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fanal.journal import api as journal
from fanal.journal.contracts import ActorKind, Signatory
from fanal.network import api as network
from fanal.network import marks
from fanal.network.contracts import Role
from fanal.network.keyfile import installation
from fanal.network.models import Person, RoleHeld, TeamMember
from fanal.site import console, elsewhere, fitting
from fanal.site.checks import Line, State, upkeep
from fanal.site.commands import restore
from fanal.site.console import Stop
from tests.desk import person_of
from tests.people import NOW, Cast

pytestmark = pytest.mark.django_db(databases="__all__")
type Answers = Callable[[str], None]


@pytest.fixture(autouse=True)
def put_back(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    """Femi was given a role after the backup; the database is that of the backup, the files of this machine are not."""
    before = Person.objects.get(pk=person_of("femi"))
    teams = set(TeamMember.objects.values_list("pk", flat=True))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        network.people.give_roles(cast["bao"], before.pk, [Role.SUPERVISOR], NOW)
    RoleHeld.objects.filter(person=before, role=Role.SUPERVISOR).delete()
    TeamMember.objects.exclude(pk__in=teams).delete()
    before.save()


def _restored(at: datetime = NOW) -> None:
    """What the machine that restores writes into the journal."""
    for org in network.orgs():
        journal.write(org.id, installation(org.id), elsewhere.RESTORED, at=at)


def _keys() -> Line:
    (line,) = [one for one in upkeep.keys_held() if one.code == "keys"]
    return line


def _run(monkeypatch: pytest.MonkeyPatch, *answers: str, force: bool = False) -> None:
    left = iter(answers)
    monkeypatch.setattr(console, "prompt", lambda _words, **_more: next(left))
    monkeypatch.setattr(fitting, "require", lambda **_but: None)  # the key file of all tests knows those of others
    restore.run(argparse.Namespace(drill=False, elsewhere=True, force=force))
    assert list(left) == []


def test_the_check_names_the_command_and_it_is_asked_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _restored()
    assert _keys().state is State.FAIL
    assert "fanal restore --elsewhere" in _keys().todo
    with pytest.raises(Stop, match="Nothing was changed"):
        _run(monkeypatch, "no")
    assert _keys().state is State.FAIL
    _run(monkeypatch, "yes")
    assert "2026-11-25 10:00" in capsys.readouterr().out
    assert _keys().state is State.OK
    assert marks.newest(marks.MarkKind.PERSON, person_of("femi")) == Person.objects.get(pk=person_of("femi")).number
    there = marks.file().data()
    _run(monkeypatch)
    assert "knows of every restore" in capsys.readouterr().out
    assert marks.file().data() == there


def test_without_a_restore_nothing_is_taken_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody put the older rows back: no entry of the installation tells of a restore, and none is offered."""
    by = cast["amara"].signatory()
    journal.write(cast.aurora, by, elsewhere.RESTORED, at=NOW)
    journal.write(cast.aurora, Signatory(ActorKind.SYSTEM, None, cast.aurora, by.signer), elsewhere.RESTORED, at=NOW)
    assert elsewhere.not_taken_up() is None
    _run(monkeypatch)
    assert _keys().state is State.FAIL
    assert "elsewhere" not in _keys().todo


def test_a_restore_of_which_this_machine_knows_is_no_news(cast: Cast) -> None:
    """It restored later itself, or took that one up: rows that are put back after it are named as before."""
    _restored()
    elsewhere.take_up(NOW + timedelta(days=1))
    assert elsewhere.not_taken_up() is None
    _restored(NOW + timedelta(days=2))
    assert elsewhere.not_taken_up() == NOW + timedelta(days=2)
