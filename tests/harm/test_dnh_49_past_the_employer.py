"""DNH-49: what staff tell goes past their manager: no company role reads, counts or times it, not even zero."""

from uuid import uuid4

import pytest

from fanal import vault
from fanal.access.api import rules
from fanal.concerns.models import Concern
from fanal.network import api as network
from fanal.network.contracts import LIGHT, ROLE_RINGS, AgreementPurpose, NetworkError, NewOrg, OrgKind, RingKind, Role
from fanal.network.models import Person, Team
from tests.harm.scene import open_form
from tests.people import NOW, Cast
from tests.rooms.concerns.reporter import Reporter, opened, tell
from tests.rooms.network.test_founding import founded

__all__ = ["open_form"]
COMPANY = {Role.COMPANY_FOCAL_POINT, Role.SITE_TRAINER, Role.TRAINEE, Role.LOCAL_CODE_REPRESENTATIVE}


def test_no_deed_on_concerns_is_open_to_a_company_role() -> None:
    found = {deed: rule for deed, rule in rules().items() if deed.split(".")[0] in {"concerns", "handovers"}}
    assert found
    for deed, rule in found.items():
        assert not rule.roles & COMPANY, deed
        assert rule.roles, f"{deed} is open to anybody"


def test_no_company_has_a_ring_a_key_or_a_deed_of_concerns(cast: Cast) -> None:
    assert not COMPANY & set(ROLE_RINGS)
    found = {deed: rule.kinds & LIGHT for deed, rule in rules().items()}
    assert not [deed for deed, kinds in found.items() if kinds and deed.split(".")[0] in {"concerns", "handovers"}]
    rosa, _timo = founded(cast, NewOrg("Hotel", OrgKind.COMPANY, "XA"))
    assert not Team.objects.filter(org_id=rosa.org).exists()
    team = Team.objects.create(org_id=rosa.org, kind=RingKind.INTAKE)
    with pytest.raises(NetworkError, match="hold no keys"):
        network.rings.new_version(team, vault.Seed.new().signer(), [], NOW.date(), "new")
    with pytest.raises(NetworkError, match="hold no keys"):
        network.records.to_people(cast.aurora, [rosa.person], ["content"])
    ring = network.rings.current(cast.aurora, RingKind.INTAKE)
    assert ring is not None
    with pytest.raises(NetworkError):
        network.rings.seal_to_person(ring, vault.new_ring(ring.team_id, 1), Person.objects.get(pk=rosa.person))
    with pytest.raises(NetworkError):
        network.records.make(rosa.org, uuid4(), ["content"], network.rings.grants(rosa.org, {RingKind.INTAKE: ["x"]}))
    with pytest.raises(NetworkError, match="hold no keys"):
        network.agreements.propose(
            cast["bao"], rosa.org, [AgreementPurpose.CONCERN_HANDOVER], ["story"], NOW.date(), NOW.date(), NOW
        )
    assert network.records.to_people(cast.aurora, [cast["amara"].person], ["content"]), "the control"


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_the_text_against_retaliation_stands_first_with_the_law_of_the_country(open_form: Cast, lang: str) -> None:
    page = Reporter().get(f"/{lang}/xa/")
    text = {"en": "need not tell your manager first", "fr": "votre chef", "es": "su jefe"}[lang]
    law = {"en": "forbids an employer to punish", "fr": "interdit à un employeur", "es": "prohíbe que un empleador"}[
        lang
    ]
    field = page.html.index('type="radio"')
    assert page.html.index(text) < field
    assert page.html.index(law) < field


def test_the_link_for_staff_is_the_link_for_everybody(open_form: Cast) -> None:
    """Country and language only: nothing in an address tells who gave it to whom."""
    page = Reporter().get("/en/xa/")
    assert page.url == "/en/xa/"
    assert Reporter().get("/en/xa/?site=7&staff=maria").html.count("maria") == 0


def test_what_staff_tell_is_read_by_the_member_of_the_country(open_form: Cast) -> None:
    tell(how_known="someone_told")
    concern = Concern.objects.get()
    assert concern.org_id == open_form.aurora
    assert opened(open_form["amara"], concern)["content"].how_known == "someone_told"
