"""Releases as everybody may read them: those for the public, read whole from their bytes, each read once."""

from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from fanal.engines.disclosure.contracts import Bundle
from fanal.research.models import Release, Study
from fanal.research.releases import releases

SUMMARY = (
    "pk", "number", "version", "org_id", "question", "kind", "title", "sentence", "countries", "synthetic", "state",
    "published_at", "reason", "sha256", "doi",
)  # fmt: skip


def public() -> QuerySet[Release]:
    """Releases for the public without their bytes, newest first, all versions and states."""
    return Release.objects.filter(audience="public").order_by("-published_at", "-pk").only(*SUMMARY)


def newest() -> list[Release]:
    """The newest version of each number: withdrawn ones are told of, superseded ones are reached from the newer."""
    found: dict[str, Release] = {}
    for one in public().order_by("number", "-version"):
        found.setdefault(one.number, one)
    return sorted(found.values(), key=lambda one: (one.published_at, one.pk), reverse=True)


def versions(number: str) -> list[Release]:
    """All versions of a number, newest first."""
    return list(public().filter(number=number).order_by("-version").select_related("org"))


def study(release: Release) -> Study | None:
    """The study that a release is of, with its checks: they are in no file of it."""
    return Study.objects.filter(releases=release.pk).first()


def bundle(release: Release) -> Bundle:
    """The release read from its bytes, with every check of the engine. Raises `bundles.NotWhole`."""
    return _bundle(release.pk, release.sha256)


@lru_cache(maxsize=128)
def _bundle(pk: UUID, sha256: str) -> Bundle:
    del sha256  # part of the key: another row of bytes is another release
    return releases.bundle_of(Release.objects.only("packed", "sha256").get(pk=pk))


def packed(release: Release) -> bytes:
    """The exact bytes as they were published. Raises `bundles.NotWhole` where they are others now."""
    return releases.packed_of(Release.objects.only("packed", "sha256").get(pk=release.pk))
