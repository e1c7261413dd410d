"""`fanal install`: the list is what is printed, done, and written into the Containerfile; again it does no harm."""

import os
import re
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from fanal.engines.language.command import texts_of
from fanal.site import environment as env
from fanal.site.checks import State as Said
from fanal.site.checks.proxy import buffering, proxy, sizes, tokens
from fanal.site.commands import main
from fanal.site.console import Stop
from fanal.site.installing.acts import Placed, State, Translated
from fanal.site.installing.answers import Answers, free, settings
from fanal.site.installing.carrying import Outcome, once
from fanal.site.installing.container import BEFORE, containerfile
from fanal.site.installing.machine import Elsewhere, Failed, Machine
from fanal.site.installing.plan import Facts, ground, look, steps
from fanal.site.installing.record import Record
from fanal.web import api as web

pytestmark = pytest.mark.once

HOST, UID = "help.lantern.org", 4242
ONION = f"{'abcdefghijklmnopqrstuvwxyz234567' * 2}"[:56] + ".onion"
DEBIAN = 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie)"\n'
UBUNTU = 'ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04"\n'
LANGUAGES = ["en", "fr", "es"]
FOLDERS = {"etc/fanal/keys", "var/lib/fanal", "var/backups/fanal"}

type Tree = dict[str, tuple[object, ...]]


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """The folder of a machine on which nothing was done yet; the user of the service has a number."""
    root = tmp_path / "image"
    (root / "etc").mkdir(parents=True)
    (root / "etc" / "os-release").write_text(DEBIAN)
    (root / "etc" / "passwd").write_text(f"root:x:0:0::/root:/bin/sh\nfanal:x:{UID}:{UID}::/var/lib/fanal:/bin/false\n")
    return root


def install(root: Path, *more: str, expect: int = 0) -> None:
    assert main(["install", "--root", str(root), "--host", HOST, "--email", "none", *more]) == expect


def tree(root: Path) -> Tree:
    """All that lies in a folder: content, mode, owner, and when it was written."""
    found: Tree = {}
    for place in sorted(root.rglob("*")):
        seen = place.lstat()
        held = place.readlink() if place.is_symlink() else place.read_bytes() if place.is_file() else None
        name, mode = str(place.relative_to(root)), stat.S_IMODE(seen.st_mode)
        found[name] = (held, mode, seen.st_uid, seen.st_gid, seen.st_mtime_ns)
    return found


def content(found: Tree) -> Tree:
    """The same without the times, which differ between two runs."""
    return {path: seen[:4] for path, seen in found.items()}


def all_plans() -> Iterator[tuple[Answers, Facts]]:
    answers = (
        Answers(HOST, *rest)
        for rest in product(("nginx", "caddy", "none"), ("", "a@lantern.org"), ("", "postgresql:///f"))
    )
    facts = (
        Facts(
            has_tor=tor,
            onion=ONION if tor else "",
            has_keys=keys,
            has_ipv6=six,
            keeps_time=six,
            has_caddyfile=keys,
            has_old_caddy=six,
        )
        for tor, keys, six in product((True, False), repeat=3)
    )
    return product(answers, facts)


def placed(answers: Answers, facts: Facts) -> dict[str, str]:
    return {step.act.path: step.act.text() for step in steps(answers, facts) if isinstance(step.act, Placed)}


