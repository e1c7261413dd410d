"""A release counts where two maintainers signed exactly what is in it; anything else is one sentence, and nothing is
changed."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fanal.site.console import Stop
from fanal.site.releases import unpacked
from tests.rooms.site.guide import lines_of
from tests.rooms.site.releasing import WHO, list_of, packed, sign

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small release that nobody signed yet."""
    made = tmp_path / "made" / "fanal-0.9.1"
    (made / "src/fanal").mkdir(parents=True)
    (made / "src/fanal/__init__.py").write_text('__version__ = "0.9.1"\n')
    (made / "README.md").write_text("Fanal\n")
    list_of(made)
    return made


def refused(archive: Path, maintainers: Path) -> str:
    """What is said of an archive that does not count. Nothing of it is left."""
    beside = archive.parent / "beside"
    beside.mkdir(exist_ok=True)
    with pytest.raises(Stop) as why, unpacked(archive, beside, maintainers / "maintainers"):
        pass
    assert not list(beside.iterdir())
    return str(why.value)


def test_two_of_three_maintainers_make_a_release(folder: Path, maintainers: Path) -> None:
    for one in ("ada", "eve"):
        sign(folder, maintainers / one)
    with unpacked(packed(folder), folder.parent, maintainers / "maintainers") as release:
        assert (release.version, release.signers) == ("0.9.1", ("ada", "eve"))
        assert (release.folder / "README.md").read_text() == "Fanal\n"


def only_one(folder: Path, maintainers: Path) -> None:
    sign(folder, maintainers / "ada")


def one_twice(folder: Path, maintainers: Path) -> None:
    sign(folder, maintainers / "ada")
    sign(folder, maintainers / "ada", under="ben")


def one_and_a_stranger(folder: Path, maintainers: Path) -> None:
    sign(folder, maintainers / "ada")
    sign(folder, maintainers / "stranger", under="ben")


def for_something_else(folder: Path, maintainers: Path) -> None:
    sign(folder, maintainers / "ada")
    sums = str(folder / "SHA256SUMS")
    subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", "file", "-f", str(maintainers / "ben"), sums], check=True)
    (folder / "SHA256SUMS.sig").rename(folder / "SHA256SUMS.ben.sig")


def test_the_lines_of_the_guide_say_the_same_before_the_first_install(folder: Path, maintainers: Path) -> None:
    for one in WHO[:2]:
        sign(folder, maintainers / one)
    lines = "\n".join(lines_of("Before the first install"))
    for there, here in (("X.Y.Z", "0.9.1"), ("/etc/fanal/maintainers", str(maintainers / "maintainers"))):
        lines = lines.replace(there, here)

    def said() -> str:
        into = folder.parent / "into"
        shutil.rmtree(into, ignore_errors=True)
        into.mkdir()
        packed(folder).rename(into / "fanal-0.9.1.tar")
        done = subprocess.run(["sh", "-c", lines], cwd=into, capture_output=True, text=True, check=False)
        return done.stdout

    good = said()
    for one in WHO[:2]:
        assert f'Good "fanal-release" signature for {one}' in good
    assert "whole" in good
    for meddling in (changed, added, left_out):
        meddling(folder)
        assert "whole" not in said()
        list_of(folder)
        assert "Good" not in said(), "of another list"


def no_letters(folder: Path) -> None:
    with (folder / "SHA256SUMS").open("ab") as file:
        file.write(b"\xff\xfe\n")


def a_link_to_a_folder(folder: Path) -> None:
    (folder / "code").symlink_to("src")
    with (folder / "SHA256SUMS").open("a") as file:
        file.write(f"{'0' * 64}  code\n")


@pytest.mark.parametrize("listed", [no_letters, a_link_to_a_folder])
def test_what_no_list_of_a_release_holds_is_said(
    listed: Callable[[Path], None], folder: Path, maintainers: Path
) -> None:
    listed(folder)
    for one in WHO:
        sign(folder, maintainers / one)
    assert "Fetch it again" in refused(packed(folder), maintainers)


def test_what_a_run_that_was_killed_unpacked_goes(folder: Path, maintainers: Path) -> None:
    left = folder.parent / ".fanal-unpack-killed"
    (left / "fanal-0.9.0").mkdir(parents=True)
    with pytest.raises(Stop), unpacked(packed(folder), folder.parent, maintainers / "maintainers"):
        pass
    assert not left.exists()


@pytest.mark.parametrize("signing", [only_one, one_twice, one_and_a_stranger, for_something_else])
def test_fewer_than_two_signatures_are_none(
    signing: Callable[[Path, Path], None], folder: Path, maintainers: Path
) -> None:
    signing(folder, maintainers)
    assert "ada alone signed it, and two maintainers must" in refused(packed(folder), maintainers)


