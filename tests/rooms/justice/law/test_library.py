"""The law in force in an installation, and versions of it that answered once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from fanal.engines.jurisdiction.benchmark import standards
from fanal.engines.jurisdiction.files import canonical
from fanal.engines.jurisdiction.parts import limitation
from fanal.justice.law import drafting, ladder, library, results, reviews, tasks
from fanal.justice.models import LawVersion
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.justice.laws import law as law_text
from tests.rooms.justice.laws import person, put

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_law_that_nobody_reviewed_here_is_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """To know each wording of a law by its digest takes long, and every change of any law asks it of all."""
    law = library.shipped().laws["SE"]
    monkeypatch.delattr(ladder, "items")
    assert ladder.laid_over(law, {}) is law


def test_without_drafts_the_shipped_law_is_in_force(cast: Cast) -> None:
    found = library.corpus(NOW)
    assert found is library.shipped()
    assert {"DE", "SE", "US", "NL"} <= set(found.laws)
    assert library.corpus(NOW) is found  # nothing is compiled again


def test_another_process_makes_only_the_laws_it_is_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one compiled the next ones find; a draft over one law makes no other."""
    put(cast["amara"], law_text(), NOW)
    first = library.corpus(NOW + timedelta(seconds=2))
    swedish = first.laws["SE"]
    library._compiled.cache_clear()
    library._shelf.found.clear()
    made = []
    decoded = canonical._decoded
    monkeypatch.setattr(canonical, "_decoded", lambda content: (made.append(content), decoded(content))[1])
    monkeypatch.setattr("fanal.engines.jurisdiction.files.corpus.read", None)
    again = library.corpus(NOW + timedelta(seconds=2))
    assert again.version == first.version
    assert again.laws["SE"] == swedish
    assert len(made) == 3  # what all laws share, XD and SE


def test_where_nothing_can_be_written_the_law_is_in_force_all_the_same(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "a file where a folder belongs"
    settings.DATA.touch()
    library._compiled.cache_clear()
    assert "SE" in library.shipped().laws


def test_a_call_that_overlaps_a_deed_does_not_spoil_what_others_see(cast: Cast) -> None:
    """A request that began before a draft sees the law without it, and what it made is not kept for later ones."""
    put(cast["amara"], law_text(), NOW + timedelta(seconds=1))
    assert "XD" not in library.corpus(NOW).laws
    assert "XD" in library.corpus(NOW + timedelta(seconds=2)).laws


def test_a_version_that_answered_can_be_asked_for_again(cast: Cast) -> None:
    version = library.keep(library.corpus(NOW), NOW)
    assert library.keep(library.corpus(NOW), NOW) == version
    assert LawVersion.objects.count() == 1
    assert library._unpacked(version).version == version
    assert library._unpacked(version) == library.corpus(NOW)


def test_a_version_that_is_gone_is_named(cast: Cast) -> None:
    with pytest.raises(library.LawGone, match="0123abc"):
        library.at_version("0123abc")
    version = library.keep(library.corpus(NOW), NOW)
    LawVersion.objects.filter(pk=version).update(packed=b"not what it was")
    library._unpacked.cache_clear()
    with pytest.raises(library.LawGone, match=version):
        library._unpacked(version)


def test_the_page_of_the_law_opens_for_a_caseworker_only(cast: Cast) -> None:
    page = client_of(cast, "bao").get(reverse("justice:law"))
    assert page.status_code == 200
    assert "Germany" in text(page)
    assert client_of(cast, "celia").get(reverse("justice:law")).status_code == 403


def test_what_was_measured_is_found_again_by_another_process(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job fills the cache of the database; a process that knows nothing computes nothing."""
    results._tables.clear()
    results._whole.clear()
    tasks.measure_law.func()
    law, today = library.corpus(timezone.now()), timezone.now().date()
    held = results.table(law, today)
    assert set(held) == set(law.laws)
    assert {one.state.value for one in held["SE"].values()} >= {"yes", "not_assessed"}
    results._tables.clear()
    results._whole.clear()
    monkeypatch.setattr(results, "of_state", None)
    assert results.table(law, today) == held


def test_a_file_that_this_software_no_longer_takes_leaves_its_country_unknown(cast: Cast) -> None:
    """Not the shipped law behind the back of whoever drafted, and no error page for all others."""
    put(cast["amara"], "schema: fanal.law/0\njurisdiction: SE\n", NOW, "SE")
    found = library.corpus(NOW)
    assert "SE" not in found.laws
    assert set(library.shipped().laws) - {"SE"} == set(found.laws)


def test_a_draft_of_tomorrow_is_not_in_force_today(cast: Cast) -> None:
    put(cast["amara"], law_text(), NOW + timedelta(days=1))
    assert "XD" not in library.corpus(NOW).laws
    assert "XD" in library.corpus(NOW + timedelta(days=1)).laws


def test_reviews_that_end_stand_on_my_day(cast: Cast) -> None:
    writes = person(cast, "femi", Role.CORPUS_EDITOR)
    reads, reviewer = person(cast, "amara", Role.LEGAL_ADVOCATE), person(cast, "nils", Role.LAWYER)
    now = timezone.now()
    drafting.draft(writes, law_text(), None, now)
    digest = reviews.look("XD", "xd.10", now).item.digest
    reviews.check(reads, "XD", "xd.10", digest, now)
    reviews.review(reviewer, "XD", "xd.10", digest, now, shown="Bar", until=now.date() + timedelta(days=30))
    assert "10(1)" in text(client_of(cast, "nils").get(reverse("desk:day")))
    assert "10(1)" not in text(client_of(cast, "amara").get(reverse("desk:day")))


def test_results_of_another_engine_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """What results are kept under changes with each module of the engine, in whatever folder it lies."""
    plain, read = results._software(), Path.read_bytes
    for module in (standards, limitation):
        changed = Path(str(module.__file__))
        monkeypatch.setattr(Path, "read_bytes", lambda path, at=changed: read(path) + b" " * (path == at))
        results._software.cache_clear()
        assert results._software() != plain
        monkeypatch.undo()
    results._software.cache_clear()
    assert results._software() == plain
