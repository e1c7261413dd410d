"""Several intake teams: a page gives what comes to one of them, its people see and open it, others do not; it can go to
another team of the house, with what was handed over, what is the same, and its clocks."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.clocks import api as clocks
from fanal.clocks.contracts import Target
from fanal.clocks.models import Duty
from fanal.concerns import duties
from fanal.concerns.conflict import conflict, teams
from fanal.concerns.content import NoteContent
from fanal.concerns.gate import pages
from fanal.concerns.gate.gate import look
from fanal.concerns.handovers import received, talk
from fanal.concerns.keeping.duties import HOLD_ENDS
from fanal.concerns.models import Concern, Handover, ReportingPage
from fanal.concerns.public import dialogue as public
from fanal.concerns.triage import assisted, decisions, dialogue, lists, queries, triage
from fanal.concerns.triage.decisions import Choice
from fanal.concerns.triage.duties import SECOND
from fanal.network import api as network
from fanal.network.contracts import RingKind, TeamRef
from fanal.network.models import Person, Team
from fanal.site.desk import agenda
from fanal.vocabulary.codes import Triage
from tests.desk import client_of, text
from tests.people import NOW, Cast, now_are
from tests.rooms.concerns.passing import Scene, agree, confirm_country
from tests.rooms.concerns.told import HOUR, Sent, page_of, tell

pytestmark = pytest.mark.django_db(databases="__all__")


def person(username: str) -> UUID:
    return Person.objects.get(username=username).pk


@pytest.fixture
def coast(cast: Cast) -> TeamRef:
    """A named intake team in which Femi is, and no longer in the main one."""
    made = network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [person("femi")], NOW)
    main = Team.objects.get(org_id=cast.aurora, kind="intake", name="")
    network.teams.take_out(cast["bao"], main.pk, person("femi"), NOW)
    return made


def told(cast: Cast, team: TeamRef | None, **more: object) -> Sent:
    """A concern that came by a page whose concerns this team reads."""
    now_are([page_of(cast)], team_id=team.id if team else None)
    return tell(cast, **more)  # type: ignore[arg-type]


def opens(cast: Cast, username: str, sent: Sent) -> bool:
    try:
        triage.look(cast[username], sent.id, NOW)
    except NotAllowed:
        return False
    return True


def test_a_page_gives_what_comes_to_the_team_that_it_names(cast: Cast, coast: TeamRef) -> None:
    """Femi of the coast and the supervisor open it; the main team sees and opens nothing of it, and the other way
    round."""
    theirs, main = told(cast, coast), told(cast, None)
    assert theirs.row.team_id == coast.id
    for sent, those in ((theirs, {"femi", "bao"}), (main, {"amara", "bao"})):
        assert {name for name in ("amara", "bao", "femi", "dalia", "celia") if opens(cast, name, sent)} == those
    assert {row.pk for row in queries.waiting(cast["femi"])} == {theirs.id}
    assert {row.pk for row in queries.waiting(cast["amara"])} == {main.id}
    assert {row.pk for row in queries.waiting(cast["bao"])} == {theirs.id, main.id}
    with pytest.raises(NotAllowed, match="Another intake team"):
        triage.look(cast["amara"], theirs.id, NOW)


def test_the_keys_say_the_same(cast: Cast, coast: TeamRef) -> None:
    """Not the policy alone: no bundle of it is sealed to the main team."""
    sent = told(cast, coast)
    for name, able in (("femi", True), ("bao", True), ("amara", False), ("dalia", False)):
        try:
            network.records.open_held(cast.aurora, sent.id, cast[name].keyring)
            assert able
        except vault.NotGranted:
            assert not able


def test_its_clocks_are_the_teams(cast: Cast, coast: TeamRef) -> None:
    """The duty stands on the day of its people and of the supervisor, not of the main team; where nobody is left in the
    team, the managers have it."""
    told(cast, coast)
    (duty,) = clocks.open_duties(org=cast.aurora)
    assert duty.owner == Target.team(coast.id) == Target.parse(str(duty.owner))
    waits = {name: [one.id for one in agenda.waiting_for(cast[name], 9)] for name in ("femi", "bao", "amara")}
    assert waits == {"femi": [duty.id], "bao": [duty.id], "amara": []}
    assert "Intake · Coast" in text(client_of(cast, "femi").get(reverse("desk:day")))


def test_who_is_on_duty_holds_what_their_own_team_has(cast: Cast, coast: TeamRef) -> None:
    """A danger on the page of the coast is held by the person on duty there, for that team."""
    now_are([page_of(cast)], team_id=coast.id, duty_person_id=person("femi"))
    sent = tell(cast, danger="yes")
    for duty in clocks.open_duties(subjects=[sent.id]):
        assert (duty.owner, duty.person) == (Target.team(coast.id), person("femi"))
    teams.give_to(cast["bao"], sent.id, None, NOW)
    assert {one.person for one in clocks.open_duties(subjects=[sent.id])} == {None}


def test_nobody_of_the_team_before_hears_of_it(cast: Cast, coast: TeamRef) -> None:
    """The deputy of the coast would hear when nobody said that they saw it: not once another team has it."""
    now_are([page_of(cast)], team_id=coast.id, duty_person_id=person("femi"), deputy_id=person("bao"))
    sent = tell(cast, danger="yes")

    def told_late() -> set[str]:
        rows = Duty.objects.filter(subject=sent.id, kind=duties.ACKNOWLEDGE.code)
        return {step["to"] for row in rows for step in row.chain}

    assert f"person:{person('bao')}" in told_late()
    teams.give_to(cast["bao"], sent.id, None, NOW)
    assert told_late() == {str(step.to) for step in duties.ACKNOWLEDGE.chain}


def test_what_waits_for_a_second_person_follows_a_conflict_of_interest(cast: Cast) -> None:
    """Of a concern about our own people the safeguarding lead alone hears, also what somebody asked before."""
    sent = told(cast, None)
    clocks.start(SECOND, cast.aurora, sent.id, now=NOW)
    clocks.start(HOLD_ENDS, cast.aurora, sent.id, now=NOW)
    conflict.mark(cast["bao"], sent.id, NOW)
    rows = Duty.objects.filter(subject=sent.id, state="open")
    assert {(row.owner, len(row.chain)) for row in rows} == {(str(duties.SAFEGUARDING), 0)}
    assert {SECOND.code, HOLD_ENDS.code} < {row.kind for row in rows}
    conflict.clear(cast["dalia"], sent.id, NOW)
    back = Duty.objects.get(subject=sent.id, state="open", kind=SECOND.code)
    assert (back.owner, len(back.chain)) == ("team:intake", len(SECOND.chain))


def test_what_a_closed_team_still_has_waits_for_the_managers(cast: Cast, coast: TeamRef) -> None:
    """A decided concern stays with the team; when its reporter writes again, somebody has it on their day."""
    main = Team.objects.get(org_id=cast.aurora, kind="intake", name="")
    network.teams.put_in(cast["bao"], main.pk, person("femi"), NOW)
    network.teams.close(cast["bao"], coast.id, NOW)
    to = Target.team(coast.id)
    duty = clocks.start(duties.ANSWER_REPORTER, cast.aurora, uuid4(), now=NOW, owner=to)
    assert duty.id in [one.id for one in agenda.waiting_for(cast["bao"], 9)]


def test_it_goes_to_another_team_under_new_keys_and_its_clocks_go_on(cast: Cast, coast: TeamRef) -> None:
    """Whoever had it opens nothing any more, with the keys of before neither; the reporter keeps the thread, the due
    time stays; what is the same goes along."""
    sent, same = told(cast, None), told(cast, None)
    lists.same_as(cast["amara"], same.id, sent.id, NOW)
    dialogue.write(cast["amara"], sent.id, "Is the child still there?", question=True, now=NOW)
    before = clocks.next_of([sent.id])[sent.id].due_at
    kept = cast["amara"].keyring
    with pytest.raises(NotNow, match="has it already"):
        teams.give_to(cast["amara"], sent.id, None, NOW)
    teams.give_to(cast["amara"], sent.id, coast.id, NOW + HOUR)
    assert {name for name in ("amara", "bao", "femi") if opens(cast, name, sent)} == {"bao", "femi"}
    assert same.row.team_id == coast.id
    assert opens(cast, "femi", same)
    for one in (sent, same):
        with pytest.raises(vault.NotGranted):
            network.records.open_held(cast.aurora, one.id, kept)
    assert clocks.next_of([sent.id])[sent.id].due_at == before
    assert {str(one.owner) for one in clocks.open_duties(subjects=[sent.id])} == {f"team:{coast.id}"}
    file = triage.look(cast["femi"], sent.id, NOW + HOUR)
    assert file.thread[0].text == "Is the child still there?"
    assert not file.unreadable
    assert sent.receipt is not None
    public.reply(sent.receipt, uuid4(), "Yes, still", 0, None, NOW + HOUR)
    assert [line.text for line in triage.look(cast["femi"], sent.id, NOW + HOUR).thread][-1] == "Yes, still"
    teams.give_to(cast["femi"], sent.id, None, NOW + HOUR)
    assert {name for name in ("amara", "bao", "femi") if opens(cast, name, sent)} == {"amara", "bao"}


def test_what_is_decided_and_what_follows_stay_with_the_team(cast: Cast, coast: TeamRef) -> None:
    """A decision closes the reporter's part for the custodian as ever; who was asked to decide hears no more."""
    sent = told(cast, coast)
    choice = Choice(Triage.INFORMATION_ONLY, NoteContent(text="A family"))
    with pytest.raises(NotAllowed):
        decisions.decide(cast["amara"], sent.id, choice, sent.row.version, NOW)
    decisions.decide(cast["femi"], sent.id, choice, sent.row.version, NOW)
    assert sent.row.reporter_closed
    assert clocks.open_duties(org=cast.aurora) == []


