"""A study before its table is opened: what is asked, of which table, by which method, with which checks.

Method, models and checks are registered first; their hash stands in the journal
(docs/research.md, "Studies and runs"). Until then nobody opens the table: whoever pastes a published one has it sealed
at once, and no page shows it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from fanal import vault
from fanal.access.api import (
    NotNow,
    RecordRef,
    as_seen,
    ask,
    every,
    found,
    need,
    open_record,
    seal_into,
    stated,
    visible,
)
from fanal.clocks import api as clocks
from fanal.engines.prevalence.contracts import ENGINE_VERSION, ENGINES, canonical_json
from fanal.journal import api as journal
from fanal.network.api import records, rings
from fanal.network.contracts import Actor, RingKind
from fanal.research import turns, wording
from fanal.research.content import HistoriesContent
from fanal.research.models import LinkageRun, Study
from fanal.research.questions import catalogue
from fanal.research.studies import duties, texts
from fanal.research.studies import engine as study_engine
from fanal.research.studies.policy import OPEN, REGISTER, REVISE, STOP
from fanal.vocabulary.codes import ProcessingPurpose
from fanal.vocabulary.countries import is_country

KIND, COMPARTMENTS = "study", ("content",)
PURPOSE = ProcessingPurpose.STATISTICS.value
REPLICATES = (1_000, 5_000, 20_000, 50_000)
LEVELS = (0.95, 0.8)
LONGEST = 20_000
"""Characters of a capture table: twelve lists have 4,095 histories."""


class StudyState(StrEnum):
    """How far a study is."""

    DRAFT = "draft"
    REGISTERED = "registered"
    COMPUTED = "computed"
    SIGNED = "signed"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    TO_SIGN = "to_sign"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


ENDED = frozenset({StudyState.PUBLISHED, StudyState.SUPERSEDED, StudyState.WITHDRAWN, StudyState.STOPPED})


class StudySource(StrEnum):
    """Where the capture table is from."""

    PUBLISHED = "published"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class StudyProtocol:
    """What is thought of before. `counted`: who is counted, where and when; `country`: of which one, if it is of one
    (ISO 3166-1); then what the answer is for, whom it could harm and what is done against it. `unwelcome`: the result
    is published whatever it is, also when it is that nothing can be said."""

    counted: str = ""
    country: str = ""
    use: str = ""
    harms: str = ""
    unwelcome: bool = False


@dataclass(frozen=True, slots=True)
class StudyForm:
    """What the person who opens or changes a study says. `table`: the text of a published capture table; empty leaves
    the one that is there. `run`: a linkage run in its place. `options`: as the engine takes them."""

    question: str
    title: str
    source: StudySource
    source_words: str = ""
    table: str = field(default="", repr=False)
    run: UUID | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    sensitivities: tuple[str, ...] = study_engine.SENSITIVITIES
    protocol: StudyProtocol = StudyProtocol()


# ---- what is there ----


def ref_of(study: Study) -> RecordRef:
    """The sealed record of a study: its capture table."""
    return RecordRef(study.org_id, study.pk, KIND)


def study_of(actor: Actor, study_id: UUID, *, lock: bool = False) -> Study:
    """A study that the actor may see. Raises `NotHere`."""
    return found(actor, Study, study_id, "org", "made_by", "statistician", "run", lock=lock)


def studies_of(actor: Actor) -> list[Study]:
    """The studies that the actor may see, newest first."""
    rows = visible(actor, Study.objects.all()).select_related("org", "made_by", "statistician").defer("others")
    return list(rows.order_by("-made_at", "pk")[:200])


def runs_for(actor: Actor) -> list[LinkageRun]:
    """Runs of the own organisation that serve no study yet and were not stopped."""
    rows = LinkageRun.objects.filter(org_id=actor.org, studies=None).exclude(state="stopped")
    return list(rows.order_by("-made_at", "pk"))


def secrecy_of(study: Study, content: HistoriesContent) -> study_engine.Secrecy | None:
    """How the table of a linkage run is kept apart; None for a published one."""
    if study.source != StudySource.RUN:
        return None
    return study_engine.Secrecy(bytes.fromhex(content.salt), content.missed, content.false)


def statement(study: Study, engine: str = ENGINE_VERSION) -> bytes:
    """What is registered, canonical: the same study is always the same bytes. `engine`: that of the day."""
    return vault.canonical(
        {
            "schema": "fanal.study/1",
            "study": str(study.pk),
            "org": str(study.org_id),
            "question": study.question,
            "title": study.title,
            "source": study.source,
            "source_words": study.source_words,
            "run": str(study.run_id or ""),
            "table": study.table_sha256 if study.source == StudySource.PUBLISHED else "",
            "engine": engine,
            "options": canonical_json(study.options),
            "sensitivities": study.sensitivities,
            "protocol": study.protocol,
        }
    )


def is_as_registered(study: Study) -> bool:
    """Whether the study still is what was registered, by whichever engine there was then; the estimate names the one
    that computed it. Of a run the table comes later, and is bound by the run."""
    return study.registered_sha256 in {hashlib.sha256(statement(study, one)).hexdigest() for one in ENGINES}


# ---- deeds ----


@transaction.atomic
def open_study(actor: Actor, form: StudyForm, now: datetime) -> Study:
    """Begin a study. Raises `NotAllowed`, `NotNow`."""
    ask(actor, OPEN)
    study = Study(org_id=actor.org, made_by_id=actor.person, made_at=now, state=StudyState.DRAFT.value)
    _filled(actor, study, form)
    keys, items = records.make(
        actor.org, study.pk, COMPARTMENTS, rings.grants(actor.org, {RingKind.STATISTICS: COMPARTMENTS})
    )
    if form.source is StudySource.PUBLISHED:
        items.append(seal_into(keys, ref_of(study), study, "content", _published(study, form)))
    study.save(force_insert=True)
    items.append(stated.item(study))
    journal.write(study.pk, actor.signatory(), OPEN, at=now, purpose=PURPOSE, items=items)
    return study


@transaction.atomic
def revise(actor: Actor, study_id: UUID, version: int, form: StudyForm, now: datetime) -> Study:
    """Change a study before it is registered. Raises `NotHere`, `NotAllowed`, `NotNow` where somebody was faster."""
    study = study_of(actor, study_id, lock=True)
    ask(actor, REVISE, study)
    _still(study, StudyState.DRAFT)
    as_seen(study.version == version, study.version)
    had_table = study.source == StudySource.PUBLISHED and bool(study.content)
    _filled(actor, study, form, had_table=had_table)
    with _opened(actor, study, now) as opened:
        if form.source is StudySource.RUN:
            opened.empty(study, "content")
            study.table_sha256, study.lists = "", []
        elif form.table.strip() or not had_table:
            opened.write(study, "content", _published(study, form))
        opened.state(study)
        study.version += 1
        study.save()
    return study


def _opened(actor: Actor, study: Study, now: datetime) -> Any:
    return open_record(actor, ref_of(study), REVISE, purpose=PURPOSE, now=now, thing=study, write=True)


@transaction.atomic
def register(actor: Actor, study_id: UUID, now: datetime) -> Study:
    """Register question, table, method and checks: from now on they do not change, and the table may be opened.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    study = study_of(actor, study_id, lock=True)
    ask(actor, REGISTER, study)
    _still(study, StudyState.DRAFT)
    texts.check_named(study, texts.registered_words(study))
    said = statement(study)
    study.registered_sha256 = hashlib.sha256(said).hexdigest()
    study.registered_at, study.state = now, StudyState.REGISTERED.value
    study.version += 1
    study.save(update_fields=["registered_sha256", "registered_at", "state", "version"])
    journal.write(study.pk, actor.signatory(), REGISTER, at=now, purpose=PURPOSE, items=[said])
    if study.run is not None:
        turns.back(study.run, None, now)  # its table comes when the run is counted
    else:
        turns.back(study, duties.COMPUTE, now)
    return study


