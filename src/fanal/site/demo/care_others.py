"""Others who hear of a child of the demonstration: a provider by a code, the police on paper."""

from contextlib import suppress
from datetime import datetime, timedelta

from fanal.cases.codes import ConsentPurpose
from fanal.cases.grounds import grounds
from fanal.cases.models import Report
from fanal.cases.planning import helping
from fanal.cases.referring import once, page, referring
from fanal.cases.reporting import reporting
from fanal.site.demo import care_words as words
from fanal.site.demo.care_steps import BOTH, Walk
from fanal.site.demo.helpers import who_gives
from fanal.vocabulary.ids import new_id
from fanal.web.api import codes

_SOON = timedelta(minutes=5)


def asks_by_code(walk: Walk, now: datetime) -> None:
    """Somebody to talk to, for now: a provider is on the telephone, and gets a page by a code."""
    worker = walk.worker()
    provider = who_gives(worker.org, "psychosocial")
    if not provider:
        return
    to = {"recipients": ("service_provider",), "categories": ("contact", "services", "existence")}
    grounds.give(worker, walk.case, ConsentPurpose.REFERRAL, BOTH | to, now)
    help_ = {
        "type": "psychosocial", "for_whom": "child", "phase": "immediate_action", "timeframe": "within_7_days",
        "provider": provider,
    }  # fmt: skip
    row = helping.add(worker, walk.case, help_, now + _SOON)
    asked = referring.draft(worker, walk.case, row.pk, words.ASKED, (), new_id(), now + 2 * _SOON)
    walk.code = once.make(worker, asked.pk, {"spoken_to": words.RANG}, now + 3 * _SOON)


def provider_says_yes(walk: Walk, now: datetime) -> None:
    """The provider types the code, reads the card, and says yes."""
    if walk.code is not None:
        with suppress(codes.NotFound):
            once.look(walk.code, now)
            once.accept(walk.code, now + _SOON)


def page_is_over(_walk: Walk, now: datetime) -> None:
    """What the hourly work does."""
    page.sweep(now)


def tells_police(walk: Walk, now: datetime) -> None:
    """The child wants the police to know: the note on them is read, the paper is handed over."""
    worker = walk.worker()
    to = {"recipients": ("police_or_prosecutor",), "categories": ("existence", "story", "location", "offender")}
    grounds.give(worker, walk.case, ConsentPurpose.REPORT_TO_AUTHORITY, BOTH | to, now)
    said = words.REPORT | {"country": walk.country}
    row = reporting.prepare(worker, walk.case, said, (), new_id(), now + _SOON)
    reporting.read_note(worker, row.pk, now + 2 * _SOON)
    reporting.confirm(worker, row.pk, now + 3 * _SOON)
    reporting.sent(worker, row.pk, {"handed_how": "in_person", "spoken_to": words.TOOK}, now + 12 * _SOON)


def police_answer(walk: Walk, now: datetime) -> None:
    row = Report.objects.filter(case=walk.case, state="sent").first()
    if row is not None:
        said = {"reference": "H 118", "outcome": "looks_into_it", "answer": words.ANSWERED}
        reporting.answered(walk.worker(), row.pk, said, now)
