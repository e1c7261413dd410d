"""Research in the demonstration: duties given by two, classes reviewed, releases and studies in each state.

Counts of last year are drawn with a seed of their own, so that the stories of the year stay as they are. The secret of
a population is random as in earnest, so numbers differ by a few from one loading to the next.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from fanal.access.api import granting, reviews
from fanal.network import api as network
from fanal.network.contracts import PersonRef, Role
from fanal.network.models import Person
from fanal.research.api import MAKER, REVIEWER, STATISTICIAN
from fanal.research.contracts import PlanForm, Verdict
from fanal.research.models import Plan, Population, Release
from fanal.research.plans import attacking, gates, plans, publishing, reviewing, working
from fanal.research.questions import classing
from fanal.research.records import importing, populations
from fanal.research.releases import releases, uses
from fanal.site.demo import evidence_words as words
from fanal.site.demo import recorded, studied
from fanal.site.demo.stage import Deed, Play, Stage
from fanal.vocabulary.dates import months_later

ETHICS, ADVISER = "wren", "yara"
_ROLES = {ETHICS: Role.ETHICS_REVIEWER, ADVISER: Role.SURVIVOR_ADVISER}
_REVIEWERS = {
    ETHICS: (reviews.Reviewer.ETHICS, "Wren Okafor, ethics reviewer"),
    ADVISER: (reviews.Reviewer.SURVIVOR, "Survivors’ council"),
}
_TRIES = 4


@dataclass(frozen=True, slots=True)
class Team:
    """Who does what in the research of a member, by username."""

    org: str
    maker: str
    officer: str
    reviewer: str
    keeper: str


AURORA = Team("aurora", maker="ines", officer="edo", reviewer="dalia", keeper="bao")
NORDLYS = Team("nordlys", maker="ylva", officer="pia", reviewer="runa", keeper="oda")


def plan(stage: Stage, play: Play) -> None:
    """Put research into the play; what it counts ended before the stories begin."""
    year = words.newest(stage.ago(days=70).date())
    for team, rows in ((AURORA, 420), (NORDLYS, 300)):
        recorded.cells(stage.orgs[team.org], team.org, year, rows)
    _grants(stage, play)
    play.at(stage.ago(days=66), lambda when: _classes(stage, when))
    work = Research(stage, play, year)
    work.of_aurora()
    work.of_nordlys()
    work.read_in()
    studied.plan(stage, play)


def _grants(stage: Stage, play: Play) -> None:
    """Duties for a time, each proposed by one person and confirmed by another."""
    given = (
        ("bao", "dalia", "ines", MAKER, "She counts what ended with us."),
        ("bao", "edo", "dalia", REVIEWER, "She reads our tables before anybody else does."),
        ("oda", "pia", "ylva", MAKER, "She counts what ended with us, and files of partners."),
        ("oda", "pia", "runa", REVIEWER, "She reads our tables before anybody else does."),
        ("tove", "sol", "zeno", STATISTICIAN, "He looks at studies of members, and works for none of them."),
    )
    last = (stage.now + timedelta(days=260)).date()
    for first, second, who, code, reason in given:
        person = network.person(Person.objects.get(username=who).pk)
        play.at(stage.ago(days=68), partial(_propose, stage, play, (first, second), code, person, reason, last))


def _propose(
    stage: Stage, play: Play, by: tuple[str, str], code: str, person: PersonRef, reason: str, last: date, when: datetime
) -> None:
    """The first person proposes it; the second confirms it a day later."""
    grant = granting.propose(stage.actor(by[0]), code, person, reason, last, when).pk

    def confirm(when: datetime) -> None:
        granting.confirm(stage.actor(by[1]), grant, when)
        stage.rings_changed()  # everybody's grants are read again

    play.at(stage.ago(days=67), confirm)


def _classes(stage: Stage, when: datetime) -> None:
    """Two people look at the classes before anything is counted."""
    for name in ("concerns", "ctdc", "case"):
        item, day = classing.item(name), when.date()
        until = months_later(day, reviews.LONGEST)
        for who, (kind, reviewer) in _REVIEWERS.items():
            said = reviews.Statement(kind, True, item.digest, day, until, reviewer)
            reviews.review(stage.actor(who), item, said, when)


@dataclass
class Research:
    """Plans and releases of two members. `year`: the newest that may be counted."""

    stage: Stage
    play: Play
    year: int

    def at(self, days: float, deed: Deed) -> None:
        """Plan a deed so many days ago."""
        self.play.at(self.stage.ago(days=days), deed)

    # ---- the stories ----

    def of_aurora(self) -> None:
        """A release and its correction; one plan in review, one at the gate, one where an attack succeeds."""
        self.at(65, lambda when: self._population(AURORA, "concerns", "concerns", words.AURORA_COUNTS, when))
        self.at(64, lambda when: self._whole(AURORA, words.answered(self.year), 64, cited=True))
        self.at(40, self._correct)
        self.at(6, self._until_review)
        self.at(30, self._of_files)
        self.at(5, self._attacked)
        self.at(3, self._at_gate)

    def of_nordlys(self) -> None:
        """A release that is withdrawn with a reason."""
        self.at(62, lambda when: self._population(NORDLYS, "concerns", "concerns", words.NORDLYS_COUNTS, when))
        self.at(61, lambda when: self._whole(NORDLYS, words.results(self.year), 61))
        self.at(20, self._withdraw)

    def read_in(self) -> None:
        """A file of partners in the shape of CTDC, released with noise from a budget."""

        def deed(when: datetime) -> None:
            row = self._population(NORDLYS, "import", "ctdc", words.FILE_COUNTS, when)
            importing.read_in(self.stage.actor(NORDLYS.maker), row.pk, recorded.file(self.year), when)
            self._whole(NORDLYS, words.files(self.year), 36, of=row)

        self.at(36, deed)

    # ---- their parts ----

    def _population(self, team: Team, source: str, classes: str, definition: str, when: datetime) -> Population:
        return populations.open_population(self.stage.actor(team.maker), source, definition, classes, when)

    def _of(self, team: Team) -> Population:
        return Population.objects.get(org=self.stage.orgs[team.org], source="concerns")

    def _open(self, team: Team, form: Callable[[UUID, date], PlanForm], when: datetime, of: Population) -> UUID:
        return plans.open_plan(self.stage.actor(team.maker), form(of.pk, when.date()), when).pk

    def _whole(
        self, team: Team, form: Callable[[UUID, date], PlanForm], days: float, *, of: Population | None = None,
        cited: bool = False,
    ) -> None:  # fmt: skip
        """From a question to a signed release."""
        row = self._open(team, form, self.stage.ago(days=days), of or self._of(team))
        self._from_gate(team, row, days, cited=cited)

    def _from_gate(self, team: Team, row: UUID, days: float, *, cited: bool = False) -> None:
        """The gate takes days, tables are made, a second person and two advisers agree, two people publish."""
        self.at(days - 3, lambda when: self._gate(team, row, when))
        self.at(days - 4, lambda when: self._tables(team, row, when))
        self.at(days - 6, lambda when: self._review(team, row, when))
        self.at(days - 8, lambda when: self._publish(team, row, when))
        if cited:
            self.at(days - 12, lambda when: self._cite(team, row, when))

    def _gate(self, team: Team, row: UUID, when: datetime, asked: Sequence[str] = ()) -> None:
        people = {ETHICS: Role.ETHICS_REVIEWER, ADVISER: Role.SURVIVOR_ADVISER,
                  team.officer: Role.DATA_PROTECTION_OFFICER}  # fmt: skip
        for place, (who, role) in enumerate(people.items()):
            if not asked or who in asked:
                at = when + timedelta(minutes=7 * place)
                gates.pass_gate(self.stage.actor(who), row, role, Verdict.PASSED, "", at)

    def _tables(self, team: Team, row: UUID, when: datetime) -> None:
        """Make them; where an attack succeeds, show less, as the first proposal says. Then send them to review."""
        maker = self.stage.actor(team.maker)
        for _ in range(_TRIES):
            draft = working.work(maker, row, when)
            if draft.passed:
                break
            less = attacking.proposals(draft)[0]
            plans.narrow(maker, row, Plan.objects.get(pk=row).version, less.tables, when, less.leave_out)
        reviewing.submit(maker, row, when)

    def _review(self, team: Team, row: UUID, when: datetime) -> None:
        draft = working.draft_of(Plan.objects.get(pk=row))
        ticks = working.ticked(draft) if draft else ()
        reviewing.review(self.stage.actor(team.reviewer), row, Verdict.APPROVED, ticks, "", when)
        for who, role in _ROLES.items():
            reviewing.assent(self.stage.actor(who), row, role, Verdict.ASSENT, "", when + timedelta(hours=2))

    def _publish(self, team: Team, row: UUID, when: datetime) -> None:
        publishing.publish(self.stage.actor(team.maker), row, when)
        publishing.sign(self.stage.actor(team.keeper), row, when + timedelta(hours=1))

    def _cite(self, team: Team, row: UUID, when: datetime) -> None:
        release = Release.objects.get(plan=row)
        uses.enter(self.stage.actor(team.maker), release.pk, words.CITED, when.date(), when)

    def _correct(self, when: datetime) -> None:
        maker, old = self.stage.actor(AURORA.maker), Release.objects.get(population=self._of(AURORA))
        made = publishing.correct(maker, old.pk, words.WRONG, when)
        form = words.answered_better(self.year)(made.population_id, when.date())
        plans.revise(maker, made.pk, made.version, form, when)
        self._from_gate(AURORA, made.pk, 40)

    def _of_files(self, when: datetime) -> None:
        """What pushed children, whether it has eased, and how soon they had a plan: out of files, with the same gate,
        attacks and review."""
        row = self._population(AURORA, "cases", "case", words.AURORA_FILES, when)
        self._whole(AURORA, words.eased(self.year), 29, of=row)
        self._whole(AURORA, words.helped(self.year), 22, of=row)

    def _until_review(self, when: datetime) -> None:
        row = self._open(AURORA, words.abroad(self.year), when, self._of(AURORA))
        self.at(5, lambda later: self._gate(AURORA, row, later))
        self.at(4, lambda later: self._tables(AURORA, row, later))

    def _at_gate(self, when: datetime) -> None:
        row = self._open(AURORA, words.places(self.year), when, self._of(AURORA))
        self.at(1, lambda later: self._gate(AURORA, row, later, asked=(ETHICS,)))

    def _attacked(self, when: datetime) -> None:
        """Exact numbers for a funder in two tables; the second leaves some out: subtract, and they are known."""
        row = self._open(AURORA, words.funder(self.year), when, self._of(AURORA))
        self.at(4, lambda later: self._gate(AURORA, row, later))
        self.at(2, lambda later: working.work(self.stage.actor(AURORA.maker), row, later))

    def _withdraw(self, when: datetime) -> None:
        release = Release.objects.get(population=self._of(NORDLYS))
        releases.withdraw(self.stage.actor(NORDLYS.maker), release.pk, words.COUNTED_TWICE, when)