def test_after_a_conflict_of_interest_it_goes_back_to_the_team_that_had_it(cast: Cast, coast: TeamRef) -> None:
    """Only the safeguarding lead gives it back, and nobody gives a restricted one to a team."""
    sent = told(cast, coast, about_us="not_sure")
    assert {name for name in ("amara", "bao", "femi", "dalia") if opens(cast, name, sent)} == {"dalia"}
    for name in ("bao", "femi", "dalia"):
        with pytest.raises(NotAllowed):
            teams.give_to(cast[name], sent.id, None, NOW)
    conflict.clear(cast["dalia"], sent.id, NOW)
    assert {name for name in ("amara", "bao", "femi", "dalia") if opens(cast, name, sent)} == {"femi", "bao"}


def test_two_of_different_teams_are_not_called_the_same(cast: Cast, coast: TeamRef) -> None:
    """A supervisor sees both, and reads what to do first; nothing similar of another team is shown."""
    one, other = told(cast, coast), told(cast, None)
    assert lists.similar(cast["bao"], one.id, NOW) == []
    with pytest.raises(NotNow, match="First give it to the same team"):
        lists.same_as(cast["bao"], one.id, other.id, NOW)
    teams.give_to(cast["bao"], one.id, None, NOW)
    assert [hit.id for hit in lists.similar(cast["bao"], one.id, NOW)] == [other.id]
    lists.same_as(cast["bao"], one.id, other.id, NOW)


