"""An organisation to be founded, as a YAML file or answers at the console give it; every defect is named at once."""

import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fanal import vault
from fanal.network import api as network
from fanal.network.api import words
from fanal.network.contracts import SIGN_IN_NAME, Founder, OrgKind, Role
from fanal.site.console import Stop, prompt, say
from fanal.vocabulary.countries import country, is_country

_KEYS = {"name", "kind", "country", "mandates", "languages", "time_zone", "shares", "people"}
_PERSON_KEYS = {"username", "name", "roles", "email", "language"}
_NEEDED = ("name", "kind", "country")
_SHARES = ((2, 3), (3, 5))
_FIRST = {
    OrgKind.MEMBER: "hears concerns and works for children; an office that does all itself is one",
    OrgKind.SECRETARIAT: "leads a network of members and opens no concern",
}
"""What the first organisation of a site can be: every other kind is let in by the secretariat, or has no keys."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be founded; `people` without their passwords."""

    name: str
    kind: OrgKind
    country: str
    mandates: tuple[str, ...]
    languages: tuple[str, ...]
    time_zone: str
    shares: tuple[int, int]
    people: tuple[Founder, ...]


def parse(text: str) -> Plan:
    """The plan of a YAML text. Raises Stop with every defect."""
    try:
        made = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  text only: else the country NO would be false
    except yaml.YAMLError:
        raise Stop("This is not a YAML file.") from None
    if not isinstance(made, dict):
        raise Stop("The file must hold the keys of one organisation.")
    return checked(made)


def checked(made: Mapping[str, Any]) -> Plan:
    """The plan of plain values. Raises Stop with every defect."""
    wrong = [f"unknown key: {key}" for key in made if key not in _KEYS]
    wrong += [f"missing: {key}" for key in (*_NEEDED, "people") if not made.get(key)]
    wrong += _wrong_values(made)
    people = made.get("people") if isinstance(made.get("people"), list) else []
    for number, person in enumerate(people or [], start=1):
        wrong += [f"person {number}: {defect}" for defect in _wrong_person(person)]
    if wrong:
        raise Stop("The organisation cannot be founded so:\n" + "\n".join(f"  - {defect}" for defect in wrong))
    return Plan(
        name=str(made["name"]).strip(),
        kind=OrgKind(made["kind"]),
        country=str(made["country"]),
        mandates=tuple(made.get("mandates") or ()),
        languages=tuple(made.get("languages") or ("en",)),
        time_zone=str(made.get("time_zone") or "UTC"),
        shares=_shares(made),
        people=tuple(_founder(person) for person in people or []),
    )


def _shares(made: Mapping[str, Any]) -> tuple[int, int]:
    need, of = made.get("shares") or _SHARES[0]
    return int(need), int(of)


def _wrong_values(made: Mapping[str, Any]) -> list[str]:
    wrong = []
    if not str(made.get("name") or "").isprintable():
        wrong.append("the name has a sign that cannot be printed")
    if made.get("kind") and made["kind"] not in list(OrgKind):
        wrong.append(f"kind must be one of {', '.join(OrgKind)}")
    for code in [made.get("country"), *(made.get("mandates") or [])]:
        if code and not may_be(code):
            wrong.append(f"{code} is no country for this site")
    for language in made.get("languages") or []:
        if language not in dict(settings.LANGUAGES):
            wrong.append(f"{language} is no language of this site")
    if (made.get("time_zone") or "UTC") not in available_timezones():
        wrong.append(f"{made['time_zone']} is no time zone")
    try:
        good = _shares(made) in _SHARES
    except (TypeError, ValueError):
        good = False
    return wrong if good else [*wrong, "shares must be [2, 3] or [3, 5]"]


def may_be(code: object) -> bool:
    """Whether an organisation of this site can sit or work in a country."""
    known = isinstance(code, str) and is_country(code)
    return known and not (settings.PRODUCTION and country(str(code)).demonstration)


def _wrong_person(person: object, roles_of: Collection[Role] = tuple(Role)) -> list[str]:
    if not isinstance(person, dict):
        return ["must have username, name and roles"]
    wrong = [f"unknown key: {key}" for key in person if key not in _PERSON_KEYS]
    wrong += [f"missing: {key}" for key in ("username", "name", "roles") if not person.get(key)]
    wrong += _wrong_username(person.get("username")) + _wrong_email(person.get("email"))
    roles = person.get("roles")
    if roles and not isinstance(roles, list):
        return [*wrong, "roles must be a list"]
    return wrong + [f"{role} is no role" for role in roles or [] if role not in roles_of]