@transaction.atomic
def stop(actor: Actor, study_id: UUID, because: str, now: datetime) -> None:
    """End a study before it is published. What was computed stays; its table goes with the next night.

    Raises `NotHere`, `NotAllowed`, `NotNow`.
    """
    study = study_of(actor, study_id, lock=True)
    ask(actor, STOP, study)
    if study.state in ENDED:
        raise NotNow(_("This study has ended already."))
    need((not because.strip(), _("Write why it is stopped."), "because"))
    wording.no_person(actor.org, because=because)
    study.state, study.stopped_because, study.erase_on = StudyState.STOPPED.value, because.strip(), now.date()
    study.version += 1
    study.save(update_fields=["state", "stopped_because", "erase_on", "version"])
    clocks.stop(study.pk, now=now, done=False)
    journal.write(study.pk, actor.signatory(), STOP, at=now, purpose=PURPOSE, items=[stated.item(study)])


# ---- how a form becomes a study ----


def _still(study: Study, state: StudyState) -> None:
    if study.state != state:
        raise NotNow(_("This study is further on meanwhile. Look at it again."))


def _filled(actor: Actor, study: Study, form: StudyForm, *, had_table: bool = False) -> None:
    """Take over what was said. Raises `NotNow` for every field that does not do."""
    published = form.source is StudySource.PUBLISHED
    known = [part for part in study_engine.SENSITIVITIES if part in form.sensitivities]
    study.question, study.title = form.question, form.title.strip()
    study.source, study.source_words = form.source.value, form.source_words.strip()
    study.options, study.sensitivities = dict(form.options), known
    study.protocol = asdict(form.protocol)
    study.run = None
    every(
        lambda: need(
            (catalogue.question(form.question) is None, _("Choose a question from the list."), "question"),
            (not study.title, _("Give it a title."), "title"),
            *((True, words, name) for name, words in not_told(published, form.source_words, form.table, had_table)),
        ),
        lambda: study_engine.options_of(form.options),
        lambda: None if published else setattr(study, "run", _run_of(actor, form.run, study)),
        lambda: _published(study, form) if published and form.table.strip() else None,
        lambda: _thought_of(form.protocol),
        lambda: texts.check(study, texts.registered_words(study)),
        lambda: wording.no_person(actor.org, use=form.protocol.use, harms=form.protocol.harms),
    )


