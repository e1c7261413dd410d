"""`fanal kit setup`: what cannot be is asked again at once, and nothing that was answered is lost."""

import yaml

from tests.rooms.site.installation import PASSWORDS, Installation

LANTERN = ["Lan\atern", "Lantern", "members", "member", "NORWAY", "no", "no, zz", "no", "", "Oslo", "Europe/Oslo"]
AMARA = ["ruth office", "amara", "", "Amara", "keeper", "intake_officer, key_keeper", "notmail", ""]
BAO = ["Amara", "bao", "Bao", "manager, key_keeper", "bao@example.org"]


def test_what_cannot_be_is_asked_again(empty: Installation) -> None:
    said = empty.run("kit", "setup", answers=[*LANTERN, *AMARA, *BAO, "", *PASSWORDS]).out
    for words in (
        "kind must be one of", "NORWAY is no country for this site. Once more.", "ZZ is no country for this site",
        "Oslo is no time zone", "without spaces. Once more.",
        "It needs a name.", "notmail is no e-mail address. Once more.",
        "amara is taken. Once more.", "keeper is no role. Once more.", "Lantern is founded.",
    ):  # fmt: skip
        assert words in said, words
    for words in ("signs for the organisation; at least two people", "hears concerns and works for children"):
        assert words in said, words
    for strange in ("government_reader", "trainee", "researcher", "liaison", "provider ", "authority"):
        assert strange not in said, strange
    assert not (empty.data / "organisation.yaml").exists()


def test_what_was_answered_is_kept_where_it_ends_early(empty: Installation) -> None:
    """With one key keeper it cannot be founded; where the input ends, what was answered is there as well."""
    done = empty.run("kit", "setup", answers=[*LANTERN, *AMARA, "", PASSWORDS[0]], expect=1)
    path = empty.data / "organisation.yaml"
    assert f"Mend it there, and run `fanal kit org {path}`." in done.err
    text = path.read_text()
    assert PASSWORDS[0] not in text
    held = yaml.safe_load(text)
    assert (held["name"], held["country"], held["time_zone"]) == ("Lantern", "NO", "Europe/Oslo")
    path.write_text(text + "- {username: bao, name: Bao, roles: [manager, key_keeper]}\n")
    assert "Lantern is founded." in empty.run("kit", "org", str(path), answers=PASSWORDS).out


def test_where_the_input_ends_nothing_is_founded(empty: Installation) -> None:
    done = empty.run("kit", "setup", answers=[*LANTERN, "amara"], expect=1)
    assert "The input ended before this was answered" in done.err
    assert yaml.safe_load((empty.data / "organisation.yaml").read_text())["people"][0]["username"] == "amara"
