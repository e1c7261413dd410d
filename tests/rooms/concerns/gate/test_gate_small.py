"""The gate of a small member: how many people, which partners, whose illness closes the form; one of three leaves."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from fanal.access.api import gate as gates
from fanal.concerns.gate import gate, pages
from fanal.concerns.models import ReportingPage
from fanal.concerns.retention import ROOM
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose, NetworkError, RingKind, Role
from fanal.network.models import Organisation, RingSeal
from fanal.vocabulary.codes import DataCategory
from tests.desk import client_of, give_app, text
from tests.kept import all_ruled
from tests.people import NOW, Cast, gains, loses, now_are
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.reporter import ALWAYS
from tests.small import EVERY, found, grows, has_partner

pytestmark = pytest.mark.django_db(databases="__all__")
TODAY = NOW.date()
BOTH = (AgreementPurpose.CONFLICT_OF_INTEREST, AgreementPurpose.CONCERN_HANDOVER)


@pytest.fixture(autouse=True)
def no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The installation cannot say: statements of people count."""
    monkeypatch.setattr(gates, "_machine", {})


def ready(cast: Cast) -> ReportingPage:
    """The page of Cirrus in XA, for which everything holds."""
    org = found(cast, "XA")
    for name in ("ana", "ben"):
        give_app(name)
    now_are(Organisation.objects.filter(pk=org), kit_drilled_on=TODAY - timedelta(days=30))
    has_partner(cast, *BOTH)
    page = pages.make(cast["ana"], "XA", NOW)
    ana, ben = cast["ana"].person, cast["ben"].person
    pages.change(cast["ana"], page.pk, pages.Settings(ALWAYS, ("en", "fr"), ana, ben), NOW)
    for item, who in (("dpia", "ana"), ("safeguarding", "cleo"), ("proxy_log", "ana"), ("restore_drill", "ana")):
        gates.sign(cast[who], ROOM, "XA", item, "Shelf 4, accepted in October", NOW)
    all_ruled(cast, by="ana", second="cleo")
    page.refresh_from_db()
    return page


def lines(cast: Cast) -> dict[str, gates.Line]:
    return {line.code: line for line in gate.look(cast.founded["Cirrus"].org, "XA", TODAY)}


def lapsed(cast: Cast) -> set[str]:
    return {code for code, line in lines(cast).items() if not line.ok}


def test_three_people_and_a_partner_open_a_form(cast: Cast) -> None:
    page = ready(cast)
    assert lapsed(cast) == set()
    pages.publish(cast["ana"], page.pk, NOW)
    assert pages.check_all(NOW) == 0


def test_the_gate_says_whose_illness_would_close_the_form(cast: Cast) -> None:
    """By what each does, with what nobody else does. Of four people one fewer cannot be spared."""
    page = ready(cast)
    said = lines(cast)["illness"]
    assert said.ok
    assert said.watch
    ana, ben, cleo = (one.replace("\xa0", " ") for one in said.each)
    assert ana.startswith("Ana (Intake officer · Duty person · Manager · Key keeper). What closes it: Person on duty, ")
    assert ben.startswith("Ben (Intake officer · Supervisor · Key keeper). What closes it: Deputy, Intake team")
    does = "Custodian of who told us · Administrator of people · Safeguarding lead"
    assert cleo == f"Cleo ({does}). What closes it: Custodian, Safeguarding lead."
    shown = text(client_of(cast, "ana").get(reverse("concerns:page", args=[page.pk])))
    watch = shown.partition("It holds, but look at this")[2].partition("What holds")[0]
    assert all(one in watch for one in (said.words, *said.each))
    _comes(cast, "dora", Role.CUSTODIAN, Role.SAFEGUARDING_LEAD)
    assert [one.split()[0] for one in lines(cast)["illness"].each] == ["Ana", "Ben"]


def _comes(cast: Cast, name: str, *roles: Role) -> None:
    """A colleague more, let in."""
    token = network.people.invite(cast["cleo"], name.capitalize(), roles, NOW)
    person, _code = network.people.accept(token, name, "twelve quiet boats at night", NOW)
    for who in ("ana", "cleo"):
        network.people.admit(cast[who], person, NOW)


@pytest.mark.parametrize("purpose", [AgreementPurpose.SECOND_PERSON, AgreementPurpose.CONFLICT_OF_INTEREST])
def test_without_a_partner_the_form_closes(cast: Cast, purpose: AgreementPurpose) -> None:
    page = ready(cast)
    pages.publish(cast["ana"], page.pk, NOW)
    for one in network.agreements.of(cast.founded["Cirrus"].org):
        if purpose in one.purposes:
            network.agreements.end(cast["oda"], one.id, NOW)
    code = "conflict_partner" if purpose is AgreementPurpose.CONFLICT_OF_INTEREST else "second_person"
    assert lapsed(cast) == {code}
    assert pages.check_all(NOW) == 1


def test_a_partner_without_an_auditor_is_not_enough(cast: Cast) -> None:
    ready(cast)
    loses(cast["oda"].person, Role.AUDITOR)
    assert lapsed(cast) == {"second_person"}
    assert "No partner does this for you: Auditor" in lines(cast)["second_person"].words


