"""A study is computed: its table opened once, then estimate and checks, every result kept, also "not estimable".

The table opens in the session of a person, and nowhere else: no job of the worker holds a key. What was opened is
computed beside the requests of the web process, with the table in its memory and no key, and goes on when the person
leaves the page. That it is at work stands in the study until a moment that is moved on and on (`computing_until`).
Where the process ends, the moment passes, and the page offers to go on. What was computed by then is kept. Where a part
fails, the study says which.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Thread
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fanal.access.api import NotNow, ask
from fanal.engines.prevalence.contracts import CaptureTable
from fanal.journal import api as journal
from fanal.network.api import keyfile
from fanal.network.contracts import Actor
from fanal.research import calculating, turns
from fanal.research.content import HistoriesContent
from fanal.research.models import Study
from fanal.research.studies import duties, engine, studies
from fanal.research.studies.engine import ESTIMATE
from fanal.research.studies.policy import COMPUTE, COMPUTED
from fanal.research.studies.registering import PURPOSE, StudyState, is_as_registered, secrecy_of, study_of

logger = logging.getLogger(__name__)

PATIENCE = 3.0
"""So many seconds a request waits for the end: what is short is there at once."""
LEASE, BEAT = timedelta(seconds=90), 20.0
"""So long it counts as at work without a sign, and how often, in seconds, it gives one."""

type Clock = Callable[[], datetime]


def at_work(study: Study, now: datetime) -> bool:
    """Whether it is being computed."""
    return study.computing_until is not None and study.computing_until > now


def compute(actor: Actor, study_id: UUID, now: datetime) -> Study:
    """Open the table and compute all that is left, here. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = _ready(actor, study_id)
    return _finish(study, *_table(actor, study, now), lambda: now)


def begin(actor: Actor, study_id: UUID, now: datetime) -> None:
    """The same beside the request, which waits a moment for its end. Where somebody computes it already nothing
    happens, and nothing is noted. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = _ready(actor, study_id)
    with transaction.atomic():
        free = Study.objects.filter(Q(computing_until=None) | Q(computing_until__lte=now), pk=study.pk)
        if not free.update(computing_until=now + LEASE, computing_failed=""):
            return
        given, content = _table(actor, study, now)
    beside = Thread(target=partial(_beside, study, given, content), daemon=True)
    beside.start()
    beside.join(PATIENCE)


def _ready(actor: Actor, study_id: UUID) -> Study:
    """The study if it can be computed now. Raises `NotHere`, `NotAllowed`, `NotNow`."""
    study = study_of(actor, study_id)
    ask(actor, COMPUTE, study)
    if study.state != StudyState.REGISTERED:
        raise NotNow(_("Only a registered study is computed, and only once."))
    if not is_as_registered(study):
        raise NotNow(_("This study is not as it was registered. Stop it, and tell your administrator."))
    calculating.demand()
    return study


def _table(actor: Actor, study: Study, now: datetime) -> tuple[CaptureTable, HistoriesContent]:
    given, content = studies.opened(actor, study, COMPUTE, now)
    engine.fits(given, engine.options_of(study.options))
    return given, content


def _beside(study: Study, given: CaptureTable, content: HistoriesContent) -> None:
    ended, failed = Event(), ""
    Thread(target=partial(_beat, study.pk, ended), daemon=True).start()
    try:
        _finish(study, given, content, timezone.now)
    except Exception as error:
        logger.error("A study could not be computed.", exc_info=error)  # class and place only, as in all logs
        failed = studies.next_part(Study.objects.get(pk=study.pk))
    finally:
        ended.set()
        Study.objects.filter(pk=study.pk).update(computing_until=None, computing_failed=failed)
        connections.close_all()


def _beat(study_id: UUID, ended: Event) -> None:
    while not ended.wait(BEAT):
        Study.objects.filter(pk=study_id).exclude(computing_until=None).update(computing_until=timezone.now() + LEASE)
        connections.close_all()


def _finish(study: Study, given: CaptureTable, content: HistoriesContent, clock: Clock) -> Study:
    """Nothing is locked while the engine works; a part that somebody else has kept meanwhile stays as it is."""
    for part in studies.parts_of(study):
        if study.state == StudyState.REGISTERED and part not in study.others:
            study = _keep(study.pk, part, _made(study, part, given, content), clock)
    return study


def _made(study: Study, part: str, given: CaptureTable, content: HistoriesContent) -> dict[str, str]:
    secrecy = secrecy_of(study, content)
    options = engine.options_of(study.options)
    if part == ESTIMATE:
        made: engine.Made | None = engine.estimate(given, options, secrecy)[1]
    else:
        made = engine.sensitivity(part, given, options, secrecy)
    return {"text": made.text, "picture": made.picture} if made else {"text": "", "picture": ""}


@transaction.atomic
def _keep(study_id: UUID, part: str, made: Mapping[str, str], clock: Clock) -> Study:
    study = Study.objects.select_for_update(of=("self",)).get(pk=study_id)
    if study.state != StudyState.REGISTERED or part in study.others:
        return study
    study.others = {**study.others, part: dict(made)}
    if set(studies.parts_of(study)) <= set(study.others):
        _complete(study)
        now = clock()
        journal.write(study.pk, keyfile.installation(study.org_id), COMPUTED, at=now, purpose=PURPOSE)
        turns.back(study, duties.COMPUTED, now)
    study.save(update_fields=["others", "estimate", "estimate_sha256", "state", "version"])
    return study


def _complete(study: Study) -> None:
    """All parts are there: what other methods contradict has no figure (R7)."""
    found = engine.read(study.others[ESTIMATE]["text"])
    compared = study.others.get("compare", {}).get("text", "")
    kept = engine.contradicted(found, compared) if compared else found
    if kept is not found:
        made = engine.drawn_again(kept)
        study.others[ESTIMATE] = {"text": made.text, "picture": made.picture}
    study.estimate = study.others[ESTIMATE]["text"]
    study.estimate_sha256 = hashlib.sha256(study.estimate.encode()).hexdigest()
    study.state = StudyState.COMPUTED.value
    study.version += 1
