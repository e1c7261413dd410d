"""DNH-15: a closed list of neutral statuses: no police, charge, person, place, country or outcome, in any language."""

import re

import pytest
from django.utils.translation import gettext, override

from fanal.concerns.form import texts
from fanal.concerns.models import Concern
from fanal.concerns.public.dialogue import Thread
from fanal.concerns.public.talking import status_words
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter, tell

__all__ = ["open_form"]
TELLING = {
    "en": r"police|charge|arrest|court|convict|suspect|rescue|safe|found|confirm|country|abroad|hotel|prosecut|case",
    "fr": r"polic|inculp|arrêt|tribunal|condamn|suspect|secour|sauv|trouv|confirm|fondé|pays|étranger|hôtel|dossier",
    "es": r"polic|acus|deten|tribunal|conden|sospech|rescat|salvo|encontr|confirm|fundad|país|extranjer|hotel|caso",
    "ar": r"شرطة|محكمة|متهم|اعتقال|إدانة|مشتبه|إنقاذ|تأكيد|بلد|فندق|قضية",
    "km": r"ប៉ូលិស|តុលាការ|ចោទ|ចាប់ខ្លួន|សង្ស័យ|សង្គ្រោះ|ប្រទេស|សណ្ឋាគារ|រឿងក្តី",
}


def test_the_list_is_closed() -> None:
    assert list(texts.STATUS) == ["received", "read", "question", "working", "closed"]


@pytest.mark.parametrize("lang", list(TELLING))
def test_no_status_tells_what_became_of_it(lang: str) -> None:
    with override(lang):
        for name, text in texts.STATUS.items():
            said = gettext(text)
            assert lang == "en" or said != text, f"{name} is not translated"
            assert not re.search(TELLING[lang], said, re.IGNORECASE), (name, said)


def test_whatever_was_decided_the_reporter_reads_the_same(open_form: Cast) -> None:
    code = tell().code
    seen = set()
    for triage in ("urgent_response", "open_case", "route_elsewhere", "information_only", "out_of_scope"):
        Concern.objects.update(triage=triage, status="working", finding="")
        page = Reporter().post("/en/code", {"code": code})
        seen.add(page.words)
        assert triage not in page.html
    assert len(seen) == 1


def test_a_status_outside_the_list_cannot_be_shown(open_form: Cast) -> None:
    tell()
    row = Concern.objects.get()
    thread = Thread(row.pk, row.org_id, "XA", "arrested", None, False, ())
    with pytest.raises(KeyError):
        status_words(thread)