def test_an_agreement_under_which_the_partner_sees_too_little_is_named(cast: Cast) -> None:
    """At the gate and on *People*: with whom, and what it lacks."""
    page = ready(cast)
    org, few = cast.founded["Cirrus"].org, (DataCategory.EXISTENCE,)
    for one in network.agreements.of(org):
        network.agreements.end(cast["oda"], one.id, NOW)
    for purpose in (AgreementPurpose.SECOND_PERSON, *BOTH):
        agree(cast, few, purpose=purpose, by="ana")
    said = "The agreement with Nordlys lacks: place and time, what was told. Agree on it anew with these."
    for code in ("second_person", "conflict_partner"):
        assert lines(cast)[code].words.endswith(said), code
    ana = client_of(cast, "ana")
    assert text(ana.get(reverse("concerns:page", args=[page.pk]))).count(said) == 2
    assert said in text(ana.get(reverse("desk:people")))
    assert "nobody yet" not in text(ana.get(reverse("desk:people")))


@pytest.mark.parametrize("purpose", [AgreementPurpose.SECOND_PERSON, AgreementPurpose.CONFLICT_OF_INTEREST])
def test_an_agreement_that_would_be_none_is_refused_where_it_is_proposed(cast: Cast, purpose: AgreementPurpose) -> None:
    """Said at the field before anybody signs; with what it needs it is made."""
    found(cast, "XA")
    url = reverse("desk:propose")
    form = {"partner": str(cast.nordlys), "purposes": [purpose.value], "categories": ["existence"]}
    today = datetime.now(UTC).date()
    form |= {"starts": today.isoformat(), "ends": (today + timedelta(days=30)).isoformat()}
    answer = client_of(cast, "ana").post(url, form)
    (said,) = answer.context["form"].errors["categories"]
    named = network.words.PURPOSES[purpose]
    assert said == f"For {named} this must be ticked, too: place and time, what was told."
    assert not network.agreements.of(cast.founded["Cirrus"].org)
    made = client_of(cast, "ana").post(url, form | {"categories": ["existence", "location", "story"]})
    assert made.status_code == 302
    assert len(network.agreements.of(cast.founded["Cirrus"].org)) == 1


def test_the_gate_says_that_one_partner_for_everything_is_few(cast: Cast) -> None:
    """It closes nothing; with another one for either it is not said."""
    page = ready(cast)
    said = lines(cast)["only_partner"]
    assert said.ok
    assert said.words.startswith("Nordlys is your only partner for both")
    assert said.words in text(client_of(cast, "ana").get(reverse("concerns:page", args=[page.pk])))
    agree(cast, EVERY, purpose=AgreementPurpose.CONFLICT_OF_INTEREST, by="ana", signer="amara", partner=cast.aurora)
    assert "only_partner" not in lines(cast)


def test_a_union_that_came_past_the_deeds_closes_the_form(cast: Cast) -> None:
    """As where two founders have more roles than go together."""
    ready(cast)
    gains(cast["ana"].person, Role.SAFEGUARDING_LEAD)
    assert "small" in lapsed(cast)
    assert "Ana: In a small organisation one person is never manager" in lines(cast)["small"].words


def test_a_further_role_takes_nobody_off_their_duty(cast: Cast) -> None:
    """Whoever waits for the key of another team opens what is told here as before. Without that of the team that reads
    they are nobody's deputy."""
    page = ready(cast)
    pages.publish(cast["ana"], page.pk, NOW)
    org, ben = cast.founded["Cirrus"].org, cast["ben"].person
    network.people.give_roles(cast["cleo"], ben, [Role.DUTY_PERSON], NOW)
    colleague = network.queries.colleague(org, ben)
    assert colleague is not None
    assert [one.kind for one in colleague.missing] == [RingKind.ONCALL]
    assert lapsed(cast) == set()
    assert pages.check_all(NOW) == 0
    RingSeal.objects.filter(person=ben, ring__team__org=org, ring__team__kind=RingKind.INTAKE).delete()
    assert lapsed(cast) == {"deputy"}


def test_a_full_member_is_asked_nothing_of_it(cast: Cast) -> None:
    """When it is not small any more, the rules of the full member are back, and what its gate asks."""
    ready(cast)
    grows(cast["cleo"])
    assert lapsed(cast) == set()
    assert not {"small", "illness", "second_person", "conflict_partner"}.intersection(lines(cast))


def test_one_of_three_leaves(cast: Cast) -> None:
    """Key keepers stay two. What closes is said before; then the form closes at once, and what is left of the work
    still can be done."""
    page = ready(cast)
    pages.publish(cast["ana"], page.pk, NOW)
    with pytest.raises(NetworkError, match="Two key keepers must stay"):
        network.people.end_membership(cast["ben"], cast["ana"].person, NOW)
    network.people.give_roles(cast["ana"], cast["cleo"].person, [Role.KEY_KEEPER], NOW)
    asked = text(client_of(cast, "ben").get(reverse("desk:end", args=[cast["ana"].person])))
    assert "closes until somebody stands in: Person on duty" in asked
    network.people.end_membership(cast["ben"], cast["ana"].person, NOW)
    page.refresh_from_db()
    assert not page.published
    assert {"small", "intake", "duty_person", "trained"} <= lapsed(cast)
