"""Linkage runs of the demonstration: one from the agreement to the last receipt, with the study that it serves; one
that waits for the office that counts, so that a visitor goes on with it.

Parts of the key are random as in earnest, so how many links are missed differs a little from one loading to the next.
The lists are fictional (`linked_lists`) and are nowhere but in the memory of the loading.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from fanal.access.api import granting
from fanal.network import api as network
from fanal.network.contracts import Actor, Role
from fanal.research import api as research
from fanal.research.contracts import Verdict
from fanal.research.runs import runs, steps
from fanal.research.runs.runs import RunForm
from fanal.research.runs.turns import RunState
from fanal.research.studies import registering
from fanal.research.studies.registering import StudyForm, StudyProtocol, StudySource
from fanal.site.demo.evidence_words import newest
from fanal.site.demo.linked_lists import SCRIPTS, Coasts, as_csv, drawn
from fanal.site.demo.stage import Deed, Play, Stage
from fanal.site.demo.studied import MAKER, Studied

type OfRun = Callable[[Actor, UUID, datetime], object]
"""A step of a run that takes nothing but a person."""

UNIT, COUNTS = "counts", "xenia"
MAKERS = {"aurora": MAKER, "nordlys": "ylva", "tilia": "rim"}
SECONDS = {"aurora": "bao", "nordlys": "oda", "tilia": "hana"}
"""Who signs number and definition of the list."""
LEADS = {"aurora": "bao", "nordlys": "oda", "tilia": "idris"}
"""Who confirms that nothing is left."""
_GATE = {
    "edo": Role.DATA_PROTECTION_OFFICER,
    "pia": Role.DATA_PROTECTION_OFFICER,
    "idris": Role.DATA_PROTECTION_OFFICER,
    "wren": Role.ETHICS_REVIEWER,
    "yara": Role.SURVIVOR_ADVISER,
}
_STEP = timedelta(minutes=23)
_REGISTERS = {"aurora": 1_340, "nordlys": 1_120, "tilia": 1_210}
"""Children in the register of each member: its list holds no more."""
_COMPUTED = 10
"""Days from the opening of a run until its study is computed."""
_DELETE_AFTER = 80
"""Days from the opening of a run."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a run counts. `day`: how many days ago it was opened."""

    day: float
    coasts: Coasts
    title: str
    population: str
    use: str
    study: str


EXPLOITED = Story(
    day=46,
    coasts=Coasts(seed=20261125, children=800),
    title="On which of three lists: children who were exploited",
    population="Children with whom one of three members worked in the year because they were exploited (fictional).",
    use="The study of how many children are on nobody’s list.",
    study="On nobody’s list: children of three members",
)
ALONE = Story(
    day=9,
    coasts=Coasts(seed=20261126, children=800),
    title="On which of three lists: children who live without family",
    population="Children who lived without their family when one of three members met them in the year (fictional).",
    use="A study of how many such children nobody has met.",
    study="On nobody’s list: children who live without family",
)
_BRINGS = "She brings our list to linkage runs."
_TOO_POOR = "The links of its run were too poor to count. The members begin anew."
_HARMS = "A low figure may be read as proof that little happens. It is never told without its interval."


def plan(stage: Stage, play: Play) -> None:
    """Put both runs into the play, of the newest year that may be counted."""
    year = newest(stage.ago(days=70).date())
    play.at(stage.ago(days=68), lambda when: _grant(stage, play, when))
    Linked(stage, play, EXPLOITED, year).to_the_end()
    Linked(stage, play, ALONE, year).to_the_unit()


def _grant(stage: Stage, play: Play, when: datetime) -> None:
    """Rim of the third member gets the duty of a maker, like those of the others; two people give it."""
    last = (stage.now + timedelta(days=260)).date()
    person = network.person(stage.person(MAKERS["tilia"]))
    grant = granting.propose(stage.actor("idris"), research.MAKER, person, _BRINGS, last, when).pk

    def confirm(later: datetime) -> None:
        granting.confirm(stage.actor("hana"), grant, later)
        stage.rings_changed()  # everybody's grants are read again

    play.at(stage.ago(days=67), confirm)


