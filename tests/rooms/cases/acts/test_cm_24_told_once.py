"""CM-24: the account of an act is written once; later forms show it and ask only whether there is anything to add."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fanal.access.api import NotHere, NotNow
from fanal.cases.acts import acts
from fanal.cases.files import files
from fanal.cases.models import Act, Case
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.cases.care import opened

pytestmark = pytest.mark.django_db(databases="__all__")
TOLD, MORE = "He took my papers", "And the telephone"


def account(cast: Cast, case: Case) -> str:
    return str(files.look(cast["marek"], case.pk, NOW).of(Act)[0].said["account"])


def entered(cast: Cast, case: Case, **more: object) -> Act:
    return acts.add(cast["marek"], case.pk, {"kind": "exploitation", "account": TOLD, **more}, NOW)


def test_the_form_shows_it_and_asks_only_for_more(case: Case, cast: Cast) -> None:
    act, marek = entered(cast, case), client_of(cast, "marek")
    address = reverse("cases:act_change", args=[case.pk, act.pk])
    page = text(marek.get(address))
    assert "Is there anything to add?" in page
    assert TOLD in page
    assert 'name="act_account"' not in page
    said = {"act_kind": "transit", "more": MORE, "version": "1", "act_account": "Something else"}
    assert marek.post(address, said).status_code == 302
    before, _empty, added = account(cast, case).split("\n")
    assert before == TOLD
    assert added.endswith(f": {MORE}")


def test_no_deed_rewrites_it(case: Case, cast: Cast) -> None:
    act = entered(cast, case)
    acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit", "account": "Another story"}, "", 1, NOW)
    assert account(cast, case) == TOLD
    acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit"}, MORE, 2, NOW + timedelta(days=2))
    assert account(cast, case) == f"{TOLD}\n\n2026-11-27: {MORE}"


def test_where_nothing_was_written_it_is_written_once(case: Case, cast: Cast) -> None:
    act = entered(cast, case, account="")
    page = text(client_of(cast, "marek").get(reverse("cases:act_change", args=[case.pk, act.pk])))
    assert 'name="act_account"' in page
    assert "Is there anything to add?" not in page
    acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit", "account": TOLD}, "", 1, NOW)
    assert account(cast, case) == TOLD


def test_what_has_no_room_is_not_cut_off(case: Case, cast: Cast) -> None:
    act = entered(cast, case, account="x" * 1990)
    with pytest.raises(NotNow, match="entry in the file") as refused:
        acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit"}, MORE, 1, NOW)
    assert refused.value.field == "more"
    assert account(cast, case) == "x" * 1990


def test_a_stale_page_and_a_row_that_somebody_changed_change_nothing(case: Case, cast: Cast) -> None:
    act = entered(cast, case)
    acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit"}, "", 1, NOW)
    with pytest.raises(NotNow, match="colleague"):
        acts.change(cast["marek"], case.pk, act.pk, {"kind": "recruitment"}, "", 1, NOW)
    Act.objects.update(made_at=NOW - timedelta(days=9))
    with pytest.raises(NotNow):
        acts.change(cast["marek"], case.pk, act.pk, {"kind": "recruitment"}, "", 2, NOW)
    assert not files.look(cast["marek"], case.pk, NOW).of(Act)


def test_the_country_of_the_file_follows_where_nobody_said_it(case: Case, cast: Cast) -> None:
    entered(cast, case, country="XB")
    assert Case.objects.get(pk=case.pk).country_of_harm == "XA", "it was told"
    case = opened(cast, told={"country": "unknown"}, case__country_of_harm="")
    assert case.country_of_harm == "unknown"
    entered(cast, case, country="XB")
    assert Case.objects.get(pk=case.pk).country_of_harm == "XB"
    entered(cast, case, country="XA")
    assert Case.objects.get(pk=case.pk).country_of_harm == "XB", "the first that was said"
    assert case.holdings.values_list("country_of_harm", flat=True).distinct().get() == "XB"
    assert files.look(cast["marek"], case.pk, NOW).case.country_of_harm == "XB"


def test_acts_of_other_files_are_not_there(case: Case, cast: Cast) -> None:
    act = entered(cast, opened(cast))
    with pytest.raises(NotHere):
        acts.change(cast["marek"], case.pk, act.pk, {"kind": "transit"}, MORE, 1, NOW)
    for who in ("nils", "lena", "amara", "edo"):
        assert client_of(cast, who).get(reverse("cases:act_change", args=[act.case_id, act.pk])).status_code in {
            403,
            404,
        }


def test_narratives_are_folded(case: Case, cast: Cast) -> None:
    entered(cast, case)
    page = text(client_of(cast, "marek").get(reverse("cases:file", args=[case.pk])))
    assert "<details" in page.split(TOLD)[0].rsplit("</details>", 1)[-1]