def not_told(published: bool, source: str, table: str, had_table: bool) -> Iterator[tuple[str, str]]:
    """What a table that was published needs beside all else, by field."""
    if published and not source.strip():
        yield "source_words", _("Write where this table was published, so that anybody can look it up.")
    if published and not table.strip() and not had_table:
        yield "table", _("Paste the table.")


def _thought_of(protocol: StudyProtocol) -> None:
    harms = _("Write whom the answer could harm, and what is done against it.")
    unwelcome = _("A study is registered only if its result is published whatever it is.")
    need(
        (not protocol.counted.strip(), _("Write who is counted, where and when."), "counted"),
        (bool(protocol.country) and not is_country(protocol.country), _("Choose a country from the list."), "country"),
        (not protocol.use.strip(), _("Write what the answer is for."), "use"),
        (not protocol.harms.strip(), harms, "harms"),
        (not protocol.unwelcome, unwelcome, "unwelcome"),
    )


def _run_of(actor: Actor, run_id: UUID | None, study: Study) -> LinkageRun:
    rows = LinkageRun.objects.filter(org_id=actor.org).exclude(state="stopped")
    run = rows.filter(pk=run_id).first() if run_id else None
    if run is None or run.studies.exclude(pk=study.pk).exists():
        raise NotNow(_("Choose a linkage run of your organisation that serves no other study."), "run")
    return run


def _published(study: Study, form: StudyForm) -> HistoriesContent:
    if len(form.table) > LONGEST:
        raise NotNow(_("This table is too long: at most twelve lists are taken."), "table")
    table = study_engine.table_of(form.table)
    study_engine.fits(table, study_engine.options_of(form.options))
    texts.check_lists(study, table)
    study.table_sha256, study.lists = study_engine.commitment(table, None), list(table.names)
    return HistoriesContent(table=table.to_csv())
