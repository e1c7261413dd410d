"""A founded site moves to the other kind of database and back: all of it, once, and nothing goes on in the old one."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as current
from django.db import DatabaseError, OperationalError, connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from fanal import vault
from fanal.clocks.models import Schedule
from fanal.concerns.models import Concern
from fanal.concerns.triage import triage
from fanal.network.keyfile import keyfile, organisations, without_pins
from fanal.network.models import Organisation, TeamMember, Tombstone
from fanal.site import backups, databases, dumps, fitting, moved, starting
from fanal.site.checks import State
from fanal.site.checks import database as checks
from fanal.site.commands import main
from fanal.site.commands.journal import defects
from fanal.site.console import Stop
from fanal.site.keyfiles import make
from fanal.site.locking import held
from fanal.site.moving import copying, moving, place
from fanal.tourism.models import FeeRecord, Membership
from tests.people import NOW, Cast
from tests.rooms.concerns.told import DAY, HOUR, WORDS, tell
from tests.rooms.site.conftest import database
from tests.rooms.site.test_no_room import FULL, said
from tests.sizes import sized

SECRET = "a%b/c d"
LATER = "A boy with a blue bag"
KNOWN = {
    "AutoField", "BigAutoField", "BinaryField", "BooleanField", "CharField", "DateField", "DateTimeField",
    "DecimalField", "EmailField", "ForeignKey", "IntegerField", "JSONField", "OneToOneField", "PositiveIntegerField",
    "PositiveSmallIntegerField", "TextField", "UUIDField",
}  # fmt: skip
"""Kinds of columns of which somebody looked whether they go into one database as they come out of the other."""


def _nobody(_done: int, _total: int) -> None:
    """Nobody looks on."""


@contextmanager
def _as_main(url: str) -> Iterator[None]:
    """This process goes on with another database, as the site does when its setting was changed."""
    before, entry = connections["default"], databases.configured(url, Path(current.DATA))
    entry = connections.configure_settings({"default": entry})["default"]
    connections["default"] = load_backend(entry["ENGINE"]).DatabaseWrapper(entry, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = before


@contextmanager
def _other(server: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database of another kind than the main one."""
    if connection.vendor == "sqlite":
        with database(server=server) as url:
            yield url
    else:
        yield f"sqlite:///{folder}/{uuid4().hex}.sqlite3"


@pytest.fixture
def own(data: Path, settings: Any) -> Path:
    """The tests' database as a site of its own: its data, and a key file that knows no organisation of other tests."""
    keys = keyfile()
    for org in organisations(keys):
        if not Organisation.objects.filter(pk=org).exists():
            keys = without_pins(keys, org)
    settings.KEYFILE = data / "keyfile.json"
    make(settings.KEYFILE, keys)
    return data


# ---- there and back ----


