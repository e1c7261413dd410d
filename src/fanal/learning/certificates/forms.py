"""The form of a certificate: an Open Badges 3.0 credential as VC-JWT. Pure.

Open Badges Specification 3.0 (1EdTech, final release of 27 May 2024): `OpenBadgeCredential`, external proof in compact
JWS; the credential itself is the payload (W3C VC Data Model 2.0). It names no employer, no place, no score, no date of
birth and no nationality.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from fanal.learning.certificates import status

CONTEXT: Final = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
LONGEST_NAME: Final = 120
_ACHIEVEMENTS: Final = UUID("5d0a2c7f-9a52-5a34-8f53-2b8f6a0f71c1")


@dataclass(frozen=True, slots=True)
class Issued:
    """What a certificate says. `issuer`: a DID; `list_at`, `index`: its place in a status list; `name_hash`, `salt`: of
    the holder's name; `achievement`: one for a course, version and language."""

    id: UUID
    issuer: str
    issuer_name: str
    achievement: UUID
    title: str
    about: str
    criteria: str
    version: int
    language: str
    issued: datetime
    expires: datetime
    list_at: str
    index: int
    name_hash: str
    salt: str


def achieved(course: str, version: int | str, language: str) -> UUID:
    """What is achieved: one for a course, version and language."""
    return uuid5(_ACHIEVEMENTS, f"{course}@{version}/{language}")


def tidied_name(name: str) -> str:
    """A name as it is compared: NFKC, case folded, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def name_hash(name: str, salt: str) -> str:
    """Hexadecimal SHA-256 over UTF-8 of the tidied name and the salt (`identityHash` of Open Badges)."""
    return hashlib.sha256((tidied_name(name) + salt).encode()).hexdigest()


def id_of(said: Mapping[str, Any]) -> UUID | None:
    """Which certificate a payload is that was signed; None where it is something else, such as a list."""
    try:
        return UUID(str(said.get("id")).removeprefix("urn:uuid:"))
    except ValueError:
        return None


def credential(one: Issued) -> dict[str, Any]:
    """The payload of the VC-JWT."""
    holder = {
        "type": "IdentityObject", "identityType": "name", "hashed": True,
        "identityHash": f"sha256${one.name_hash}", "salt": one.salt,
    }  # fmt: skip
    achievement = {
        "id": f"urn:uuid:{one.achievement}", "type": ["Achievement"], "name": one.title, "description": one.about,
        "criteria": {"narrative": one.criteria}, "achievementType": "Certificate", "inLanguage": one.language,
        "version": str(one.version),
    }  # fmt: skip
    made = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{one.id}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": one.title,
        "issuer": {"id": one.issuer, "type": ["Profile"], "name": one.issuer_name},
        "validFrom": status.stamp(one.issued),
        "validUntil": status.stamp(one.expires),
        "credentialSubject": {"type": ["AchievementSubject"], "identifier": [holder], "achievement": achievement},
        "credentialStatus": dict(status.entry(one.list_at, one.index)),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    claims = {
        "iss": one.issuer, "jti": made["id"], "nbf": int(one.issued.timestamp()), "exp": int(one.expires.timestamp()),
    }  # fmt: skip
    return made | claims