def test_a_handover_is_the_teams_and_follows_it(cast: Cast, coast: TeamRef) -> None:
    """The sender's team reads and writes, the main team does not; the partner's main intake team has it as ever, also
    after it went to another team."""
    sent = told(cast, None)
    scene = Scene(cast, sent.id, agree(cast))
    confirm_country(cast, sent.id, "XB")
    row = scene.offered()
    assert row.team_id is None
    talk.write(cast["amara"], row.pk, "Please look today", NOW, question=False, key=uuid4())
    teams.give_to(cast["amara"], sent.id, coast.id, NOW)
    row = Handover.objects.get(pk=row.pk)
    assert row.team_id == coast.id
    assert received.accept(cast["nils"], row.pk, NOW).state == "accepted"


def test_what_a_partner_hands_over_is_for_the_main_team(cast: Cast) -> None:
    """Somebody in a named team only neither sees nor accepts it."""
    sent = tell(cast)
    scene = Scene(cast, sent.id, agree(cast))
    confirm_country(cast, sent.id, "XB")
    row = scene.offered()
    network.teams.make(cast["oda"], RingKind.INTAKE, "Hills", [person("nils")], NOW)
    main = Team.objects.get(org_id=cast.nordlys, kind="intake", name="")
    network.teams.take_out(cast["oda"], main.pk, person("nils"), NOW)
    with pytest.raises(NotHere):
        received.accept(cast["nils"], row.pk, NOW)
    assert received.accept(cast["oda"], row.pk, NOW).state == "accepted"