def _wrong_username(name: object) -> list[str]:
    fits = not name or re.fullmatch(SIGN_IN_NAME, str(name))
    return [] if fits else ["a sign-in name has 2 to 60 letters and digits, without spaces"]


def _wrong_email(address: object) -> list[str]:
    try:
        validate_email(str(address)) if address else None
    except ValidationError:
        return [f"{address} is no e-mail address"]
    return []


def _founder(person: Mapping[str, Any]) -> Founder:
    return Founder(
        username=str(person["username"]).strip().lower(),
        name=str(person["name"]).strip(),
        password="",
        roles=tuple(Role(role) for role in person["roles"]),
        email=str(person.get("email") or ""),
        language=str(person.get("language") or "en"),
    )


def ask_plan(made: dict[str, Any]) -> Plan:
    """The plan by questions, for a first organisation. What cannot be is asked again at once; `made` holds all that was
    answered, also where this ends early. Raises Stop."""
    _ask(made, "name", "Name of the organisation:")
    say("It is one of these:\n" + "\n".join(f"  {kind:<12} {said}" for kind, said in _FIRST.items()))
    _ask(made, "kind", "Kind:")
    _ask(made, "country", "Country where it sits (two letters):", str.upper)
    _ask(made, "mandates", "Countries that it works in (with commas, may be empty):", lambda text: _list(text.upper()))
    _ask(made, "languages", "Languages that it reads (with commas, empty for en):", _list)
    _ask(made, "time_zone", "Time zone, such as Europe/Oslo (empty for UTC):")
    made["people"], roles = [], words.ROLES_OF[OrgKind(made["kind"])]
    say("Now its first people, two key keepers among them. Each can have several of these roles:")
    say("\n".join(f"  {role:<24} {words.ROLE_HINTS[role]}" for role in roles))
    while username := prompt("Sign-in name (empty when all are there):").lower():
        taken = not network.is_free(username) or username in [one["username"] for one in made["people"]]
        if wrong := _wrong_username(username) or ([f"{username} is taken"] if taken else []):
            _again(wrong)
            continue
        person: dict[str, Any] = {"username": username, "roles": []}
        made["people"].append(person)
        while not (name := prompt("Name as colleagues see it:")):
            say("It needs a name. Once more.")
        person["name"] = name
        while wrong := _wrong_person(person, roles):
            if person["roles"]:
                _again(wrong)
            person["roles"] = _list(prompt("Roles:"))
        while wrong := _wrong_email(email := prompt("E-mail for notices (may be empty):")):
            _again(wrong)
        person["email"] = email
    return checked(made)


def _ask(made: dict[str, Any], key: str, question: str, read: Callable[[str], Any] = str) -> None:
    while True:
        value = read(prompt(question))
        wrong = _wrong_values({key: value}) if value else [f"missing: {key}"] if key in _NEEDED else []
        if key == "kind" and value not in _FIRST:
            wrong = [f"kind must be one of {' and '.join(_FIRST)}"]
        if not wrong:
            made[key] = value
            return
        _again(wrong)


def _again(wrong: Sequence[str]) -> None:
    for one in wrong:
        say(f"{one}. Once more.")


def kept(made: Mapping[str, Any]) -> str:
    """What was answered, as the YAML file of `fanal kit org`; there is no password in it."""
    return str(
        yaml.safe_dump({key: value for key, value in made.items() if value}, allow_unicode=True, sort_keys=False)
    )


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def ask_password(username: str, name: str) -> str:
    """A password that the vault takes, asked until it is one."""
    while True:
        password = prompt(f"Password of {username} (a few words, twelve letters or more):", secret=True)
        try:
            vault.check_password_rules(password, username, name)
        except vault.WeakPassword as weak:
            say(words.weak(weak))
            continue
        # Nobody sees what is typed: who sits there types it twice.
        if sys.stdin.isatty() and prompt("The same once more:", secret=True) != password:
            say("That was not the same. Once more.")
            continue
        return password