@dataclass
class Linked:
    """One run, and the study that it serves."""

    stage: Stage
    play: Play
    story: Story
    year: int
    run: UUID = field(init=False)
    study: UUID = field(init=False)

    def to_the_unit(self) -> None:
        """From opening until the lists lie with the unit."""
        self._on(0, self._open)
        self._on(1, self._join)
        self._on(2, self._gate)
        self._on(3, lambda when: self._each(MAKERS, steps.draw_key, when))
        self._on(4, self._lists)
        self._on(5, self._register)

    def to_the_end(self) -> None:
        """The same, and the unit commits, members reveal, the unit counts; then all delete, and the study follows."""
        self.to_the_unit()
        self._on(6, lambda when: steps.commit(self.stage.actor(COUNTS), self.run, when))
        self._on(7, lambda when: self._each(MAKERS, steps.reveal, when))
        self._on(8, self._count)

    def _count(self, when: datetime) -> None:
        """Few loadings draw links that are too poor: that run is stopped, and all begin anew."""
        steps.count(self.stage.actor(COUNTS), self.run, when)
        if runs.run_of(self.stage.actor(COUNTS), self.run).state == RunState.COUNTED:
            self._on(9, self._delete)
            self._on(_COMPUTED, lambda later: self._studied().compute(self.study, later))
            return
        registering.stop(self.stage.actor(MAKER), self.study, _TOO_POOR, when + _STEP)
        anew = replace(self.story, day=self.story.day - _COMPUTED)
        Linked(self.stage, self.play, anew, self.year).to_the_end()

    def _on(self, day: int, deed: Deed) -> None:
        self.play.at(self.stage.ago(days=self.story.day - day), deed)

    def _each(self, people: Mapping[str, str], deed: OfRun, when: datetime) -> None:
        """A deed of somebody of each member, one after the other."""
        for place, who in enumerate(people.values()):
            deed(self.stage.actor(who), self.run, when + place * _STEP)

    # ---- until the lists are sent ----

    def _open(self, when: datetime) -> None:
        story, orgs = self.story, self.stage.orgs
        form = RunForm(
            title=story.title,
            population=story.population,
            first=date(self.year, 1, 1),
            last=date(self.year, 12, 31),
            members=tuple(orgs[org] for org in SCRIPTS),
            unit=orgs[UNIT],
            delete_by=when.date() + timedelta(days=_DELETE_AFTER),
            use=story.use,
            harms=_HARMS,
        )
        self.run = runs.open_run(self.stage.actor(MAKER), form, when).pk

    def _join(self, when: datetime) -> None:
        for place, (org, who) in enumerate(MAKERS.items()):
            runs.join(self.stage.actor(who), self.run, _REGISTERS[org], when + place * _STEP)
        runs.join(self.stage.actor(COUNTS), self.run, None, when + len(MAKERS) * _STEP)

    def _gate(self, when: datetime) -> None:
        for place, (who, role) in enumerate(_GATE.items()):
            runs.pass_gate(self.stage.actor(who), self.run, role, Verdict.PASSED, "", when + place * _STEP)

    def _lists(self, when: datetime) -> None:
        """Each member says how many children are on its list, two sign it, and it is encoded."""
        rows = drawn(self.story.coasts).rows
        for place, (org, script) in enumerate(SCRIPTS.items()):
            at, maker = when + place * _STEP, self.stage.actor(MAKERS[org])
            steps.declare(maker, self.run, len(rows[org]), script, at)
            steps.countersign(self.stage.actor(SECONDS[org]), self.run, at + _STEP / 2)
        for place, (org, listed) in enumerate(rows.items(), len(SCRIPTS)):
            steps.send(self.stage.actor(MAKERS[org]), self.run, as_csv(listed), when + place * _STEP)

    # ---- the study, and the end ----

    def _register(self, when: datetime) -> None:
        """Method and checks are registered before anybody knows a count."""
        self.study = self._studied().register(when)

    def _studied(self) -> Studied:
        protocol = StudyProtocol(counted=self.story.population, use=self.story.use, harms=_HARMS, unwelcome=True)
        form = StudyForm(
            question="network-unseen",
            title=self.story.study,
            source=StudySource.RUN,
            run=self.run,
            options={"method": "fixed", "model": "[12,13,23]", "level": 0.95, "replicates": 1_000, "seed": self.year},
            sensitivities=("linkage", "groups", "lists"),
            protocol=protocol,
        )
        return Studied(self.stage, self.play, self.story.day - _COMPUTED, form, signs=True)

    def _delete(self, when: datetime) -> None:
        self._each({**LEADS, UNIT: COUNTS}, steps.confirm_deletion, when)
