"""The `fanal` command itself, founding, and small parts of it."""

import io
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers

from fanal import vault
from fanal.network.contracts import OrgKind, Role
from fanal.site import environment as env
from fanal.site import founding, keyfiles, serving
from fanal.site.commands import COMMANDS, main, module_of, parser
from fanal.site.console import Stop
from fanal.site.mail import mailer
from tests.rooms.site.conftest import Founded
from tests.rooms.site.installation import LANTERN, Installation

pytestmark = pytest.mark.once


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """`fanal --help` lists all; each command explains itself."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    for command in COMMANDS:
        assert f"    {command} " in said
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert (module_of(command).__doc__ or "").splitlines()[0][:40] in capsys.readouterr().out


@pytest.mark.parametrize(
    "given", [[], ["nonsense"], ["serve", "--nonsense"], ["journal"], ["kit"], ["check", "--gate"]]
)
def test_what_is_not_understood_ends_with_two(given: list[str]) -> None:
    """And does nothing."""
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2


def test_one_command_loads_only_its_own_module() -> None:
    """The parser of one command knows no other."""
    only = parser(["migrate"])
    assert only.parse_args(["migrate", "--check"]).check
    with pytest.raises(SystemExit):
        only.parse_args(["serve"])


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("127.0.0.1:8000", "127.0.0.1", 8000), ("[::1]:80", "::1", 80), ("localhost:65535", "localhost", 65535)],
)
def test_addresses(text: str, host: str, port: int) -> None:
    """Host and port, also of IPv6."""
    assert serving.Address.parse(text) == serving.Address(host, port)


@pytest.mark.parametrize("text", ["", "8000", ":8000", "host:", "host:0", "host:65536", "host:port", "host:-1"])
def test_addresses_that_are_none(text: str) -> None:
    """Each is refused in words."""
    with pytest.raises(Stop, match="FANAL_BIND"):
        serving.Address.parse(text)


def test_a_key_file_is_never_written_over(tmp_path: Path) -> None:
    """Private from the first byte; a second one is refused and the first stays."""
    path = tmp_path / "data" / "keyfile.json"
    first = vault.KeyFile.new()
    keyfiles.make(path, first)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(Stop):
        keyfiles.make(path, vault.KeyFile.new())
    assert path.read_text() == first.to_text()
    assert [one.name for one in path.parent.iterdir()] == ["keyfile.json"]


def test_a_plan_is_read(settings: Any) -> None:
    """Norway's code is no truth value; what is left out has its default."""
    plan = founding.parse(LANTERN)
    assert (plan.name, plan.kind, plan.country, plan.mandates) == ("Lantern", OrgKind.MEMBER, "NO", ("NO",))
    assert (plan.shares, plan.languages) == ((2, 3), ("en",))
    assert plan.people[0].roles == (Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER)


def test_the_sample_of_an_organisation_can_be_founded() -> None:
    """docs/operating/organisation.yaml is a good plan."""
    plan = founding.parse((env.ROOT / "docs" / "operating" / "organisation.yaml").read_text())
    assert sum(Role.KEY_KEEPER in person.roles for person in plan.people) == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "club"}, "kind must be one of"),
        ({"country": "QQ"}, "QQ is no country"),
        ({"mandates": ["NO", "ZZ"]}, "ZZ is no country"),
        ({"languages": ["tlh"]}, "tlh is no language"),
        ({"time_zone": "Mars/Base"}, "Mars/Base is no time zone"),
        ({"shares": ["1", "3"]}, "shares must be"),
        ({"shares": "many"}, "shares must be"),
        ({"people": []}, "missing: people"),
        ({"name": ""}, "missing: name"),
        ({"colour": "red"}, "unknown key: colour"),
        ({"people": ["amara"]}, "person 1: must have"),
        ({"people": [{"username": "a", "name": "A", "roles": ["king"]}]}, "king is no role"),
        ({"people": [{"username": "a", "name": "A", "roles": ["manager"], "password": "x"}]}, "unknown key: password"),
    ],
)
def test_every_defect_of_a_plan_is_named(change: dict[str, object], says: str) -> None:
    """And nothing is founded."""
    made = yaml.load(LANTERN, Loader=yaml.BaseLoader) | change
    with pytest.raises(Stop, match=says):
        founding.parse(yaml.safe_dump(made))