def _is_marked(url: str) -> bool:
    """Whether a move has begun to write into a database; asked by a program of another name."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            return bool(file.execute("SELECT 1 FROM sqlite_schema WHERE name = 'fanal_move'").fetchone())
        return False
    with psycopg.connect(url) as there:
        return bool(there.execute("SELECT 1 FROM pg_tables WHERE tablename = 'fanal_move'").fetchone())


def _killed(url: str) -> None:
    """`fanal move` in a process of its own, killed as soon as it has begun to write."""
    mine = {"FANAL_DATA": current.DATA, "FANAL_KEYFILE": current.KEYFILE, "FANAL_DATABASE_URL": place.present_url()}
    env = os.environ | {name: str(value) for name, value in mine.items()}
    connection.close()
    with subprocess.Popen([sys.executable, "-m", "fanal", "move", url], env=env) as process:
        end = time.monotonic() + 60
        while not _is_marked(url):
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)
        process.kill()
    with place.opened(url) as there:
        while place.others(there.db):  # until the server has noticed
            time.sleep(0.05)


def _starts_nothing(words: str) -> None:
    """No command but those that mend goes on here, and the site does not start."""
    with pytest.raises(Stop, match=words):
        fitting.require()
    assert any(words in reason for reason in starting.refusals())
    assert main(["backup"]) == 1


def _read(people: Cast, concern: UUID) -> str:
    """What the officer reads who opens it."""
    return triage.look(people["amara"], concern, NOW + 2 * HOUR).content.words


@pytest.mark.long
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_site_moves_with_all_that_is_in_it(
    people: Cast, own: Path, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed in the middle and begun anew, to the other kind of database, where its officer opens what was told before,
    and where another concern is told (and back, at full size: the other pass begins there). The old one starts nothing.
    """
    told, kind = tell(people), connection.vendor
    team = TeamMember.objects.all()[0].team
    TeamMember.objects.create(team=team, person_id=people["marek"].person, since=NOW.date()).delete()
    planted = Tombstone.objects.create(record=uuid4(), org_id=people.aurora, kind="concern_closed", month=NOW.date())
    row = Membership.objects.create(org_id=people.aurora, programme="x", entered_on=NOW.date(), begun_at=NOW)
    FeeRecord.objects.create(membership=row, year=NOW.year, amount=Decimal("1234567.10"), on=NOW.date())
    before = copying.told_by("default", _nobody)
    last = TeamMember.objects.order_by("-pk")[0].pk
    assert before[TeamMember._meta.db_table].last > last, "a number of a row that is gone is given to no other"
    try:
        with _other(server, own) as url:
            _killed(url)
            with _as_main(url):
                _starts_nothing("was not ended")
            assert moved.read() is None
            assert main(["move", url]) == 0
            out = capsys.readouterr().out
            assert "a move that was not ended left there is taken out" in out
            assert "FANAL_DATABASE_URL=" in out
            assert f"As before the move: record {planted.record}: the mark that it was erased is not of this" in out
            _starts_nothing("This site was moved")
            _takes_nothing()
            _ends_again(url)
            with _as_main(url):
                assert connection.vendor != kind
                assert copying.told_by("default", _nobody) == before
                _goes_on(people, told.id)
                if sized(False, True):
                    _back(people, server, own)
    finally:
        moved.take_off(connection)


def _goes_on(people: Cast, concern: UUID) -> None:
    """What was told before is read, another concern is told, and `fanal check` reminds of the old database."""
    assert _read(people, concern) == WORDS
    assert _read(people, tell(people, NOW + HOUR, words=LATER).id) == LATER
    assert [(one.code, one.state) for one in checks.database()][-1] == ("database-old", State.WARN)


def _takes_nothing() -> None:
    """Whoever started before it was left, and read no mark, writes nothing there."""
    late = Schedule(task_path="late", every=60, next_at=NOW)
    every = Organisation.objects.all()
    for write in (late.save, lambda: every.update(name="x"), lambda: every._raw_delete("default")):
        with pytest.raises(DatabaseError, match="takes nothing any more"), transaction.atomic():
            write()


def _ends_again(url: str) -> None:
    """Killed at the last moment, between the two marks: the site starts on neither, and the same command ends it."""
    left = moved.read()
    assert left is not None
    with place.opened(url) as there:
        moved.write(replace(left, state=moved.State.HALF, there=moved.which(connection)), there.db)
    assert main(["move", f"sqlite:///{current.DATA}/third.sqlite3"]) == 1
    assert main(["move", url]) == 0
    with _as_main(url):
        assert moved.read() is None


def _back(people: Cast, server: str, folder: Path) -> None:
    """To a database of the first kind, with the kit of one organisation."""
    kind = connection.vendor
    with _other(server, folder) as url:
        with place.opened(url) as to:
            done = moving.move(to, NOW + 3 * HOUR, {people.aurora: people.founded["Aurora"].shares[:2]})
        assert done.opened
        assert len(done.before) == 1
        with _as_main(url):
            assert connection.vendor != kind
            assert list(defects(_nobody)) == list(done.before)
            _goes_on(people, Concern.objects.order_by("pk")[0].pk)