def test_a_worker_writes_a_call_down_for_their_own_team(cast: Cast, coast: TeamRef) -> None:
    """Whoever took the call can go on with it; a supervisor's goes where the page says."""
    page_of(cast)
    assert assisted.place(cast["femi"], NOW).team == coast.id
    assert assisted.place(cast["amara"], NOW).team is None
    now_are([page_of(cast)], team_id=coast.id)
    assert assisted.place(cast["amara"], NOW).team is None
    assert assisted.place(cast["bao"], NOW).team == coast.id


def test_who_is_on_duty_elsewhere_hears_nothing_of_it(cast: Cast, coast: TeamRef) -> None:
    """The people whom the page names can open nothing of what a worker of another team writes down."""
    now_are([page_of(cast)], duty_person_id=person("amara"), deputy_id=person("bao"))
    found = assisted.place(cast["femi"], NOW)
    assert (found.team, found.duty_person, found.deputy) == (coast.id, None, None)
    network.rota.put(cast["bao"], coast.id, NOW.date(), person("femi"), None, NOW, single=True)
    assert assisted.place(cast["femi"], NOW).duty_person == person("femi")


def test_a_page_names_a_team_of_its_own_and_people_of_it(cast: Cast, coast: TeamRef) -> None:
    """Who is on duty is in the team that reads; the gate says so where they left it."""
    page = page_of(cast)
    wanted = pages.Settings(hours=page.hours, languages=("en",), duty_person=person("femi"), deputy=None, team=coast.id)
    pages.change(cast["bao"], page.pk, wanted, NOW)
    assert ReportingPage.objects.get(pk=page.pk).team_id == coast.id
    for wrong in ({"team": None}, {"duty_person": person("amara")}, {"team": hills_of_nordlys(cast)}):
        settings = pages.Settings(**{
            "hours": page.hours, "languages": ("en",), "duty_person": person("femi"), "deputy": None,
            "team": coast.id, **wrong,
        })  # type: ignore[arg-type]  # fmt: skip
        with pytest.raises(NotNow):
            pages.change(cast["bao"], page.pk, settings, NOW)
    line = next(one for one in look(cast.aurora, page.country, NOW.date()) if one.code == "intake")
    assert not line.ok, "one person is no team"


def hills_of_nordlys(cast: Cast) -> UUID:
    return network.teams.make(cast["oda"], RingKind.INTAKE, "Hills", [], NOW).id


def test_a_team_that_is_needed_is_not_closed(cast: Cast, coast: TeamRef) -> None:
    """A page gives it what comes; a concern waits there. Then it goes."""
    sent = told(cast, coast)
    main = Team.objects.get(org_id=cast.aurora, kind="intake", name="")
    network.teams.put_in(cast["bao"], main.pk, person("femi"), NOW)
    with pytest.raises(NotNow, match="public page"):
        network.teams.close(cast["bao"], coast.id, NOW)
    now_are([page_of(cast)], team_id=None)
    with pytest.raises(NotNow, match="concerns that wait"):
        network.teams.close(cast["bao"], coast.id, NOW)
    teams.give_to(cast["bao"], sent.id, None, NOW)
    network.teams.close(cast["bao"], coast.id, NOW)
    assert Concern.objects.get(pk=sent.id).team_id is None


def test_the_page_asks_which_team(cast: Cast, coast: TeamRef) -> None:
    """The link stands where there are teams; what was chosen is done once, and a second press is told."""
    sent, amara = told(cast, None), client_of(cast, "amara")
    page = text(amara.get(reverse("concerns:concern", args=[sent.id])))
    address = reverse("concerns:give_team", args=[sent.id])
    assert address in page
    assert "Choose a team" in text(amara.post(address, {}))
    assert "Done. It is in the other hands now" in text(amara.post(address, {"team": str(coast.id)}, follow=True))
    assert amara.post(address, {"team": str(coast.id)}).status_code == 403
    bao = client_of(cast, "bao")
    assert "Coast" in text(bao.get(reverse("concerns:queue")))
    assert "Intake · Coast and supervisors" in text(bao.get(reverse("concerns:concern", args=[sent.id])))
    assert "has it already" in text(bao.post(address, {"team": str(coast.id)}))


def test_the_settings_of_a_page_offer_teams_only_where_there_are_some(cast: Cast) -> None:
    page, bao = page_of(cast), client_of(cast, "bao")
    address = reverse("concerns:page_settings", args=[page.pk])
    assert "Which intake team reads" not in text(bao.get(address))
    network.teams.make(cast["bao"], RingKind.INTAKE, "Coast", [person("femi")], NOW)
    assert "Which intake team reads" in text(bao.get(address))
