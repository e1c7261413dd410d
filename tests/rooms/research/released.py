"""Releases for tests of pages: counts of fictional children, protected, bundled, signed by an organisation."""

from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from fanal.engines.disclosure import bundles
from fanal.engines.disclosure.bundles import About, Estimated, Review, Signature, Statistician
from fanal.engines.disclosure.counting import count
from fanal.engines.disclosure.generate import people
from fanal.engines.disclosure.model import Coverage, Policy, TableSpec
from fanal.engines.disclosure.protect import protect
from fanal.engines.prevalence.estimate import estimate
from fanal.engines.prevalence.svg import svg
from fanal.engines.prevalence.table import CaptureTable
from fanal.network.api import rings
from fanal.network.models import Organisation
from fanal.research.models import Release
from fanal.research.questions import catalogue
from fanal.vocabulary.corpus import CORPUS
from tests.people import NOW, Cast

COVERAGE = Coverage(1, 1, 10, {"sex": 3, "age_band": None})
REVIEWS = (Review("release_reviewer", date(2026, 11, 1)), Review("survivor_adviser", date(2026, 11, 2)))


def tables(about: About, rows: int = 3000, *, beside: bool = True) -> dict[str, bytes]:
    """A bundle of two tables of fictional children."""
    table = people(rows, seed=7)
    table = replace(table, classes=catalogue.reviewed(table.classes, date(2026, 1, 1)))
    specs = (
        TableSpec(("sex",), ("age_band",), cohorts=(table.cohort,)),
        TableSpec(("mobility",), cohorts=(table.cohort,), title="How the children were moved"),
    )
    protected = protect(count(table, 2), specs, Policy())
    return bundles.bundle(protected, None, COVERAGE, REVIEWS, about, beside=beside)


def study(about: About, name: str = "netherlands_5", *, beside: bool = True, **options: Any) -> dict[str, bytes]:
    """A bundle of an estimate, with few replicates."""
    found = estimate(CaptureTable.from_csv(CORPUS / "prevalence" / f"{name}.csv"), replicates=200, **options)
    made = Estimated(
        found.to_json().encode(), svg(found).encode(), Statistician("Sam Stone", "Institute of XC", "c2ln")
    )
    return bundles.bundle((), None, COVERAGE, REVIEWS, about, estimated=made, beside=beside)


def about(number: str = "XA-2026-001", **more: Any) -> About:
    given = {
        "id": number, "title": "Girls and boys by age",
        "population": "Fictional children with a case file", "definition": "Fictional children",
        "publisher": "Aurora", "published_on": date(2026, 11, 25), **more,
    }  # fmt: skip
    return About(**given)


def put(cast: Cast, files: dict[str, bytes], *, by: str = "amara", now: datetime = NOW, **more: Any) -> Release:
    """The release as `publish` leaves it: signed, whole, in the table."""
    actor = cast[by]
    org = Organisation.objects.get(pk=actor.org)
    signed = rings.identity_signer(org, actor.keyring).sign(bundles.PURPOSE, files[bundles.RELEASE])
    whole = {**files, bundles.SIGNATURE: bundles.signature_file(Signature(org.name, bytes(org.identity), signed))}
    read = bundles.read(whole)
    given = {
        "number": read.id, "version": read.document["version"], "question": "children-age", "kind": read.kind,
        "audience": "public", "title": read.title, "sentence": "Most of the children were girls.",
        "countries": ["XA"], "published_at": now, **more,
    }  # fmt: skip
    packed = bundles.packed(whole)
    given |= {"packed": packed, "sha256": sha256(packed).hexdigest()}
    row = Release(org_id=actor.org, published_by_id=actor.person, **given)
    row.save(force_insert=True)
    return row


def downloaded(data: bytes, folder: Path) -> Path:
    path = folder / "release.zip"
    path.write_bytes(data)
    return path