@pytest.mark.django_db(databases="__all__")
def test_the_old_database_goes_once_there_is_a_backup_of_the_new_one(
    cast: Cast, own: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing but what this site left is taken away, and only when somebody says yes."""
    with _other(server, own) as url:
        with place.opened(url) as to:
            old = moved.Old(to.url, NOW)
            with to.db.cursor() as cursor:
                cursor.execute("CREATE TABLE letters (told text)")
        moved.note(old)
        backups.make(NOW)
        with pytest.raises(Stop, match="no backup since"):
            moving.take_away(old, NOW + HOUR)
        backups.make(NOW + HOUR)
        with pytest.raises(Stop, match="is not the database that this site left"):
            moving.take_away(old, NOW + DAY)
        with place.opened(url) as to:
            moved.write(moved.Mark(moved.State.LEFT, "token", place.present_url(), NOW), to.db)
        for answer in ("no", "yes"):
            monkeypatch.setattr("sys.stdin", StringIO(f"{answer}\n"))
            with suppress(Stop):
                moving.take_away(old, NOW + DAY)
            with place.opened(url) as to:
                assert to.is_empty() is (answer == "yes")
            assert moved.old() == ([] if answer == "yes" else [old])


# ---- what it refuses ----


@pytest.fixture
def target(cast: Cast, own: Path, server: str) -> Iterator[str]:
    """The URL of an empty database."""
    with _other(server, own) as url:
        yield url


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Any:
    """What the command says as it ends with 1, and that it wrote nothing."""

    def words(*arguments: str) -> str:
        assert main(["move", *arguments]) == 1
        assert moved.read() is None
        assert moved.old() == []
        return capsys.readouterr().err

    return words


@pytest.mark.django_db(databases="__all__")
def test_what_cannot_be_moved_is_refused_in_a_sentence(
    cast: Cast, own: Path, target: str, refused: Any, settings: Any
) -> None:
    """A site that serves, a restore that was not ended, keys of another installation, a newer database."""
    with held(own):
        assert "Stop it first" in refused(target)
    flag = starting.unfinished_restore()
    flag.write_text(starting.LOADED)
    assert "`fanal restore --replay`" in refused(target)
    flag.unlink()
    MigrationRecorder(connection).record_applied("concerns", "9999_of_tomorrow")
    assert "A newer version of Fanal wrote this database" in refused(target)
    MigrationRecorder(connection).record_unapplied("concerns", "9999_of_tomorrow")
    settings.KEYFILE = own / "another.json"
    make(settings.KEYFILE, vault.KeyFile.new(demo=True))
    assert "does not know the organisations of the database" in refused(target)
    with place.opened(target) as to:
        assert to.is_empty()


@pytest.mark.django_db(databases="__all__")
def test_where_it_cannot_go_is_refused_in_a_sentence(
    cast: Cast, own: Path, target: str, server: str, refused: Any
) -> None:
    """A URL of nothing, or with a password in it; a database that is not there, is the same, or is not empty."""
    assert "Say where to" in refused()
    assert "Give a URL" in refused("mysql://fanal@localhost/fanal")
    assert "Leave the password out" in refused("postgresql://fanal:secret@localhost/fanal")
    assert "cannot be reached" in refused("postgresql://fanal@127.0.0.1:1/fanal")
    assert "This is the database that the site has" in refused(place.present_url())
    (own / "letter.sqlite3").write_text("Dear all,")
    assert "is no database of SQLite" in refused(f"sqlite:///{own}/letter.sqlite3")
    assert (own / "letter.sqlite3").read_text() == "Dear all,"
    for name in ("letters", moved.TABLE):  # also one that somebody calls as we call ours
        with place.opened(target) as to, to.db.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {name} (state text, token text, other text, at text, code text)")
            cursor.execute(f"INSERT INTO {name} VALUES ('half', 't', 'u', '2026-11-30T00:00:00+00:00', 'c')")
        assert "is not empty" in refused(target)
        with place.opened(target) as to, to.db.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {name}")
            assert cursor.fetchone() == (1,)
            cursor.execute(f"DROP TABLE {name}")


@pytest.mark.django_db(databases="__all__")
def test_an_older_postgresql_is_named(
    cast: Cast, own: Path, server: str, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.backends.postgresql.features import DatabaseFeatures

    with database(server=server) as url:
        monkeypatch.setattr(DatabaseFeatures, "minimum_database_version", (99,))
        assert "PostgreSQL 99 or later is required" in refused(url)


def _lets_in(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def by_password(server: str) -> Iterator[str]:
    """The URL of a database for somebody who has a password and may not make tables."""
    folder, name = Path(unquote(urlsplit(server).hostname or "")), "asked"
    rules = folder / "pg_hba.conf"
    before = rules.read_text()
    with database(server=server) as url, psycopg.connect(server, autocommit=True) as there:
        there.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{SECRET}'")
        rules.write_text(f"local all {name} scram-sha-256\n{before}")
        there.execute("SELECT pg_reload_conf()")
        mine = url.replace("postgres@", f"{name}@")
        while _lets_in(mine):  # until the server has read it
            time.sleep(0.05)
        yield mine
        rules.write_text(before)
        there.execute("SELECT pg_reload_conf()")
        there.execute(f"DROP ROLE {name}")


@pytest.mark.django_db(databases="__all__")
def test_a_password_is_asked_for_and_shown_nowhere(
    cast: Cast, own: Path, by_password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{SECRET}\nwrong\n"))
    with place.opened(by_password) as to:
        assert databases.configured(to.whole_url, own)["PASSWORD"] == SECRET
        assert ":PASSWORD@" in to.shown_url
        assert "PASSWORD" not in to.url
        assert to.mark() is None
        assert to.db.settings_dict["NAME"] in moved.which(to.db), "any role is told which server and database it is"
        with pytest.raises(Stop, match="may not make tables"):
            to.check_fit()
    with pytest.raises(place.Unreachable, match="password authentication failed") as why, place.opened(by_password):
        pass
    assert "wrong" not in str(why.value)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_full_disk_leaves_nothing_there_and_the_site_as_it_was(
    people: Cast, own: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the copy, when tables and rows are there."""
    put, filled = copying._put_in, list[str]()

    def full(model: type[models.Model], alias: str, rows: Any) -> None:
        if len(filled) == 5:
            raise OperationalError("database or disk is full") from said(*FULL)
        put(model, alias, rows)
        filled.append(model._meta.db_table)

    monkeypatch.setattr(copying, "_put_in", full)
    connection.close()
    with _other(server, own) as url, place.opened(url) as to:
        with pytest.raises(Stop, match="There is no room"):
            moving.move(to, NOW, {})
        assert len(filled) == 5
        assert to.is_empty()
    with place.opened(f"sqlite:///{own}/large.sqlite3") as to, pytest.raises(Stop, match="Free space"):
        to.check_room(10**18)
    assert moved.read() is None


@pytest.mark.once
@pytest.mark.django_db(databases="__all__")
def test_an_empty_file_that_lay_there_is_for_nobody_else_from_then_on(own: Path) -> None:
    with place.opened(f"sqlite:///{own}/there.sqlite3") as to:
        to.path.touch(0o644)
        to.make()
        assert to.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.once("SQLite keeps what is longer than its column, PostgreSQL does not")
@pytest.mark.django_db(databases="__all__")
def test_what_the_other_database_does_not_keep_is_said_without_what_it_is(cast: Cast, own: Path, target: str) -> None:
    with place.opened(target) as to:
        with to.db.schema_editor() as editor:
            editor.create_model(Schedule)
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO clocks_schedule VALUES (%s, 60, '2026-11-30 10:00:00')", ["grandmother" * 40])
        with pytest.raises(copying.NotKept, match=r"row of clocks\.Schedule") as why:
            copying.copy_table(Schedule, "default", place.ALIAS, {}, lambda _rows: None)
        assert "grandmother" not in str(why.value)


@pytest.mark.django_db(databases="__all__")
def test_who_writes_to_the_database_cannot_say_that_the_site_left_it(cast: Cast, own: Path) -> None:
    """A mark that this installation did not write, or that was changed, says nothing."""
    mark = moved.Mark(moved.State.LEFT, "token", "sqlite:////elsewhere", NOW)
    moved.write(mark)
    assert moved.read() == mark
    with connection.cursor() as cursor:
        cursor.execute("UPDATE fanal_move SET other = 'postgresql://somebody@elsewhere/fanal'")
    assert moved.read() is None
    fitting.require()


@pytest.mark.django_db(databases="__all__")
def test_the_mark_of_the_database_that_was_left_says_nothing_where_the_site_went(
    cast: Cast, own: Path, server: str
) -> None:
    """It lies there for everybody who reads it. In a copy of the old one it counts, by whatever address that has."""
    mark = moved.Mark(moved.State.LEFT, "token", "postgresql://by/another/address", NOW, moved.which(connection))
    moved.write(replace(mark, there="elsewhere"))
    assert moved.read() is not None
    moved.write(mark)
    assert moved.read() is None, "of the same kind"
    with _other(server, own) as url, place.opened(url) as left:
        moved.write(replace(mark, there="elsewhere"), left.db)
        assert left.mark() is not None
        with left.db.cursor() as there, connection.cursor() as here:
            there.execute("SELECT * FROM fanal_move")
            row = there.fetchone()
            here.execute("DELETE FROM fanal_move")
            here.execute(f"INSERT INTO fanal_move VALUES ({', '.join(['%s'] * len(row))})", row)
    assert moved.read() is None, "of another kind"
    fitting.require()


@pytest.mark.django_db(databases="__all__")
def test_a_mark_of_an_earlier_version_counts(cast: Cast, own: Path) -> None:
    """It names no place; in the database to which the site went it says nothing."""
    for other, counts in (("sqlite:////elsewhere", True), (place.present_url(), False)):
        told = {"state": "left", "token": "token", "other": other, "at": NOW.isoformat()}
        code = keyfile().signing.code("move", vault.canonical(told)).hex()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS fanal_move")
            cursor.execute("CREATE TABLE fanal_move (state text, token text, other text, at text, code text)")
            cursor.execute("INSERT INTO fanal_move VALUES (%s, %s, %s, %s, %s)", [*told.values(), code])
        assert (moved.read() is not None) == counts


@pytest.mark.django_db(databases="__all__")
def test_a_database_that_is_left_takes_nothing_until_its_mark_is_taken_off(cast: Cast, own: Path) -> None:
    moved.close(model._meta.db_table for model in copying.tables())
    _takes_nothing()
    moved.take_off(connection)
    assert Organisation.objects.update(name="x")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite the lock of the data folder says it")
@pytest.mark.django_db(transaction=True, databases="__all__")
def test_a_process_that_comes_while_the_site_moves_ends_the_move(
    people: Cast, own: Path, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read no mark, and would go on in the database that is left."""
    compare = moving._compare
    with ExitStack() as late:

        def compared(*given: Any) -> None:
            compare(*given)
            url = databases.url_of(connection.settings_dict)
            late.enter_context(psycopg.connect(url, application_name="fanal"))

        monkeypatch.setattr(moving, "_compare", compared)
        with place.opened(target) as to:
            with pytest.raises(Stop, match="Another process of Fanal"):
                moving.move(to, NOW, {})
            assert to.is_empty()
    assert moved.read() is None


# ---- nothing is forgotten ----


@pytest.mark.django_db(databases="__all__")
def test_each_table_is_moved_or_left_out_by_name() -> None:
    """Whoever adds a table that no model describes, or a column of a kind that nobody looked at, hears of it here."""
    assert copying.unknown("default") == []
    there = set(connection.introspection.table_names())
    moved_ones = {model._meta.db_table for model in copying.tables()}
    assert moved_ones <= there
    left_out = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - moved_ones
    assert left_out == {"network_sessionrow"}
    assert set(dumps.LEFT_OUT) == {"network_sessionrow", "web_cache"}
    for model in copying.tables():
        assert model._meta.parents == {}, model
        for field in model._meta.concrete_fields:
            assert type(field).__name__ in KNOWN, f"{field}: does it come out of PostgreSQL as it goes into SQLite?"
            assert not isinstance(field, models.GeneratedField), field


def test_numbers_of_json_are_told_by_their_value() -> None:
    """PostgreSQL writes out what SQLite keeps as 1e+16."""
    field = next(field for field in Organisation._meta.concrete_fields if isinstance(field, models.JSONField))
    tell_of = copying._reader(field)
    assert tell_of([1e16, {"a": 1.0, "b": None}]) == tell_of([10**16, {"b": None, "a": 1}])
    assert tell_of([1.5]) != tell_of([1])
    assert tell_of(None) != tell_of("null")
