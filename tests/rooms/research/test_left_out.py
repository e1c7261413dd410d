"""Where what counts and estimates is not installed, pages of evidence say so, and nothing that was typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from fanal.access.api import NotNow
from fanal.engines import extra
from fanal.research.models import Spend, Study
from fanal.research.plans import working
from fanal.research.studies.registering import StudyState
from tests import without
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.research import linking, planning, released, studying

pytestmark = pytest.mark.django_db(databases="__all__")
ASKS = "The programs that count and estimate are not installed on this site."


def test_lists_of_evidence_say_what_is_missing_and_who_installs_it(cast: Cast) -> None:
    planning.people(cast)
    there = client_of(cast, "bao")
    pages = [reverse(f"research:{name}") for name in ("plans", "studies", "runs")]
    assert all(ASKS not in text(there.get(page)) for page in pages)
    with without.here():
        for page in pages:
            shown = text(there.get(page))
            assert ASKS in shown
            assert extra.INSTALL in shown


def test_a_study_is_not_begun_and_what_was_typed_is_kept(cast: Cast) -> None:
    study = studying.drafted(cast)
    there = client_of(cast, "bao")
    typed = {
        "question": studying.FORM.question, "title": "Typed with care", "source": "published",
        "source_words": studying.WHERE, "table": studying.HEPATITIS, "method": "fixed", "model": "[12,13,23]",
        "level": "0.95", "replicates": "1000", "seed": "7", "sensitivities": ["lists"],
        "counted": studying.PROTOCOL.counted, "country": "TW", "use": studying.PROTOCOL.use,
        "harms": studying.PROTOCOL.harms, "unwelcome": "on",
    }  # fmt: skip
    with without.here():
        page = text(there.post(reverse("research:study_new"), typed))
        assert ASKS in page
        assert "Typed with care" in page
    assert list(Study.objects.all()) == [study]


def test_a_registered_study_waits_until_it_can_be_computed(cast: Cast) -> None:
    study = studying.registered(cast)
    there = client_of(cast, "bao")
    with without.here():
        answer = there.post(reverse("research:study_compute", args=[study.pk]), follow=True)
        assert answer.status_code == 200
        assert ASKS in text(answer)
    study.refresh_from_db()
    assert (study.state, study.computing_until, study.others) == (StudyState.REGISTERED, None, {})


def test_nothing_is_opened_or_spent_for_a_plan(cast: Cast) -> None:
    plan = planning.gated(cast)
    with without.here(), pytest.raises(NotNow, match="not installed"):
        working.work(cast["bao"], plan.pk, NOW + planning.MINUTE)
    assert plan.extractions.count() == Spend.objects.count() == 0


def test_a_step_of_a_linkage_run_is_not_begun(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    linking.steady(monkeypatch)
    linking.stage(cast)
    run = linking.agreed(cast)
    there = client_of(cast, "bao")
    with without.here():
        assert ASKS in text(there.post(reverse("research:run_key", args=[run.pk]), follow=True))
    assert not run.steps.filter(step="key").exists()


def test_what_was_published_is_read_all_the_same(cast: Cast) -> None:
    release = released.put(cast, released.tables(released.about()))
    with without.here():
        for name, args in (("evidence", ["en"]), ("release", ["en", release.number])):
            answer = Client().get(reverse(f"evidence:{name}", args=args))
            assert answer.status_code == 200, name
            assert release.title in text(answer)


def test_where_nobody_thought_of_it_the_page_says_so_and_nothing_is_logged_as_an_error_of_ours(cast: Cast) -> None:
    """The last net: a page that comes to such a module answers with what is missing."""
    from fanal.web.errors import server_error

    with without.here():
        try:
            import scipy  # noqa: F401
        except ModuleNotFoundError:
            answer = server_error(Client().get("/desk/sign-in/").wsgi_request)
    assert answer.status_code == 503
    assert ASKS in text(answer)
