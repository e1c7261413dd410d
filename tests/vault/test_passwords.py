"""Passwords are refused for being easy to guess, never for their composition."""

import pytest

from fanal import vault
from fanal.vault import WeakPassword

KNOWN = ("Maria López", "m.lopez@lamplight.example", "Lamplight House")


@pytest.mark.parametrize(
    "password",
    [
        "a lantern on the quay",
        "correct horse battery",
        "kvxjwmzqpdtg",
        "дом у старой пристани",
        "一盏灯照着港口的夜晚等你回",
        "ប្រទីបនៅលើកំពង់ផែ",
        "123456 lanterns on 7 quays",
        "maria found a green kettle",
        "x" * 5 + "blue kettle on the stove",
    ],
)
def test_a_password_with_signs_of_its_own_is_accepted(password: str) -> None:
    vault.check_password_rules(password, *KNOWN)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "short"),
        ("kvxjwmzqpdt", "short"),
        ("kvxjwmzq\u0301\u0301x", "short"),
        ("kvxjwmzqpdtg" * 22, "long"),
        ("aaaaaaaaaaaa", "common"),
        ("abababababababab", "common"),
        ("xkcdwxkcdwxkcdwxkcdw", "common"),
        ("123456789012", "common"),
        ("987654321098", "common"),
        ("abcdefghijklmnop", "common"),
        ("qwertyuiopasdf", "common"),
        ("poiuytrewqlkjh", "common"),
        ("azertyuiopqsdf", "common"),
        ("passwordpassword", "common"),
        ("Password2026!", "common"),
        ("P@ssw0rd2026!!", "common"),
        ("motdepasse2026", "common"),
        ("contraseña123", "common"),
        ("Summer2026!!", "common"),
        ("admin12345678", "common"),
        ("MariaLopez1234", "known"),
        ("MariaLópez1234", "known"),
        ("lamplight-2026", "known"),
        ("L4mpl1ght-2026", "known"),
        ("Lampl!ght-2026", "known"),
        ("house.lamplight", "known"),
    ],
)
def test_what_guessers_try_first_is_refused_with_its_reason(password: str, reason: str) -> None:
    with pytest.raises(WeakPassword) as refused:
        vault.check_password_rules(password, *KNOWN)
    assert refused.value.reason == reason
    assert str(refused.value) == "this password is too easy to guess"


def test_known_words_count_only_where_they_are_known() -> None:
    vault.check_password_rules("lamplight-2026")
    vault.check_password_rules("lamplight-2026", "", "at", "x-y")
    with pytest.raises(WeakPassword):
        vault.check_password_rules("lamplight-2026", "https://lamplight.example/")


def test_six_signs_of_its_own_are_enough_and_five_are_not() -> None:
    for word, reason in (("password", "common"), ("lamplight", "known")):
        vault.check_password_rules(word + "kvxjwm", *KNOWN)
        with pytest.raises(WeakPassword) as refused:
            vault.check_password_rules(word + "kvxjw", *KNOWN)
        assert refused.value.reason == reason


def test_the_bounds_of_length_are_twelve_and_256() -> None:
    vault.check_password_rules("kvxjwmzqpdtg")
    vault.check_password_rules(("a lantern on the quay, " * 12)[:256])
    with pytest.raises(WeakPassword):
        vault.check_password_rules("kvxjwmzqpdt")
    with pytest.raises(WeakPassword):
        vault.check_password_rules(("a lantern on the quay, " * 12)[:257])


GUESSED = """
password passwort passe motdepasse contrasena clave senha secret secreto welcome bienvenue bienvenido letmein iloveyou
jetaime teamo monkey dragon sunshine princess football baseball superman batman admin administrator login master user
test guest changeme default temporary computer internet fanal spring summer autumn winter january monday please
"""


@pytest.mark.parametrize("word", GUESSED.split())
def test_digits_and_signs_around_a_common_word_do_not_help(word: str) -> None:
    with pytest.raises(WeakPassword):
        vault.check_password_rules(f"{word}2026!!!!!!")


@pytest.mark.parametrize(
    "row", ["qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "qwertzuiop", "yxcvbnm"]
)
def test_two_ways_along_a_row_of_keys_are_no_password(row: str) -> None:
    with pytest.raises(WeakPassword):
        vault.check_password_rules(row + row[::-1] + "7")
