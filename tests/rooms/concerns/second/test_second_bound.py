"""To what a partner's yes is bound: seven days, what the reporter wrote until then, and one agreement."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from fanal.access.api import NotNow
from fanal.concerns.handovers import handovers
from fanal.concerns.models import Concern, Message, SecondOpinion
from fanal.concerns.public import dialogue as public
from fanal.concerns.second import ending, second
from fanal.concerns.second.matters import What
from fanal.network import api as network
from fanal.network.contracts import AgreementPurpose
from fanal.network.models import Agreement
from fanal.vocabulary.codes import DataCategory, Finding
from tests.people import NOW, Cast
from tests.rooms.concerns.passing import agree
from tests.rooms.concerns.second.test_second import LATER, asked, in_bad_faith, says, to_police, told, told_by
from tests.rooms.concerns.second.test_second_ends import goes_on, state
from tests.rooms.concerns.told import Sent
from tests.small import EVERY

pytestmark = pytest.mark.django_db(databases="__all__")
WEEK = timedelta(days=7)


def holds(concern: UUID) -> bool:
    return Concern.objects.get(pk=concern).finding == Finding.BAD_FAITH


def writes(sent: Sent, now: datetime) -> None:
    assert sent.receipt is not None
    public.reply(sent.receipt, uuid4(), "It was true. He was here again.", 0, None, now)


# ---- seven days ----


def test_a_yes_is_used_within_seven_days(cast: Cast) -> None:
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    says(cast, row)
    assert ending.lapse(LATER + WEEK - timedelta(minutes=1)) == 0
    with pytest.raises(NotNow, match="more than seven days ago"):
        second.carry_out(cast["nils"], row.pk, LATER + WEEK)
    assert not holds(concern)
    second.carry_out(cast["nils"], row.pk, LATER + WEEK - timedelta(minutes=1))
    assert holds(concern)


def test_a_yes_that_nobody_used_ends_and_the_task_stays(cast: Cast) -> None:
    """Until somebody asks anew, or it falls."""
    decision = in_bad_faith(cast, told(cast))
    row = asked(cast, What.BAD_FAITH, decision.pk)
    says(cast, row)
    assert ending.lapse(LATER + WEEK) == 1
    assert (state(row), goes_on(cast)) == ("outlived", {row.pk})
    with pytest.raises(NotNow, match="has not said yes"):
        second.use(cast["nils"], row, second.read(cast["nils"], row.pk, LATER).content, LATER)
    asked(cast, What.BAD_FAITH, decision.pk)
    assert (state(row), goes_on(cast)) == ("withdrawn", set())


def test_a_yes_to_a_handover_ends_as_well(cast: Cast) -> None:
    draft, seen = to_police(cast)
    says(cast, asked(cast, What.TO_AUTHORITY, draft.pk))
    handovers.read_note(cast["nils"], draft.pk, LATER + WEEK)
    with pytest.raises(NotNow, match="more than seven days ago"):
        handovers.confirm(cast["nils"], draft.pk, seen, LATER + WEEK)
    assert handovers.confirm(cast["nils"], draft.pk, seen, LATER).state == "offered"


# ---- what the reporter wrote ----


@pytest.mark.parametrize("gone", [False, True])
def test_a_yes_does_not_close_over_a_letter_of_the_reporter(cast: Cast, gone: bool) -> None:
    """That was written after the partner was shown what was asked; also where somebody deletes it in the database."""
    sent = told_by(cast)
    decision = in_bad_faith(cast, sent.id)
    writes(sent, NOW)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    assert second.read(cast["bao"], row.pk, NOW).content.messages == 1
    writes(sent, NOW)
    says(cast, row)
    if gone:
        Message.objects.filter(concern=sent.id, position=2).delete()
    with pytest.raises(NotNow, match="The reporter wrote since the partner was asked"):
        second.carry_out(cast["nils"], row.pk, LATER)
    assert not holds(sent.id)
    second.withdraw(cast["nils"], row.pk, LATER)
    again = asked(cast, What.BAD_FAITH, decision.pk)
    assert second.read(cast["bao"], again.pk, NOW).content.messages == 2
    says(cast, again)
    second.carry_out(cast["nils"], again.pk, LATER)
    assert holds(sent.id)


def test_help_does_not_wait_for_another_yes_when_the_reporter_writes(cast: Cast) -> None:
    """The facts that leave are those that the partner saw."""
    sent = told_by(cast)
    draft, seen = to_police(cast, concern=sent.id)
    says(cast, asked(cast, What.TO_AUTHORITY, draft.pk))
    writes(sent, LATER)
    assert handovers.confirm(cast["nils"], draft.pk, seen, LATER).state == "offered"


# ---- one agreement ----


def partner(cast: Cast, categories: tuple[DataCategory, ...], ends: int) -> UUID:
    """An agreement on being second person for Nordlys that ends in so many days."""
    purpose = AgreementPurpose.SECOND_PERSON
    return agree(cast, categories, purpose=purpose, by="nils", signer="amara", partner=cast.aurora, days=(-200, ends))


@pytest.mark.parametrize("later", [100, 300])
def test_what_is_shown_is_shown_under_the_agreement_that_covers_it(cast: Cast, later: int) -> None:
    """A narrow one beside it carries nothing: with the wide one ends what was asked."""
    concern = told(cast)
    wide = network.agreements.of(cast.nordlys)[0].id
    partner(cast, EVERY[:1], later)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    assert row.agreement_id == wide
    says(cast, row)
    network.agreements.end(cast["bao"], wide, LATER)
    assert state(row) == "withdrawn"
    with pytest.raises(NotNow, match="does not cover"):
        second.look(cast["nils"], What.BAD_FAITH, row.subject, cast.aurora, LATER + timedelta(days=1))


def test_of_two_that_cover_it_the_one_is_taken_that_ends_last(cast: Cast) -> None:
    """Its kinds of data are those that are shown, as soon as what was asked under the other one is taken back."""
    concern = told(cast)
    decision = in_bad_faith(cast, concern)
    row = asked(cast, What.BAD_FAITH, decision.pk)
    longest = partner(cast, EVERY, 300)
    says(cast, row)
    second.withdraw(cast["nils"], row.pk, LATER)
    assert asked(cast, What.BAD_FAITH, decision.pk).agreement_id == longest
    assert {one.agreement_id for one in SecondOpinion.objects.all()} == {row.agreement_id, longest}


def test_an_agreement_over_too_little_is_refused_before_anything_is_opened(cast: Cast) -> None:
    """Also where the page names the partner itself."""
    concern = told_by(cast, partner=False).id
    partner(cast, EVERY[:1], 100)
    decision = in_bad_faith(cast, concern)
    with pytest.raises(NotNow, match="does not cover"):
        second.ask_partner(cast["nils"], What.BAD_FAITH, decision.pk, cast.aurora, "", NOW)


def test_a_yes_under_an_agreement_that_somebody_changed_is_none(cast: Cast) -> None:
    """It ran out, and is said to last longer, beside another one that is in force."""
    concern = told(cast)
    row = asked(cast, What.BAD_FAITH, in_bad_faith(cast, concern).pk)
    partner(cast, EVERY, 300)
    Agreement.objects.filter(pk=row.agreement_id).update(ends=NOW.date() + timedelta(days=500))
    with pytest.raises(NotNow, match="was ended"):
        second.answer(cast["bao"], row.pk, agree=True, reason="Yes", now=LATER)
