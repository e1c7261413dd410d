"""CM-66, CM-68, DNH-35: what leaves, of one child and of more, by whom, for how long; and what comes back of it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import fanal
from fanal.access.api import NotAllowed, NotHere, NotNow
from fanal.cases import duties
from fanal.cases.codes import ConsentPurpose
from fanal.cases.exchange import exporting, maps, shapes
from fanal.cases.exchange.duties import EXPORT_ANSWER
from fanal.cases.files import files as reading
from fanal.cases.files import restricting
from fanal.cases.grounds import grounds
from fanal.cases.model.declared import model
from fanal.cases.models import Case, Consent, Export
from fanal.clocks import api as clocks
from fanal.journal import api as journal
from fanal.network import people
from fanal.network.contracts import Actor, Role
from fanal.network.models import Bundle
from fanal.vocabulary.codes import DataCategory
from tests.desk import client_of, text
from tests.people import NOW, Cast, are_cleared
from tests.rooms.cases.care import opened
from tests.rooms.cases.exchange.bringing import files, second, taken
from tests.rooms.cases.exchange.coming import child, children, csv
from tests.rooms.cases.exchange.test_cm_40_imports import GROUND
from tests.rooms.cases.grounds.care import BOTH

pytestmark = pytest.mark.django_db(databases="__all__")
OURS = {"purpose": "case_management", "recipient": "none", "reason": "The national system"}
HEAD = (
    "prs_FirstName", "prs_SecondName", "prs_Birthdate", "prs_Gender", "prs_Citizenship", "prs_PrimaryLanguage",
    "prs_MobilePhone", "prs_HighestLevelOfEducation", "vic_TraffickingStatus", "vic_TypeOfExploitation",
    "vic_MethodsOfControl", "vic_AgeWhenTrafficked", "hte_Type", "hte_Country", "hte_Date", "hte_Description",
)  # fmt: skip
CELLS = (
    "Lilo", "=Anders", "2013-05-03", "Feminine", "FR;XA", "spa", "+33 123", "PrimaryEducation",
    "ActualVictimOfTrafficking", "SexualExploitation;ChildLabour", "DebtBondage", "12", "Exploitation", "XA", "2025-06",
    "She told it",
)  # fmt: skip


def full(cast: Cast) -> Case:
    """A file with much in it, and a ground."""
    (case,) = files(taken(cast, csv(HEAD, CELLS)))
    grounds.give(cast["marek"], case.pk, ConsentPurpose.CASE_MANAGEMENT, GROUND, NOW)
    return case


def content(cast: Cast, case: Case, shape: str = "htcds") -> str:
    row = exporting.one(cast["marek"], case.pk, shape, OURS, NOW)
    return exporting.open_(cast["marek"], row.pk, NOW)[1]


def known(cast: Cast, case: Case) -> dict[str, object]:
    found = reading.look(cast["marek"], case.pk, NOW)
    act = found.of(exporting.Act)[0].said
    of = {"child": found.child.said, "case": found.work.said, "act": act}
    return {f"{entity}.{name}": value for entity, said in of.items() for name, value in said.items()}


@pytest.mark.parametrize("shape", ["htcds", "primero"])
def test_a_round_trip_loses_only_what_is_not_mapped(cast: Cast, shape: str) -> None:
    case = full(cast)
    (back,) = children(shape, content(cast, case, shape))
    mapped = {one.to for one in maps.load(shape).columns if one.to}
    before = known(cast, case)
    kept = {path for path in mapped if before.get(path) not in (None, "", ())}
    coded = {path for path in kept if model().field(path).lists and not back.values.get(path)}
    assert coded <= {"case.protection_concerns", "case.trafficking_status"}, "codes that the other system does not have"
    assert len(kept) > (12 if shape == "htcds" else 5)
    for path in kept - coded:
        assert back.values[path] == before[path], path


def test_no_cell_is_a_formula_and_each_row_has_the_mark_and_a_new_identifier(cast: Cast) -> None:
    case = full(cast)
    one, two = content(cast, case), content(cast, case)
    assert "'=Anders" in one
    assert "'+33 123" in one
    assert "Aurora" in one.splitlines()[1], "whose it is stands in each row"
    assert one.splitlines()[1].split(",")[0] != two.splitlines()[1].split(",")[0]
    assert case.number not in one
    assert str(case.pk) not in one


def test_without_a_ground_for_it_nothing_leaves(cast: Cast) -> None:
    case = full(cast)
    with pytest.raises(NotNow, match="allowed nothing"):
        exporting.one(cast["marek"], case.pk, "htcds", OURS | {"purpose": "referral", "recipient": "unhcr"}, NOW)
    assert not Export.objects.exists()
    (bare,) = files(taken(cast))
    with pytest.raises(NotNow):
        exporting.one(cast["marek"], bare.pk, "htcds", OURS, NOW)


def test_what_is_not_covered_stays_and_of_a_birthday_the_year_goes() -> None:
    values = {"child.given_name": "Lilo", "child.birth_date": "2013-05-03", "case.trafficking_status": "confirmed"}
    made = shapes.cells(maps.load("htcds"), shapes.Known(values, {DataCategory.EXISTENCE, DataCategory.LEGAL}))
    assert "prs_FirstName" not in made
    assert made["prs_Birthdate"] == "2013"
    assert made["vic_TraffickingStatus"] == "ActualVictimOfTrafficking"


def test_only_the_worker_takes_one_out_and_only_they_open_it(cast: Cast) -> None:
    case = full(cast)
    for who in ("bao", "dalia", "lena", "nils", "edo"):
        with pytest.raises((NotAllowed, NotHere)):
            exporting.one(cast[who], case.pk, "htcds", OURS, NOW)
    row = exporting.one(cast["marek"], case.pk, "htcds", OURS, NOW)
    for who in ("bao", "dalia", "nils"):
        with pytest.raises((NotAllowed, NotHere)):
            exporting.open_(cast[who], row.pk, NOW)


def test_each_opening_is_counted_and_after_seven_days_it_is_gone(cast: Cast) -> None:
    row = exporting.one(cast["marek"], full(cast).pk, "htcds", OURS, NOW)
    for _ in range(2):
        exporting.open_(cast["marek"], row.pk, NOW)
    assert Export.objects.get().openings == 2
    assert [one.deed for one in journal.read(row.pk)].count("cases.open_export") == 2
    with pytest.raises(NotNow):
        exporting.open_(cast["marek"], row.pk, NOW + timedelta(days=8))
    assert exporting.erase_due(NOW + timedelta(days=8)) == 1
    assert not Export.objects.exists()
    assert not Bundle.objects.filter(record=row.pk).exists()


def test_a_longer_time_that_somebody_wrote_into_the_database_opens_nothing(cast: Cast) -> None:
    row = exporting.one(cast["marek"], full(cast).pk, "htcds", OURS, NOW)
    Export.objects.update(until=NOW + timedelta(days=90), openings=0)
    with pytest.raises(NotAllowed):
        exporting.open_(cast["marek"], row.pk, NOW)


def test_of_more_one_asks_and_another_makes_it(cast: Cast) -> None:
    full(cast)
    opened(cast)
    dalia = second(cast)
    row = exporting.many(cast["bao"], "list", {"risk": ""}, OURS, NOW)
    with pytest.raises(NotNow):
        exporting.open_(cast["bao"], row.pk, NOW)
    with pytest.raises(NotAllowed):
        exporting.make(cast["bao"], row.pk, NOW)
    count = exporting.wanted(dalia, row).count()
    exporting.make(dalia, row.pk, NOW)
    name, said = exporting.open_(cast["bao"], row.pk, NOW)
    assert len(said.splitlines()) == count + 1 == 3, "the count shown is the count that leaves (CM-55)"
    assert "Lilo" not in said
    assert "aurora" not in name.casefold()
    assert exporting.open_(dalia, row.pk, NOW)[1] == said
    for who in ("marek", "lena"):
        with pytest.raises(NotAllowed):
            exporting.many(cast[who], "list", {}, OURS, NOW)


def test_nothing_is_ever_a_file_on_the_server() -> None:
    source = (Path(fanal.__file__).parent / "cases" / "exchange").rglob("*.py")
    for path in source:
        told = path.read_text()
        assert not any(word in told for word in ("write_text", "write_bytes", ".open(", "NamedTemporary")), path


def test_the_pages(cast: Cast) -> None:
    case = full(cast)
    marek, bao = client_of(cast, "marek"), client_of(cast, "bao")
    url = reverse("cases:export_one", args=[case.pk])
    assert url in text(marek.get(reverse("cases:file", args=[case.pk])))
    assert "Only what the child allowed" in text(marek.get(url))
    answer = marek.post(url, OURS | {"shape": "primero"})
    assert answer.status_code == 302
    page = text(marek.get(answer["Location"]))
    assert "can be opened" in page
    assert "Lilo" not in page
    got = marek.post(reverse("cases:out_open", args=[Export.objects.get().pk]))
    assert got["Content-Disposition"].endswith('.json"')
    assert json.loads(got.content)["data"][0]["name_first"] == "Lilo"
    assert bao.post(url, OURS | {"shape": "primero"}).status_code == 403
    answer = bao.post(reverse("cases:out_new"), OURS | {"shape": "list"})
    assert "A supervisor agrees, and makes it" in text(bao.get(answer["Location"]))
    assert "waits for a second person" in text(bao.get(reverse("cases:outs")))


def test_what_comes_back_sets_nothing_that_a_person_must_say() -> None:
    made = child("htcds", prs_Birthdate="2013", fanal_ref="x", fanal_mark="y")
    assert "child.safe_to_contact" not in made.values


def test_who_is_supervisor_and_safeguarding_lead_makes_it_and_the_supervisor_of_the_file_hears(cast: Cast) -> None:
    """The same person often has both roles."""
    full(cast)
    row = exporting.many(cast["bao"], "htcds", {}, OURS, NOW)
    assert exporting.make(second(cast), row.pk, NOW).children == 1
    assert len(clocks.open_duties(org=cast.aurora, kinds=[duties.LOOKED_AT])) == 1


def of_several(cast: Cast, recipient: str) -> Export:
    """Data of all children who allow help by others, for one kind of recipient."""
    dalia, asked = second(cast), OURS | {"purpose": "referral", "recipient": recipient}
    row = exporting.many(cast["bao"], "htcds", {}, asked, NOW)
    return exporting.make(dalia, row.pk, NOW)


def test_of_several_children_only_what_one_of_them_took_back_goes(cast: Cast) -> None:
    """Neither what goes to another recipient, nor what a child never allowed and so does not stand in."""
    case, other, third = full(cast), opened(cast), opened(cast)
    given = {**BOTH, "categories": ("contact", "services", "existence", "identity")}
    for one, to in ((case, ("service_provider", "member_org")), (other, ("member_org",))):
        grounds.give(cast["marek"], one.pk, ConsentPurpose.REFERRAL, {**given, "recipients": to}, NOW)
    provider, member = of_several(cast, "service_provider"), of_several(cast, "member_org")
    later = NOW + timedelta(hours=1)
    grounds.refuse(cast["marek"], third.pk, ConsentPurpose.REFERRAL, {"given_by": "child"}, later)
    assert Export.objects.count() == 2, "the third child stands in none"
    grounds.refuse(cast["marek"], other.pk, ConsentPurpose.REFERRAL, {"given_by": "child"}, later)
    assert [one.pk for one in Export.objects.all()] == [provider.pk], "the other child stands in one"
    assert member.children == 2
    row = Consent.objects.get(child=case.child, purpose="referral")
    less = {"given_by": "child", "recipients": ("service_provider",), "categories": given["categories"]}
    grounds.narrow(cast["marek"], case.pk, row.pk, less, later)
    assert Export.objects.filter(pk=provider.pk).exists(), "what is narrowed away goes to another"
    grounds.withdraw(cast["marek"], case.pk, row.pk, {"given_by": "child"}, later + timedelta(hours=1))
    assert not Export.objects.exists()


def manager(cast: Cast) -> Actor:
    """Edo leads the organisation, and is named in no file."""
    people.give_roles(cast["bao"], cast["edo"].person, [Role.MEMBER_ADMIN, Role.MANAGER], NOW)
    are_cleared([cast["edo"].person])
    return cast["edo"]


@pytest.mark.parametrize("shape", ["list", "htcds"])
def test_a_file_for_named_people_stays_out_where_whoever_asks_is_not_named(cast: Cast, shape: str) -> None:
    case, other = full(cast), opened(cast)
    edo = manager(cast)
    restricting.restrict(cast["bao"], case.pk, NOW)
    row = exporting.many(edo, shape, {}, OURS, NOW)
    assert [one.case_id for one in exporting.wanted(cast["bao"], row)] == [other.pk]
    made = exporting.make(cast["bao"], row.pk, NOW)
    assert made.children == 1
    assert case.number not in exporting.open_(edo, row.pk, NOW)[1]
    mine = exporting.many(cast["bao"], shape, {}, OURS, NOW)
    assert exporting.make(second(cast), mine.pk, NOW).children == 2, "of whom is named, it is one of the files"


@pytest.mark.parametrize("at", ["before it is made", "after it was made"])
def test_a_file_that_becomes_one_for_named_people_after_it_was_asked_for_does_not_leave(cast: Cast, at: str) -> None:
    case = full(cast)
    opened(cast)
    edo = manager(cast)
    row = exporting.many(edo, "list", {}, OURS, NOW)
    if at == "after it was made":
        exporting.make(cast["bao"], row.pk, NOW)
        assert case.number in exporting.open_(edo, row.pk, NOW)[1]
    restricting.restrict(cast["bao"], case.pk, NOW)
    if at == "after it was made":
        for who in (edo, cast["bao"]):
            with pytest.raises(NotNow, match="named people only"):
                exporting.open_(who, row.pk, NOW)
    else:
        exporting.make(cast["bao"], row.pk, NOW)
        assert case.number not in exporting.open_(edo, row.pk, NOW)[1]


def test_the_second_person_reads_what_leaves_before_they_agree_and_has_it_on_the_day(cast: Cast) -> None:
    full(cast)
    opened(cast)
    row = exporting.many(manager(cast), "htcds", {}, OURS, NOW)
    bao, where = client_of(cast, "bao"), reverse("cases:out", args=[row.pk])
    day = text(bao.get(reverse("desk:day")))
    assert where in day
    assert "Look at what somebody asks to take out" in day
    for who in ("marek", "edo"):
        assert where not in text(client_of(cast, who).get(reverse("desk:day")))
    page = text(bao.get(reverse("cases:out_make", args=[row.pk])))
    told = ("Ourselves, in another system", "The national system", "Who the child is", "Files that it asks for")
    for said in ("Edo", "HTCDS 2.0", *told):
        assert said in page, said
    assert ">2<" in page.replace("\n", "")
    exporting.make(cast["bao"], row.pk, NOW)
    assert where not in text(bao.get(reverse("desk:day")))


def test_the_request_that_nobody_answered_ends_and_its_duty_with_it(cast: Cast) -> None:
    exporting.many(manager(cast), "list", {}, OURS, NOW)
    assert len(clocks.open_duties(org=cast.aurora, kinds=[EXPORT_ANSWER])) == 1
    exporting.erase_due(NOW + timedelta(days=8))
    assert not clocks.open_duties(org=cast.aurora, kinds=[EXPORT_ANSWER])


@pytest.mark.usefixtures("that_day")
def test_who_agrees_agrees_to_what_they_saw(cast: Cast) -> None:
    """Files that came meanwhile, and a row that somebody changed in the database, are nothing that they agreed to."""
    full(cast)
    row = exporting.many(manager(cast), "htcds", {}, OURS, NOW)
    bao, make = client_of(cast, "bao"), reverse("cases:out_make", args=[row.pk])

    def seen() -> str:
        found = re.search(r'name="seen" value="([^"]+)"|value="([^"]+)" name="seen"', text(bao.get(make)))
        assert found
        return found.group(1) or found.group(2)

    sent = {"seen": seen()}
    opened(cast)
    page = text(bao.post(make, sent))
    assert "These are other files than you saw." in page
    assert ">2<" in page.replace("\n", "")
    assert Export.objects.get().made_at is None
    Export.objects.update(shape="list", reason="Only how many")
    for url in (make, reverse("cases:out", args=[row.pk])):
        assert bao.get(url).status_code == 403
    Export.objects.update(shape="htcds", reason=OURS["reason"])
    assert bao.post(make, {"seen": seen()}).status_code == 302
    assert Export.objects.get().children == 2


def test_who_made_it_opens_it_no_more_once_a_file_in_it_is_for_others_by_name(cast: Cast) -> None:
    case = full(cast)
    people.give_roles(cast["bao"], cast["celia"].person, [Role.SUPERVISOR], NOW)
    are_cleared([cast["celia"].person])
    celia = cast["celia"]
    row = exporting.many(cast["bao"], "list", {}, OURS, NOW)
    exporting.make(celia, row.pk, NOW)
    assert exporting.open_(celia, row.pk, NOW)
    restricting.restrict(cast["bao"], case.pk, NOW)
    with pytest.raises(NotNow, match="named people only"):
        exporting.open_(celia, row.pk, NOW)
    assert exporting.open_(cast["bao"], row.pk, NOW), "who asked is named in it"


def test_who_hides_it_while_the_child_takes_it_back_does_not_open_it_later(cast: Cast) -> None:
    case = full(cast)
    row = exporting.one(cast["marek"], case.pk, "htcds", OURS, NOW)
    Export.objects.update(shape="list")
    ground = Consent.objects.filter(child=case.child, purpose="case_management").latest("given_at", "pk")
    grounds.withdraw(cast["marek"], case.pk, ground.pk, {"given_by": "child"}, NOW + timedelta(hours=1))
    Export.objects.update(shape="htcds")
    with pytest.raises(NotNow):
        exporting.open_(cast["marek"], row.pk, NOW + timedelta(hours=2))


def test_the_mark_of_a_row_is_no_formula_either() -> None:
    assert shapes.as_list(["a"], [["1"]], "=1+1").splitlines()[1] == "1,'=1+1"
