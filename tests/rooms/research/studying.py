"""What tests of studies share: the tables of public studies, a maker, a statistician from outside, a study far on.

Hepatitis in Taiwan (Chao, Tsay 1998) and the estimate by hand are in the data of the engine; `thin` has no overlap.
"""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import fanal
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.research.contracts import MAKER, REVIEWER, STATISTICIAN
from fanal.research.models import Study
from fanal.research.studies import computing, registering, signing
from fanal.research.studies.registering import StudyForm, StudyProtocol, StudySource
from tests.people import NOW, Cast

CORPUS = Path(fanal.__file__).parents[2] / "corpus" / "prevalence"
HEPATITIS = (CORPUS / "hepatitis_a_taiwan_3.csv").read_text()
UK = (CORPUS / "uk_2013_5.csv").read_text()
THIN = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n"
WHERE = "Chao, Tsay 1998, table 1"
OPTIONS = {"method": "fixed", "model": "[12,13,23]", "level": 0.95, "replicates": 200, "seed": 7}
PROTOCOL = StudyProtocol(
    "Recorded cases of hepatitis A in an outbreak among students, 1995.",
    "TW",
    "To tell how large services must be.",
    "A low figure may be read as proof of little.",
    True,
)
FORM = StudyForm(
    question="network-unseen",
    title="Unseen in Taiwan",
    source=StudySource.PUBLISHED,
    source_words=WHERE,
    table=HEPATITIS,
    options=OPTIONS,
    sensitivities=("lists", "pairs"),
    protocol=PROTOCOL,
)


def give(cast: Cast, username: str, *codes: str) -> Actor:
    """Somebody of the cast with grants."""
    for code in codes:
        network.grants.hold(cast[username].person, code, date(2026, 1, 1), date(2036, 1, 1))
    return cast[username]


def maker(cast: Cast) -> Actor:
    """Bao leads Aurora, holds its statistics ring, and may make releases."""
    return give(cast, "bao", MAKER)


def statistician(cast: Cast) -> Actor:
    """Pia works for Nordlys, which has no part in Aurora's studies."""
    return give(cast, "pia", STATISTICIAN)


def reviewer(cast: Cast) -> Actor:
    """Dalia of Aurora reviews."""
    return give(cast, "dalia", REVIEWER)


def drafted(cast: Cast, form: StudyForm = FORM) -> Study:
    return registering.open_study(maker(cast), form, NOW)


def registered(cast: Cast, form: StudyForm = FORM) -> Study:
    study = drafted(cast, form)
    return registering.register(cast["bao"], study.pk, NOW + timedelta(minutes=1))


def computed(cast: Cast, form: StudyForm = FORM) -> Study:
    study = registered(cast, form)
    return computing.compute(cast["bao"], study.pk, NOW + timedelta(minutes=2))


def signed(cast: Cast, form: StudyForm = FORM) -> Study:
    study, outside = computed(cast, form), statistician(cast)
    signing.ask_statistician(cast["bao"], study.pk, outside.person, NOW + timedelta(minutes=3))
    return signing.sign(outside, study.pk, "Institute of Statistics", NOW + timedelta(minutes=4))


def thin_form() -> StudyForm:
    """No child is on two lists: nothing can be said."""
    return replace(FORM, title="Nothing shared", table=THIN, options=OPTIONS | {"method": "auto", "model": None})