def test_production_founds_nothing_in_fictional_countries(settings: Any) -> None:
    """XA is for demonstrations."""
    made = yaml.load(LANTERN, Loader=yaml.BaseLoader) | {"country": "XA"}
    founding.checked(made)
    settings.PRODUCTION = True
    with pytest.raises(Stop, match="XA is no country for this site"):
        founding.checked(made)


def test_the_file_of_sessions_is_made_without_the_changes_of_other_rooms(installation: Installation) -> None:
    """It is made anew at each start of the machine: what goes on in rooms that keep nothing there costs no start."""
    with closing(sqlite3.connect(installation.sessions)) as file:
        assert {app for (app,) in file.execute("SELECT app FROM django_migrations")} == {"network"}
        assert file.execute("SELECT count(*) FROM network_sessionrow").fetchall() == [(0,)]


def test_everyones_password_is_lost(installation: Installation, founded: Founded) -> None:
    """Drill with a wrong share, then the right ones; two holders make a new keeper, who is told of in the journal."""
    assert "do not open" in installation.run("kit", "drill", "lantern", answers=founded.wrong, expect=1).err
    installation.run("kit", "drill", "lantern", answers=founded.shares[1:])
    new = [*founded.shares[:2], "Celia", "Celia", "short", "four owls under one roof"]
    said = installation.run("kit", "recover", "Lantern", answers=new).out
    assert "Use at least 12 characters." in said
    assert "Celia can open everything of Lantern" in said
    assert installation.deed("waiting_notices") == ["3"]
    installation.run("journal", "verify")
    assert "There are: Lantern" in installation.run("kit", "drill", "Lighthouse", expect=1).err


def test_asking_ends_in_words(installation: Installation) -> None:
    """Standard input that ends too early stops the command before it does anything."""
    path = installation.data / "lighthouse.yaml"
    path.write_text(LANTERN.replace("Lantern", "Lighthouse").replace("amara", "ana").replace("bao", "ben"))
    said = installation.run("kit", "org", str(path), answers=["seven lanterns on the sea"], expect=1).err
    assert "The input ended" in said


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("smtps://u:p%40ss@mail.example", {"host": "mail.example", "port": 465, "use_ssl": True, "password": "p@ss"}),
        ("smtp://mail.example:25", {"host": "mail.example", "port": 25, "use_tls": True}),
        ("smtp://localhost:25", {"host": "localhost", "port": 25}),
    ],
)
def test_mail_over_the_network_is_encrypted(url: str, options: dict[str, object], tmp_path: Path) -> None:
    """TLS from the start or at once after it; a relay on the same machine needs none."""
    made = mailer(url, folder=tmp_path)["OPTIONS"]
    assert isinstance(made, dict)
    assert options.items() <= made.items()
    assert bool(made.get("use_ssl")) + bool(made.get("use_tls")) == (0 if "localhost" in url else 1)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://:25", "smtp://mail.example:port"])
def test_mail_addresses_that_are_none(url: str, tmp_path: Path) -> None:
    """A wrong setting stops the start."""
    with pytest.raises(ImproperlyConfigured, match="FANAL_MAIL_URL"):
        mailer(url, folder=tmp_path)


def test_without_a_mail_server_notices_become_files(settings: Any, tmp_path: Path) -> None:
    """A demonstration sends nothing."""
    settings.MAILERS = {"default": mailer("", folder=tmp_path / "mail")}
    EmailMessage("A task is waiting", "Please sign in.", "a@fanal.example", ["b@fanal.example"]).send(using="default")
    (path,) = (tmp_path / "mail").iterdir()
    assert "Please sign in." in path.read_text()
    assert list(mailers) == ["default"]


def test_a_reader_that_went_away_is_no_fault_of_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`fanal … | head` ended with "[Errno 32] Broken pipe" where a command reads files, too."""

    def reading(_args: Any, fault: OSError) -> int:
        try:
            raise fault
        except OSError as error:
            raise Stop(str(error)) from None

    closed = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", closed)
        patched.setattr(module_of("check"), "run", lambda args: reading(args, BrokenPipeError(32, "Broken pipe")))
        assert main(["check"]) == 1
    assert closed.closed
    monkeypatch.setattr(module_of("check"), "run", lambda args: reading(args, FileNotFoundError(2, "no such file")))
    assert main(["check"]) == 1
    assert "no such file" in capsys.readouterr().err, "the control"