def test_what_is_placed_are_the_samples_with_the_name_of_the_site_in_them() -> None:
    """Whatever was answered and seen: each text that is replaced stands in its sample, and no example is left."""
    for answers, facts in all_plans():
        for path, text in placed(answers, facts).items():
            assert "fanal.example" not in text, path
        codes = [step.code for step in steps(answers, facts)]
        assert len(codes) == len(set(codes))
        for number, step in enumerate(steps(answers, facts)):
            assert not step.needs or step.needs in codes[:number], step.code
            assert all(line.strip() for line in step.act.lines())


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
@pytest.mark.parametrize("onion", ["", ONION])
@pytest.mark.parametrize("is_new", [True, False])
def test_the_site_that_is_placed_passes_the_check(tmp_path: Path, kind: str, onion: str, is_new: bool) -> None:
    """`fanal check` reads it for each name of the settings: no record of reporters, whole requests, long ones."""
    facts = Facts(has_tor=bool(onion), onion=onion, has_ipv6=is_new, has_old_caddy=not is_new)
    made = placed(Answers(HOST, kind), facts)
    told = settings(made["/etc/fanal/fanal.env"])
    hosts = told["FANAL_HOSTS"].split(",")
    assert hosts == [HOST, *([onion] if onion else [])]
    site = tmp_path / "site"
    site.write_text(made[told["FANAL_PROXY_CONFIG"]])
    assert ("[::]" in site.read_text()) == (is_new and kind == "nginx")
    assert ("request_buffers" in site.read_text()) == (is_new and kind == "caddy")
    lines = [proxy(str(site), hosts, LANGUAGES), *tokens(str(site), hosts), *buffering(str(site), hosts, LANGUAGES)]
    lines += sizes(str(site), hosts, LANGUAGES, least=web.REPORTER_BYTES)
    assert [(line.code, line.state) for line in lines] == [(line.code, Said.OK) for line in lines]
    assert len(lines) == 4


def test_texts_of_other_sources_are_found_anew(tmp_path: Path) -> None:
    """What is compiled and what was found in the sources are looked at: the service can write neither."""
    package = tmp_path / "opt/fanal/src/fanal"
    where = package / "room/locale/fr/LC_MESSAGES"
    where.mkdir(parents=True)
    for name in ("django.po", "django.mo"):
        (where / name).touch()
    (package / "room/locale/parts.yaml").write_text("form: ['fanal/room/page.py']\n")
    page, act, here = package / "room/page.py", Translated(), Machine(tmp_path)
    page.write_text('_("One")')
    assert act.state(here, Record(here)) is State.LACKING
    texts_of(package)
    assert act.state(here, Record(here)) is State.RIGHT
    page.write_text('_("Two")')
    assert act.state(here, Record(here)) is State.LACKING


def test_modes_and_owners(image: Path) -> None:
    install(image)
    for path in ("etc/fanal/fanal.env", "etc/fanal/installed.json", *FOLDERS):
        assert stat.S_IMODE((image / path).stat().st_mode) & 0o077 == 0, path
    for path, mode in (("usr/local/sbin/fanal", 0o755), ("etc/fanal/away.html", 0o644), ("etc/fanal", 0o755)):
        assert stat.S_IMODE((image / path).stat().st_mode) == mode
    if os.geteuid() == 0:
        service = {path for path, seen in tree(image).items() if seen[2:4] == (UID, UID)}
        assert service == FOLDERS


