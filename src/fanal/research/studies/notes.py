"""What a release says of its study beside the estimate: in English, for its bytes stay; pages say it in the language of
the reader. The checks lie with the study, and its page shows them.
"""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from fanal.engines.disclosure.contracts import SOURCE
from fanal.engines.prevalence.contracts import Estimate
from fanal.research.models import Study
from fanal.research.studies import studies, texts
from fanal.research.studies import words as study_words
from fanal.research.studies.registering import StudySource
from fanal.web import api as web

_OF_RUN = "a linkage run of members, without names"
_CORRECTED = "A second person corrected after registration: "
_FIELDS = {"title": "title", "counted": "who is counted", "source_words": "source of the table"}


def of(study: Study) -> tuple[str, ...]:
    """The notes of a release."""
    words = texts.words_of(study)
    source = words.source_words.rstrip(".") if study.run is None else _OF_RUN
    checks = f"Checks that were registered before: {', '.join(study.sensitivities) or 'none'}."
    signature = "The statistician's signature is Ed25519 over affiliation and SHA-256 of estimate.json."
    return (sentence(study), f"{SOURCE}{source}.", checks, signature, *_corrected(study))


def sentence(study: Study) -> str:
    """What stands first on the page of the release: without a figure, which stands with its interval below."""
    found = studies.estimate_of(study)
    if found is not None and found.estimated:
        return "How many children are on nobody's list, between which limits, and on what that rests."
    return "How many children are on nobody's list cannot be told from these lists."


def _corrected(study: Study) -> list[str]:
    """That words were corrected after registration, without the words that went."""
    changed = {one.field for one in texts.corrections_of(study)}
    found = [words for field, words in _FIELDS.items() if field in changed]
    return [f"{_CORRECTED}{', '.join(found)}. The method did not change."] if found else []


# ---- read again ----


def is_of_run(notes: Iterable[str]) -> bool:
    """Whether the table came from members."""
    return f"{SOURCE}{_OF_RUN}." in notes


def rests_on(notes: Iterable[str], found: Estimate, study: Study | None) -> Iterator[tuple[str, object]]:
    """Where the table is from, what was registered when, and what computes the same figures again."""
    source = next((one.removeprefix(SOURCE) for one in notes if one.startswith(SOURCE)), "")
    if source:
        yield _("Table"), str(study_words.SOURCES[StudySource.RUN]) if is_of_run(notes) else source
    if study is not None:
        yield _("Registered"), web.day_words(study.registered_at)
        yield _("Hash of what was registered"), study.registered_sha256
    yield _("Seed"), str(found.seed)
    yield _("Repeated samples"), web.digits(found.replicates)
    yield _("Engine"), found.engine_version
    yield from ((_("Corrected after registration"), words) for words in _changed(notes))


def _changed(notes: Iterable[str]) -> Iterator[str]:
    words = (_("title"), _("who is counted"), _("source of the table"))
    labels = dict(zip(_FIELDS.values(), words, strict=True))
    for one in notes:
        if one.startswith(_CORRECTED):
            named = one.removeprefix(_CORRECTED).partition(". ")[0].split(", ")
            fields = web.listed(labels.get(name, name) for name in named)
            yield _("A second person corrected: %(fields)s. The method did not change.") % {"fields": fields}
