"""A release as a page, and its files as they were published, byte for byte."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import Bundle, Coverage, sheets
from fanal.engines.prevalence.contracts import Estimate
from fanal.network.contracts import Role
from fanal.research import engine_words, table_words, words
from fanal.research.models import Release, Study
from fanal.research.plans import synthetic_words
from fanal.research.public import citing, shelf, surroundings
from fanal.research.public.frame import address, country, draw, page
from fanal.research.questions import catalogue
from fanal.research.studies import checks, notes
from fanal.research.studies.estimate_words import Published, published
from fanal.vocabulary.countries import is_country
from fanal.web import api as web

TYPES = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
    "sig": "application/octet-stream", "txt": "text/plain; charset=utf-8",
}  # fmt: skip


REFERENCES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
}
NAMED = {"bib": "BibTeX", "ris": "RIS"}


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a release on its page: picture, table, files."""

    anchor: str
    picture: SafeString
    table: table_words.Table
    files: tuple[tuple[str, str], ...]


@page
def latest(request: HttpRequest, number: str) -> HttpResponse:
    """The newest version."""
    return _page(request, number, None)


@page
def version(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """One version, also an old one: its bytes never change, the page says what came after."""
    return _page(request, number, version)


def _page(request: HttpRequest, number: str, wanted: int | None) -> HttpResponse:
    held = shelf.versions(number)
    release = next((release for release in held if wanted in {None, release.version}), None)
    if release is None:
        raise Http404
    bundle = shelf.bundle(release)
    question = catalogue.question(release.question)
    study = shelf.study(release)
    return draw(
        request,
        "release",
        release=release,
        bundle=bundle,
        question=question.words if question else "",
        parts=[_part(release, bundle, at) for at in range(len(bundle.tables))],
        estimate=_estimate(bundle),
        rests_on=_rests_on(study, bundle),
        checks=list(checks.checks(study)) if study else [],
        of_members=bundle.estimate is None or notes.is_of_run(bundle.document["notes"]),
        who=list(_who(bundle)),
        missing=list(_missing(bundle)),
        withstood=[(attack["code"], _(attack["withstood"])) for attack in bundle.document["attacks"]],
        reading=[engine_words.in_words(sentence) for sentence in bundle.document.get("reading", ())],
        privacy=bundle.document.get("privacy") or [],
        reviews=[(_role(said["role"]), date.fromisoformat(said["decided_on"])) for said in bundle.document["reviews"]],
        files=[(name, _file(release, name)) for name in sorted(bundle.files)],
        whole=address("release_zip", release.number, release.version),
        codebook=_codebook(release, bundle),
        rows=synthetic_words.rows(bundle),
        rows_files=[(name, _file(release, name)) for name in sorted(bundle.files) if name.startswith("synthetic")],
        versions=[(version, address("release_version", version.number, version.version)) for version in held],
        newer=next((later for later in held if later.version > release.version and later.state == "published"), None),
        cite=_cited(request, release, bundle),
        references=[(name, _reference(release, kind)) for kind, name in NAMED.items()],
        countries=[_country(code) for code in release.countries if is_country(code)],
    )


def _codebook(release: Release, bundle: Bundle) -> str:
    """Where its columns are explained; studies of 0.1.0 have no columns."""
    return address("codebook", release.number, release.version) if sheets(bundle.files, bundle.classes) else ""


def _part(release: Release, bundle: Bundle, at: int) -> Part:
    listed = bundle.document["tables"][at]
    drawn = web.drawings.inline(bundle.files[f"{listed['number']}.svg"].decode(), f"t{listed['number']}")
    files = tuple((name, _file(release, name)) for name in listed["files"])
    return Part(f"table-{listed['number']}", drawn, table_words.table(bundle.tables[at]), files)


def _estimate(bundle: Bundle) -> tuple[Published, SafeString] | None:
    if bundle.estimate is None:
        return None
    part = bundle.document["estimate"]
    found = Estimate.from_json(bundle.files[part["result"]].decode())
    drawn = web.drawings.inline(bundle.files[part["picture"]].decode(), "estimate")
    return published(found, bundle.document["statistician"]), drawn


def _rests_on(study: Study | None, bundle: Bundle) -> list[tuple[str, object]]:
    if bundle.estimate is None:
        return []
    found = Estimate.from_json(bundle.files[bundle.document["estimate"]["result"]].decode())
    return list(notes.rests_on(bundle.document["notes"], found, study))


def _who(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Who is counted: without this no number is shown (DNH-47)."""
    yield _("Who"), str(bundle.document["population"]["definition"])
    if bundle.cohorts:
        yield _("Years"), web.listed(str(year) for year in bundle.cohorts)
    coverage = bundle.coverage
    yield from counted(coverage)


def counted(coverage: Coverage) -> Iterator[tuple[str, str]]:
    """Who could be counted. What nobody asked is not said: it is not zero."""
    if coverage.members_in is not None and coverage.members_asked is not None:
        members = {"given": web.digits(coverage.members_in), "asked": web.digits(coverage.members_asked)}
        yield _("Organisations"), _("%(given)s of %(asked)s that could contribute did") % members
    if coverage.opted_out is not None:
        yield _("Left out at their wish"), web.digits(coverage.opted_out)
    yield _("Not counted"), _(coverage.note)


def _missing(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """For each variable how much of it is not known."""
    for variable in bundle.classes.variables if bundle.classes else ():
        share = bundle.coverage.missing.get(variable.name)
        if variable.name in bundle.coverage.missing:
            words = _("cannot be said") if share is None else _("%(share)s %%") % {"share": web.digits(share)}
            yield table_words.variable_label(variable), words


def _role(code: str) -> str:
    """A reviewer's role as the release has it: without the room in front of a narrow duty."""
    return words.role(code if code in set(Role) else f"research.{code}")


def _cited(request: HttpRequest, release: Release, bundle: Bundle) -> citing.Cited:
    there = request.build_absolute_uri(address("release_version", release.number, release.version))
    return citing.cited(release, bundle, there)


def _reference(release: Release, kind: str) -> str:
    return address("release_reference", release.number, release.version, kind)


def _country(code: str) -> tuple[str, str, tuple[surroundings.Land, ...]]:
    return country(code), address("country", code), surroundings.of(code)


def _file(release: Release, name: str) -> str:
    return address("release_file", release.number, release.version, name)


@page
def whole(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """The ZIP file as it was published."""
    release = _one(number, version)
    answer = HttpResponse(shelf.packed(release), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{number}-v{version}.zip"'
    return answer


@page
def reference(request: HttpRequest, number: str, version: int, kind: str) -> HttpResponse:
    """The release for a reference manager."""
    release = _one(number, version)
    told = _cited(request, release, shelf.bundle(release))
    answer = HttpResponse(told.bibtex if kind == "bib" else told.ris, content_type=REFERENCES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{number}-v{version}.{kind}"'
    return answer


@page
def file(request: HttpRequest, number: str, version: int, name: str) -> HttpResponse:
    """One file of a release."""
    release = _one(number, version)
    files = shelf.bundle(release).files
    if name not in files:
        raise Http404
    answer = HttpResponse(files[name], content_type=TYPES.get(name.rpartition(".")[2], "application/octet-stream"))
    answer["Content-Disposition"] = f'attachment; filename="{number}-v{version}-{name}"'
    return answer


def _one(number: str, version: int) -> Release:
    found = shelf.public().filter(number=number, version=version).first()
    if found is None:
        raise Http404
    return found