def test_a_second_run_changes_nothing_and_asks_nothing(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(image)
    before = tree(image)
    capsys.readouterr()
    assert main(["install", "--root", str(image)]) == 0
    assert tree(image) == before
    assert "Nothing was changed." in capsys.readouterr().out


@pytest.mark.parametrize("proxy_of", ["nginx", "caddy", "none"])
def test_a_run_that_was_cut_is_finished(image: Path, tmp_path: Path, proxy_of: str) -> None:
    """Wherever it was cut, and with the half of a file that it was writing."""
    answers = Answers(HOST, proxy_of, "a@lantern.org")
    whole = tmp_path / "whole"
    shutil.copytree(image, whole)
    plan = steps(answers, look(Machine(whole)))
    once(plan, Machine(whole), Record(Machine(whole)), Outcome())
    for stop in range(len(plan)):
        half = tmp_path / f"half{stop}"
        shutil.copytree(image, half)
        once(plan[:stop], Machine(half), Record(Machine(half)), Outcome())
        rest = plan[stop].act
        if isinstance(rest, Placed):
            (half / rest.path[1:]).parent.mkdir(parents=True, exist_ok=True)
            (half / rest.path[1:]).with_name(f".{Path(rest.path).name}.part").write_text("half of i")
        once(plan, Machine(half), Record.read(Machine(half)), Outcome())
        assert content(tree(half)) == content(tree(whole)), plan[stop].code


def test_what_a_person_changed_is_left_and_said(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(image)
    changed = ("etc/fanal/fanal.env", "etc/systemd/system/fanal.service", "etc/fanal/away.html")
    for path in changed:
        place = image / path
        place.write_text(place.read_text().replace("NUMBER", "112") + "\n# ours\n")
    (image / "etc/systemd/system/fanal.service").chmod(0o666)
    before = content(tree(image))
    assert "to do" not in _printed(image, capsys, "The unit fanal-backup.service")
    capsys.readouterr()
    install(image)
    said = capsys.readouterr().out
    for path in changed:
        assert f"left as you have it: /{path}" in said
    assert "NUMBER" not in said
    after = content(tree(image))
    service = "etc/systemd/system/fanal.service"
    assert stat.S_IMODE((image / service).stat().st_mode) == 0o644, "the mode is ours all the same"
    assert {path: seen for path, seen in after.items() if path != service} == {
        path: seen for path, seen in before.items() if path != service
    }


def _printed(root: Path, capsys: pytest.CaptureFixture[str], what: str) -> str:
    capsys.readouterr()
    install(root, "--dry-run")
    return next(line for line in capsys.readouterr().out.splitlines() if what in line)


def test_what_nobody_changed_is_brought_up_to_date(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tor has made an address since: it comes into settings and site; where a person wrote the settings it is said."""
    (image / "etc/tor").mkdir()
    torrc = image / "etc/tor/torrc"
    torrc.write_text("SocksPort 0")
    torrc.chmod(0o640)
    install(image)
    assert torrc.read_text() == "SocksPort 0\n%include /etc/tor/fanal.torrc\n"
    assert stat.S_IMODE(torrc.stat().st_mode) == 0o640
    assert ONION not in (image / "etc/fanal/fanal.env").read_text()
    other = image.with_name("other")
    shutil.copytree(image, other)
    with (other / "etc/fanal/fanal.env").open("a") as file:
        file.write("FANAL_WORKERS=3\n")
    for root in (image, other):
        (root / "var/lib/tor/fanal").mkdir(parents=True)
        (root / "var/lib/tor/fanal/hostname").write_text(f"{ONION}\n")
    capsys.readouterr()
    install(image)
    assert f"http://{ONION}" in capsys.readouterr().out
    assert f"FANAL_HOSTS={HOST},{ONION}\n" in (image / "etc/fanal/fanal.env").read_text()
    assert f"server_name {HOST} *.onion;" in (image / "etc/nginx/sites-available/fanal.conf").read_text()
    assert torrc.read_text().count("%include") == 1
    install(other)
    said = capsys.readouterr().out
    assert "Add the onion address to FANAL_HOSTS in /etc/fanal/fanal.env, and to the names of the proxy's site:" in said


def test_a_new_name_in_the_settings_comes_into_the_site(image: Path) -> None:
    """The settings are the person's; the site of the proxy is not, until somebody changes it."""
    install(image)
    place, site = image / "etc/fanal/fanal.env", image / "etc/nginx/sites-available/fanal.conf"
    place.write_text(place.read_text().replace(f"FANAL_HOSTS={HOST}", "FANAL_HOSTS=new.lantern.org"))
    assert main(["install", "--root", str(image)]) == 0
    assert "server_name new.lantern.org;" in site.read_text()
    assert HOST not in site.read_text()


def test_an_address_that_is_none_goes_nowhere(image: Path) -> None:
    """The user of Tor writes that file: nothing else of it may come into files of root."""
    (image / "etc/tor").mkdir()
    (image / "etc/tor/torrc").touch()
    (image / "var/lib/tor/fanal").mkdir(parents=True)
    (image / "var/lib/tor/fanal/hostname").write_text(f"{ONION}; access_log /tmp/all\n")
    assert look(Machine(image)).onion == ""


def test_a_dry_run_prints_each_step_and_changes_nothing(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(image)
    install(image, "--dry-run", "--email", "a@lantern.org")
    said = capsys.readouterr().out
    assert tree(image) == before
    plan = steps(Answers(HOST, "nginx", "a@lantern.org"), look(Machine(image)))
    for step in plan:
        assert f"{step.what}: to do\n   {step.why}" in said or f"{step.what}: is there\n   {step.why}" in said
        for line in step.act.lines():
            assert line in said


def test_the_list_asks_two_questions(image: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each again where the answer cannot be; a further line of the input is left where it is."""
    answers = image.parent / "answers"
    answers.write_text(f"https://{HOST}/\n{HOST}\nnobody\nnone\nnobody reads this\n")
    with answers.open() as lines:
        monkeypatch.setattr("sys.stdin", lines)
        assert main(["install", "--root", str(image)]) == 0
        assert lines.readline() == "nobody reads this\n"
    assert f"FANAL_HOSTS={HOST}\n" in (image / "etc/fanal/fanal.env").read_text()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--host", "https://help.lantern.org/en/"), "without https://, port or path: write help.lantern.org"),
        (("--host", "help.lantern.org:443"), "write help.lantern.org"),
        (("--host", "help"), "help is no name of a site"),
        (("--host", "192.0.2.7"), "192.0.2.7 is no name"),
        (("--host", "*.lantern.org"), "is no name"),
        (("--host", "hilfe.münchen.example"), "hilfe.xn--mnchen-3ya.example"),
        (("--email", "nobody"), "nobody is no e-mail address"),
        (("--database", "mysql://localhost/fanal"), "--database takes sqlite"),
        (("--database", "postgresql://fanal:secret@db/fanal"), "A password stays out of commands"),
        (("--database", "postgresql://fanal@db/fanal?password=secret"), "A password stays out of commands"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    image: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], words: str
) -> None:
    """In one sentence, before anything was changed, and without the secret in it."""
    before = tree(image)
    install(image, *more, expect=1)
    said = capsys.readouterr().err
    assert words in said
    assert "secret" not in said
    assert tree(image) == before


@pytest.mark.parametrize("url", ["postgresql://fanal:swordfish@db/fanal", "postgresql:///fanal?Password=swordfish"])
def test_settings_of_a_person_are_not_overruled(image: Path, capsys: pytest.CaptureFixture[str], url: str) -> None:
    """The name, the database: with a password in its address, which is never printed."""
    install(image)
    place = image / "etc/fanal/fanal.env"
    place.write_text(place.read_text().replace("FANAL_DATABASE_URL=", f'FANAL_DATABASE_URL="{url}"'))
    before = content(tree(image))
    install(image, "--host", "other.lantern.org", expect=1)
    assert f"FANAL_HOSTS={HOST}. Change it there" in capsys.readouterr().err
    install(image, "--database", "sqlite", expect=1)
    assert "names another database" in capsys.readouterr().err
    install(image, "--dry-run")
    install(image)
    everything = capsys.readouterr()
    assert "swordfish" not in everything.out + everything.err
    assert "postgresql-client" in everything.out
    after = content(tree(image))
    assert after.pop("etc/fanal/installed.json")[0] != before.pop("etc/fanal/installed.json")[0]
    assert b"swordfish" not in (image / "etc/fanal/installed.json").read_bytes()
    assert after == before


def test_another_system_is_told_what_it_can_do(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (image / "etc/os-release").read_text()
    for text, known in (
        (UBUNTU, False), (before.replace("13", "12"), False), ("", False), (before, True),
        ('ID=debian\nPRETTY_NAME="Debian GNU/Linux forky/sid"\n', True), (before.replace('"13"', '"14"'), True),
    ):  # fmt: skip
        (image / "etc/os-release").write_text(text)
        assert Machine(image).system()[0] is known, text
    (image / "etc/os-release").write_text(UBUNTU)
    install(image, "--dry-run")
    assert "This is Ubuntu 24.04" in capsys.readouterr().out


def test_the_command_itself_refuses_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    """This checkout is none in /opt/fanal: what would come first of not being root and that is said."""
    if Path("/opt/fanal").resolve() == env.ROOT:
        pytest.skip("this checkout is in /opt/fanal")
    assert main(["install", "--host", HOST, "--email", "none"]) == 1
    said = capsys.readouterr().err
    assert "from /opt/fanal" in said or "Only root" in said or "Debian 13" in said
    assert main(["install", "--root", "/nowhere/at/all"]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_what_listens_on_the_ports_is_named_and_not_replaced() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        machine = Machine(web=(int(other.getsockname()[1]),))
        name = Path("/proc/self/comm").read_text().strip()
        assert machine.listening() == {name}
        with pytest.raises(Stop, match=re.escape(f"{name} listens on port {machine.web[0]} already, and nginx could")):
            free(machine, "nginx")
        free(machine, "none")
        free(machine, name)
    free(machine, "nginx")


def test_a_site_of_nginx_with_our_name_is_not_doubled(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = image / "etc/nginx/sites-enabled/shop"
    other.parent.mkdir(parents=True)
    other.write_text(f"server {{\n  server_name shop.lantern.org {HOST};\n}}\n")
    install(image, expect=1)
    assert f"/etc/nginx/sites-enabled/shop has a site for {HOST}" in capsys.readouterr().err
    other.write_text("server {\n  server_name shop.lantern.org;\n}\n")
    install(image)
    assert "shop.lantern.org" in other.read_text()


def test_a_caddyfile_of_others_stays_and_that_of_the_package_goes(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    caddyfile = image / "etc/caddy/Caddyfile"
    caddyfile.parent.mkdir(parents=True)
    caddyfile.write_text("# Welcome\n:80 {\n\troot * /usr/share/caddy\n\n\tfile_server\n\t# php\n}\n")
    other = image.with_name("other")
    shutil.copytree(image, other)
    install(image, "--proxy", "caddy")
    assert f"{HOST} {{" in caddyfile.read_text()
    assert "is yours" not in capsys.readouterr().out
    (other / "etc/caddy/Caddyfile").write_text("shop.lantern.org {\n\tfile_server\n}\n")
    for _run in range(2):
        install(other, "--proxy", "caddy")
        assert "/etc/caddy/Caddyfile is yours and was left alone" in capsys.readouterr().out
    assert (other / "etc/caddy/Caddyfile").read_text() == "shop.lantern.org {\n\tfile_server\n}\n"
    assert HOST in (other / "etc/caddy/fanal.caddy").read_text()


def test_a_certificate_of_ones_own_stays(image: Path) -> None:
    """A folder, or a link to another place: nothing of the list takes it away."""
    (image / "etc/ssl/fanal").mkdir(parents=True)
    answers = Answers(HOST, "nginx", "a@lantern.org")
    acts = {step.code: step.act for step in steps(answers, Facts())}
    machine = Machine(image)
    record = Record(machine)
    assert acts["certificate-there"].state(machine, record) is State.RIGHT
    assert acts["certificate-used"].state(machine, record) is State.THEIRS
    (image / "etc/ssl/fanal").rmdir()
    assert acts["certificate-there"].state(machine, record) is State.LACKING
    (image / "etc/ssl/fanal").symlink_to("/etc/ssl/fanal-self-signed")
    assert acts["certificate-used"].state(machine, record) is State.LACKING
    acts["certificate-used"].do(machine, record)
    assert str((image / "etc/ssl/fanal").readlink()) == f"/etc/letsencrypt/live/{HOST}"
    assert acts["certificate-used"].state(machine, record) is State.RIGHT


def test_what_it_noted_may_be_damaged(image: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install(image)
    (image / "etc/fanal/installed.json").write_text('{"files": ')
    install(image, expect=1)
    assert "installed.json is damaged. Remove it" in capsys.readouterr().err
    (image / "etc/fanal/installed.json").unlink()
    install(image)


def test_a_full_disk_is_said_and_the_next_run_goes_on(
    image: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A disk of 20 kB takes some of the files, each whole or not at all."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20k", "tmpfs", str(small)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        shutil.copytree(image, small, dirs_exist_ok=True)
        install(small, expect=1)
        assert "No room is left on the disk" in capsys.readouterr().err
        assert not list(small.rglob("*.part"))
        subprocess.run(["mount", "-o", "remount,size=1m", str(small)], check=True)
        install(small)
        install(image)
        assert content(tree(small)) == content(tree(image))
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_program_that_fails_is_quoted_and_one_that_is_not_there_named(tmp_path: Path) -> None:
    machine = Machine()
    with pytest.raises(Failed, match=r"sh said: E: no such thing"):
        machine.run("sh", "-c", "echo before; echo 'E: no such thing' >&2; echo after >&2; exit 3")
    with pytest.raises(Failed, match="no-such-program is not installed yet"):
        machine.run("no-such-program")
    with pytest.raises(Elsewhere):
        Machine(tmp_path).run("true")


def test_the_containerfile_holds_the_steps_of_the_list() -> None:
    """What is common to both stands there word by word, and it copies what the code needs."""
    text = containerfile()
    at = 0
    for step in ground():
        for line in step.act.lines():
            at = text.index(line, at)
    guide = (env.ROOT / "docs" / "operating.md").read_text()
    assert f"apt install {' '.join(BEFORE)}" in guide
    for parts in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE):
        assert all(list(env.ROOT.glob(part)) for part in parts.split()), parts
    assert "\\\n# " in text, "one layer: what changes its mode would be kept twice"


@pytest.mark.parametrize("name", ["fanal.service", "fanal-backup.service", "fanal-backup.timer"])
def test_systemd_finds_no_fault_in_the_units(image: Path, name: str) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("this machine has no systemd-analyze")
    install(image)
    unit = image / "etc/systemd/system" / name
    unit.write_text(unit.read_text().replace("/opt/fanal", str(env.ROOT)))  # where the command is, on this machine
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", str(unit)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_nginx_takes_the_site(tmp_path: Path) -> None:
    """With the first certificate, an onion address, and sockets in place of ports."""
    nginx, openssl = shutil.which("nginx", path="/usr/sbin:/usr/bin"), shutil.which("openssl")
    if not nginx or not openssl:
        pytest.skip("this machine has no nginx or no openssl")
    text = placed(Answers(HOST, "nginx"), Facts(has_tor=True, onion=ONION))["/etc/nginx/sites-available/fanal.conf"]
    made = next(step.act.lines()[0] for step in steps(Answers(HOST, "nginx"), Facts()) if step.code == "own-made")
    subprocess.run(made.replace("/etc/ssl/fanal-self-signed", str(tmp_path)).split(), check=True, capture_output=True)
    for old, new in (
        ("/etc/ssl/fanal", str(tmp_path)), ("/var/log/nginx", str(tmp_path)),
        ("listen 80", f"listen unix:{tmp_path}/a"), ("listen 443", f"listen unix:{tmp_path}/b"),
        ("listen 127.0.0.1:8001", f"listen unix:{tmp_path}/c"),
    ):  # fmt: skip
        text = text.replace(old, new)
    text = re.sub(r" *listen \[::\].*\n", "", text)
    config = tmp_path / "nginx.conf"
    config.write_text(f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    done = subprocess.run([nginx, "-t", "-q", "-c", str(config)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