def test_without_a_signature_it_is_not_to_be_trusted(folder: Path, maintainers: Path) -> None:
    assert "nobody whose key is known here signed it" in refused(packed(folder), maintainers)


def changed(folder: Path) -> None:
    (folder / "README.md").write_text("Anything\n")


def added(folder: Path) -> None:
    (folder / "src/fanal/more.py").write_text("print()\n")


def left_out(folder: Path) -> None:
    (folder / "README.md").unlink()


def linked(folder: Path) -> None:
    (folder / "src/fanal/more.py").symlink_to("__init__.py")


@pytest.mark.parametrize("meddling", [changed, added, left_out, linked])
def test_what_was_signed_is_what_is_there(meddling: Callable[[Path], None], folder: Path, maintainers: Path) -> None:
    for one in WHO:
        sign(folder, maintainers / one)
    meddling(folder)
    assert "does not hold what was signed" in refused(packed(folder), maintainers)


def test_another_list_than_the_signed_one_counts_for_nothing(folder: Path, maintainers: Path) -> None:
    for one in WHO:
        sign(folder, maintainers / one)
    changed(folder)
    list_of(folder)
    assert "nobody whose key is known here signed it" in refused(packed(folder), maintainers)


def test_an_archive_that_was_cut_is_said_as_such(folder: Path, maintainers: Path) -> None:
    for one in WHO:
        sign(folder, maintainers / one)
    archive = packed(folder)
    whole = archive.read_bytes()
    for end in (0, 700, len(whole) // 2):
        archive.write_bytes(whole[:end])
        assert "Fetch it again" in refused(archive, maintainers)
    assert "There is no file" in refused(archive.with_name("none.tar"), maintainers)


def outside(tar: tarfile.TarFile) -> None:
    made = tarfile.TarInfo("fanal-0.9.1/../../outside")
    made.size = 1
    tar.addfile(made, io.BytesIO(b"x"))


def elsewhere(tar: tarfile.TarFile) -> None:
    made = tarfile.TarInfo("fanal-0.9.1/elsewhere")
    made.type, made.linkname = tarfile.SYMTYPE, "/etc"
    tar.addfile(made)


def beside_it(tar: tarfile.TarFile) -> None:
    tar.addfile(tarfile.TarInfo("other/file"))


@pytest.mark.parametrize("meddling", [outside, elsewhere, beside_it])
def test_no_archive_writes_outside_its_folder(
    meddling: Callable[[tarfile.TarFile], None], folder: Path, maintainers: Path
) -> None:
    for one in WHO:
        sign(folder, maintainers / one)
    archive = packed(folder)
    with tarfile.open(archive, "a") as tar:
        meddling(tar)
    assert refused(archive, maintainers)
    assert not (archive.parent / "outside").exists()


def test_the_name_of_the_folder_says_the_version(folder: Path, maintainers: Path) -> None:
    other = folder.rename(folder.with_name("fanal-0.9.2"))
    for one in WHO:
        sign(other, maintainers / one)
    assert "says that it is fanal-0.9.2, and holds 0.9.1" in refused(packed(other), maintainers)


def test_whoever_may_write_the_keys_would_say_which_release_counts(
    folder: Path, maintainers: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    assert "the public keys of the maintainers" in refused(packed(folder), own)
    (own / "maintainers").write_text((maintainers / "maintainers").read_text())
    for path, mode in ((own / "maintainers", 0o666), (own, 0o777)):
        before = path.stat().st_mode
        path.chmod(mode)
        assert f"Others may write {path}" in refused(packed(folder), own)
        path.chmod(before)
    if not os.geteuid():
        for path in (own / "maintainers", own):
            os.chown(path, 1000, -1)
            assert f"Others may write {path}" in refused(packed(folder), own)
            os.chown(path, 0, -1)


@pytest.mark.once
@pytest.mark.skipif(
    bool(subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=False).returncode),
    reason="a release is made of a commit",
)
def test_the_maintainers_make_one_of_a_commit(maintainers: Path, tmp_path: Path) -> None:
    """With `tools/release`, and OpenSSH for the signatures."""
    made = [sys.executable, str(ROOT / "tools/release"), str(tmp_path)]
    subprocess.run(made, check=True, capture_output=True)
    folder = next(tmp_path.glob("fanal-*"))
    assert list(folder.rglob("locale/fr/LC_MESSAGES/django.mo")), "translations are compiled"
    for one in WHO[1:]:
        sign(folder, maintainers / one)
    signed = {one: (folder / f"SHA256SUMS.{one}.sig").rename(tmp_path / one) for one in WHO[1:]}
    subprocess.run([*made, *(f"{one}={path}" for one, path in signed.items())], check=True, capture_output=True)
    with unpacked(tmp_path / f"{folder.name}.tar", tmp_path, maintainers / "maintainers") as release:
        assert release.signers == WHO[1:]
        assert (release.folder / "requirements.lock").exists()
