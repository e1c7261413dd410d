"""Studies of the demonstration: one with an estimate, one "not estimable", both published; one waits for a signature.
Two more serve linkage runs (`linked`).

Capture tables here are those of published studies and of an example made to fail (`corpus/prevalence`, with their
origins). The model is a given one: choosing among models would compile the whole engine before anybody sees a page.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from fanal.network.contracts import Role
from fanal.research.contracts import Verdict
from fanal.research.studies import computing, publishing, registering, signing
from fanal.research.studies.registering import StudyForm, StudyProtocol, StudySource
from fanal.site.demo.stage import Play, Stage
from fanal.vocabulary.corpus import CORPUS

MAKER, REVIEWER, KEEPER, STATISTICIAN = "ines", "dalia", "bao", "zeno"
AFFILIATION = "Institute of Counting, XC (fictional)"
_ADVISERS = {"wren": Role.ETHICS_REVIEWER, "yara": Role.SURVIVOR_ADVISER}
_PROTOCOL = StudyProtocol(
    counted="Persons of a published capture table, as an exercise; not children of our members.",
    use="To learn to read such figures before our own lists are counted.",
    harms="A figure may be read as a count. The interval and what it rests on stand beside it.",
    unwelcome=True,
)
NETHERLANDS = StudyForm(
    question="network-unseen",
    title="On nobody’s list: an exercise with a published table",
    source=StudySource.PUBLISHED,
    source_words="Van Dijk, Cruyff, van der Heijden, Kragten-Heerdink 2017, five lists of 2010 to 2015",
    options={"method": "fixed", "model": "[13,15,23,25,34,35]", "level": 0.95, "replicates": 0, "seed": 2017},
    sensitivities=("pairs",),
    protocol=replace(_PROTOCOL, country="NL"),
)
THIN = StudyForm(
    question="network-unseen",
    title="On nobody’s list: lists that hardly meet",
    source=StudySource.PUBLISHED,
    source_words="Chan, Silverman, Vincent 2021, table 2, made up to show what fails",
    options={"method": "auto", "level": 0.95, "replicates": 0, "seed": 2021},
    sensitivities=("pairs",),
    protocol=_PROTOCOL,
)
WESTERN = StudyForm(
    question="network-unseen",
    title="On nobody’s list: a town in the west, an exercise",
    source=StudySource.PUBLISHED,
    source_words="Farrell and others 2019, five lists with confidential names",
    options={"method": "fixed", "model": "[1,2,3,4,5]", "level": 0.95, "replicates": 0, "seed": 2019},
    sensitivities=("pairs",),
    protocol=_PROTOCOL,
)


def plan(stage: Stage, play: Play) -> None:
    """Put the studies into the play."""
    for days, form, table, signs in (
        (50, NETHERLANDS, "netherlands_5", True), (34, THIN, "artificial_3", True), (4, WESTERN, "western_us_5", False),
    ):  # fmt: skip
        text = (CORPUS / "prevalence" / f"{table}.csv").read_text("utf-8")
        Studied(stage, play, days, replace(form, table=text), signs).begin()


@dataclass
class Studied:
    """One study, computed so many `days` ago. `signs`: whether the statistician has answered, and it is published."""

    stage: Stage
    play: Play
    days: float
    form: StudyForm
    signs: bool

    def begin(self) -> None:
        """Register and compute; what follows comes with the days."""

        def deed(when: datetime) -> None:
            self.compute(self.register(when), when + timedelta(minutes=30))

        self.play.at(self.stage.ago(days=self.days), deed)

    def register(self, when: datetime) -> UUID:
        """Open it and register it: from then it does not change."""
        maker = self.stage.actor(MAKER)
        row = registering.open_study(maker, self.form, when).pk
        registering.register(maker, row, when + timedelta(minutes=20))
        return row

    def compute(self, row: UUID, when: datetime) -> None:
        """Compute all parts and ask a statistician."""
        maker = self.stage.actor(MAKER)
        computing.compute(maker, row, when)
        signing.ask_statistician(maker, row, self.stage.person(STATISTICIAN), when + timedelta(minutes=30))
        if self.signs:
            self._follow(row)

    def _follow(self, row: UUID) -> None:
        after = {3: self._sign, 5: self._review, 7: self._publish}
        for days, step in after.items():
            self.play.at(self.stage.ago(days=self.days - days), partial(step, row))

    def _sign(self, row: UUID, when: datetime) -> None:
        signing.sign(self.stage.actor(STATISTICIAN), row, AFFILIATION, when)
        publishing.submit(self.stage.actor(MAKER), row, when + timedelta(hours=1))

    def _review(self, row: UUID, when: datetime) -> None:
        publishing.review(self.stage.actor(REVIEWER), row, Verdict.APPROVED, "", when)
        for who, role in _ADVISERS.items():
            publishing.assent(self.stage.actor(who), row, role, Verdict.ASSENT, "", when + timedelta(hours=2))

    def _publish(self, row: UUID, when: datetime) -> None:
        publishing.publish(self.stage.actor(MAKER), row, when)
        publishing.sign_release(self.stage.actor(KEEPER), row, when + timedelta(hours=1))
