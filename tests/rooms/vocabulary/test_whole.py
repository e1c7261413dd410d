"""What is written is there whole, or what was there before is."""

import os
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from threading import Thread

import pytest

from fanal.vocabulary import whole

pytestmark = pytest.mark.once


def test_a_file_takes_its_place_when_it_is_whole_and_is_for_its_owner(tmp_path: Path) -> None:
    place = tmp_path / "there"
    place.write_text("before")
    place.chmod(0o644)
    with whole.begun(place) as file:
        file.write(b"half")
        (part,) = {one for one in tmp_path.iterdir() if one != place}
        assert part.stat().st_mode & 0o777 == 0o600
        assert place.read_text() == "before"
        file.write(b" and half")
    assert place.read_text() == "half and half"
    assert place.stat().st_mode & 0o777 == 0o600
    with whole.begun(place, 0o640, (os.getuid(), os.getgid())) as file:
        file.write(b"for a group")
    assert place.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [place]


def test_two_who_write_at_once_write_one_after_the_other(tmp_path: Path) -> None:
    """Also where somebody who was killed left the half of it."""
    place = tmp_path / "there"
    (tmp_path / ".there.part").write_text("half of i" * 100)
    for number in range(20):
        with whole.begun(place) as file:
            file.write(b"one")
            file.flush()
            other = Thread(target=whole.put, args=(place, f"other {number}".encode()))
            other.start()
            other.join(0.01)
        other.join()
        assert place.read_text() == f"other {number}"
    assert list(tmp_path.iterdir()) == [place]


def test_where_the_disk_fails_what_was_there_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "there"
    whole.put(place, b"before")

    def fail(_descriptor: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        whole.put(place, b"after")
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]


def test_nothing_is_left_of_what_was_cut_off(tmp_path: Path) -> None:
    place = tmp_path / "there"
    place.write_text("before")
    with suppress(KeyboardInterrupt), whole.begun(place) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    with pytest.raises(FileExistsError), whole.begun(place, new=True) as file:
        file.write(b"of another")
    assert place.read_text() == "before"
    assert list(tmp_path.iterdir()) == [place]
