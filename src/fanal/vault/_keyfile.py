"""The key file: the secrets of an installation that never lie in its database. Reading and writing is the caller's."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from ._errors import CannotOpen
from ._seeds import Seed

SCHEMA: Final = "fanal/keyfile/1"
FIELDS: Final = {"schema", "demo", "peppers", "signing", "issuers", "pins"}
COMPROMISED: Final = "compromised"
"""Written only where there is one: a version that knows nothing of it would believe the key, and refuses the file."""


@dataclass(frozen=True, slots=True, eq=False)
class Pepper:
    """One version of the pepper: what a thief of the database lacks."""

    version: int
    key: Seed


@dataclass(frozen=True, slots=True, eq=False)
class FormKey:
    """The keys of the state of forms, newest last: a form that was begun before a rotation can still be sent."""

    keys: tuple[Pepper, ...]


@dataclass(frozen=True, slots=True, eq=False)
class KeyFile:
    """All secrets of an installation. `peppers` newest last; `pins` organisation id to fingerprint; `compromised` id of
    an issuer key to the instant since which others may know it."""

    peppers: tuple[Pepper, ...]
    signing: Seed
    issuers: tuple[Seed, ...] = ()
    pins: Mapping[str, str] = field(default_factory=dict, repr=False)
    demo: bool = False
    compromised: Mapping[str, datetime] = field(default_factory=dict)

    @classmethod
    def new(cls, demo: bool = False) -> "KeyFile":
        """A new key file with random secrets; `demo` marks the keys of a demonstration."""
        return cls((Pepper(1, Seed.new()),), Seed.new(), demo=demo)

    @classmethod
    def parse(cls, text: str) -> "KeyFile":
        """The key file of its text. Raises CannotOpen if it is none, is damaged, or holds what this version ignores."""
        try:
            return _parsed(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise CannotOpen from None

    def to_text(self) -> str:
        """The key file as JSON text. Secret: write it with mode 0600 only."""
        made = {
            "schema": SCHEMA,
            "demo": self.demo,
            "peppers": [{"version": pepper.version, "key": _written(pepper.key)} for pepper in self.peppers],
            "signing": _written(self.signing),
            "issuers": [_written(seed) for seed in self.issuers],
            "pins": dict(self.pins),
        }
        if self.compromised:
            made[COMPROMISED] = {key: since.isoformat() for key, since in self.compromised.items()}
        return json.dumps(made, indent=1) + "\n"

    @property
    def pepper(self) -> Pepper:
        """The current version of the pepper."""
        return self.peppers[-1]

    def pepper_of(self, version: int) -> Pepper:
        """One version of the pepper. Raises CannotOpen if the file does not hold it."""
        for pepper in self.peppers:
            if pepper.version == version:
                return pepper
        raise CannotOpen

    @property
    def form_key(self) -> FormKey:
        """The key of the state of forms."""
        return FormKey(tuple(Pepper(pepper.version, pepper.key.derive("form")) for pepper in self.peppers))

    def with_pin(self, org: str, fingerprint: str) -> "KeyFile":
        """A copy that pins the fingerprint of an organisation."""
        return replace(self, pins={**self.pins, org: fingerprint})

    def without_pin(self, org: str) -> "KeyFile":
        """A copy that no longer pins an organisation."""
        return replace(self, pins={known: pin for known, pin in self.pins.items() if known != org})

    def with_issuer(self, seed: Seed) -> "KeyFile":
        """A copy with a further issuer key, newest last."""
        return replace(self, issuers=(*self.issuers, seed))

    def with_compromised(self, key: str, since: datetime) -> "KeyFile":
        """A copy that knows since when an issuer key is known to others; said again, the earlier instant counts."""
        return replace(self, compromised={**self.compromised, key: min(since, self.compromised.get(key, since))})

    def rotated(self) -> "KeyFile":
        """A copy with a further version of the pepper, which is now current."""
        return replace(self, peppers=(*self.peppers, Pepper(self.pepper.version + 1, Seed.new())))


def _written(seed: Seed) -> str:
    return base64.b64encode(seed.reveal()).decode()


def _read(text: Any) -> Seed:
    try:
        return Seed.of(base64.b64decode(text, validate=True))
    except binascii.Error as error:
        raise ValueError from error


def _parsed(made: Any) -> KeyFile:
    peppers = tuple(Pepper(row["version"], _read(row["key"])) for row in made["peppers"])
    versions = [pepper.version for pepper in peppers]
    numbered = all(type(version) is int and 0 < version <= 0xFFFF for version in versions)
    pins = made["pins"]
    texts = all(isinstance(text, str) for pin in pins.items() for text in pin)
    if (
        set(made) - {COMPROMISED} != FIELDS
        or made["schema"] != SCHEMA
        or not isinstance(made["demo"], bool)
        or not texts
    ):
        raise ValueError
    if not versions or not numbered or versions != sorted(set(versions)):
        raise ValueError
    issuers = tuple(_read(text) for text in made["issuers"])
    return KeyFile(peppers, _read(made["signing"]), issuers, dict(pins), made["demo"], _instants(made))


def _instants(made: Any) -> dict[str, datetime]:
    found = {key: datetime.fromisoformat(since) for key, since in made.get(COMPROMISED, {}).items()}
    if any(since.tzinfo is None for since in found.values()):
        raise ValueError
    return found
