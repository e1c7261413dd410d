"""Half a million rows of a table that comes in: read and coded as the pages do it, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.figures import Figure
from benchmarks.scene import ROOT
from fanal.site.console import Progress

TITLE = "Tables in"
ROWS, GOAL_SECONDS, GOAL_MB = 500_000, 120.0, 512.0
_HEADING = (
    "prs_FirstName,prs_Gender,prs_Birthdate,cas_IncomingReferralDate,vic_AgeWhenTrafficked,vic_MethodsOfControl,"
    "vic_TypeOfExploitation,vic_Vulnerabilities,con_Consent\n"
)
_CONTROL = ("PhysicalThreats", "DebtBondage", "FalsePromises", "PhysicalAbuse", "WithholdsDocuments", "Other")
_FORMS = ("SexualExploitation", "ForcedLabour", "ForcedBegging", "ForcedMarriage")
_PUSH = ("Poverty", "Migration", "Homelessness", "Education")
PIECE = 256 * 1024


def run(step: Progress) -> list[Figure]:
    """Seconds and memory beside their goals."""
    words = [sys.executable, "-m", "benchmarks.tables"]
    told: dict[str, float] = json.loads(subprocess.run(words, cwd=ROOT, check=True, capture_output=True).stdout)
    step(1, 1)
    return [
        Figure("500,000 rows of a table, read and coded", told["seconds"], "s", GOAL_SECONDS),
        Figure("the process that does it, at its most", told["mb"], "MB", GOAL_MB),
    ]


def pieces(rows: int) -> Iterator[str]:
    """A file in the shape of HTCDS, in pieces as a browser sends them."""
    dice, text = Random(11), _HEADING
    for number in range(rows):
        day, year = f"{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}", dice.randrange(2006, 2020)
        several = (";".join(dice.sample(known, dice.randrange(3))) for known in (_CONTROL, _FORMS, _PUSH))
        sex = dice.choice(("Feminine", "Masculine"))
        text += f"Name{number},{sex},{year}-{day},2024-{day},{dice.randrange(4, 18)},{','.join(several)},true\n"
        if len(text) > PIECE:
            yield text[:PIECE]
            text = text[PIECE:]
    yield text


def _here() -> dict[str, Any]:
    import resource
    import time

    from fanal.site.console import start_django

    start_django()
    from fanal.research.questions import catalogue
    from fanal.research.records import coding, importing, mapping
    from fanal.web.api import tables

    shape = mapping.shape("htcds")
    classes = catalogue.class_set(shape.classes)
    kind = coding.kind(shape, classes)
    heading = tables.read([_HEADING]).heading
    made = list(pieces(ROWS))  # as they wait; making them is not measured
    begun = time.perf_counter()
    checked = tables.check(made, kind, tables.exact(kind, heading))
    coded = coding.Coded.opened(checked.reading.kept())
    importing.content(coded, classes)
    seconds = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert checked.rows == ROWS
    return {"seconds": seconds, "mb": most, "refused": checked.refused}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_here()))
