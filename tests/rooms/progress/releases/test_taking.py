"""Releases come in by the port and as files: whole, signed by a pinned identity, for everybody; or not at all."""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fanal import vault
from fanal.access.api import NotAllowed, NotNow
from fanal.clocks import api as clocks
from fanal.engines.disclosure import bundles
from fanal.network.contracts import Role
from fanal.network.models import Organisation
from fanal.progress.assessing import duties
from fanal.progress.assessing.standing import board
from fanal.progress.models import Observation, Vintage
from fanal.progress.observations import observations
from fanal.progress.observations.values import Origin, State
from fanal.progress.releases import taking
from fanal.progress.series import importing
from fanal.research.contracts import MAKER
from fanal.research.models import Release
from fanal.research.releases import releases
from fanal.site.commands import main
from fanal.vocabulary.evidence import State as Found
from tests.desk import client_of, text
from tests.people import NOW, Cast, gains
from tests.rooms.progress import places
from tests.rooms.progress.places import COUNTRY, DAY, ITEM, TODAY, where
from tests.rooms.progress.releases import made
from tests.rooms.progress.releases.made import HIDDEN, TOLD
from tests.rooms.research import planning, released

pytestmark = pytest.mark.django_db(databases="__all__")
CODE = "XA-2026-0001-v1"
LATER = NOW + timedelta(days=3)


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Tove and Sol do this work; Bao makes releases of Aurora."""
    gains(cast["sol"].person, Role.ANALYST)
    planning.give(cast, "bao", MAKER)
    return cast


def _published(cast: Cast, **more: object) -> Release:
    """A release of this site, as it lies there once it is published."""
    number, _version, version = str(more.get("code", CODE)).rpartition("-v")
    row = released.put(cast, made.files(**more), number=number, version=int(version))  # type: ignore[arg-type]
    taking.look(NOW)
    return row


def _said() -> list[tuple[str, str, str, str]]:
    return [(one.territory, one.period, one.kind, str(one.value or "")) for one in observations.of_indicator("R01")]


def _imported(cast: Cast, folder: Path, files: Mapping[str, bytes] | None = None, **more: object) -> list[Vintage]:
    path = made.file(folder, files or made.signed(cast, made.files(**more)))  # type: ignore[arg-type]
    return taking.by_file(path, NOW, keep=True)[1]


# ---- of this site ----


def test_what_is_published_here_is_known_at_once(two: Cast) -> None:
    """The whole way of research, not a row: its cells are concerns, of which no formula says anything, and it can be
    cited."""
    release = planning.published(two)
    row = Vintage.objects.get(origin=Origin.RELEASE)
    assert (row.release, row.title, row.publisher) == (f"{release.number}-v1", release.title, "Aurora")
    assert (row.state, row.rows, row.indicator, row.mapping["here"]) == (State.KNOWN, 0, "", True)
    releases.withdraw(two["bao"], release.pk, "Counted twice.", LATER)
    row.refresh_from_db()
    assert (row.withdrawn_on, row.mapping["reason"]) == (LATER.date(), "Counted twice.")


def test_cells_are_values_that_everybody_reads(two: Cast, client: Client) -> None:
    _published(two)
    assert _said() == [("XA", "2025", "value", "75.0000")]
    page = text(client.get(reverse("numbers:indicator", args=["en", "R01"])))
    assert "75 % (63.8 to 84.4); of 160" in page
    row = client.get(reverse("numbers:file", args=["en", "R01", "json"])).json()["numbers"][0]
    assert (row["value"], row["release"], row["withdrawn_on"]) == ("75.0000", CODE, None)
    taking.look(LATER)
    assert Vintage.objects.count() == 2, "a release is taken once"


def test_what_is_hidden_there_is_hidden_here(two: Cast, client: Client) -> None:
    _published(two, told={**TOLD, "no": HIDDEN})
    assert _said() == [("XA", "2025", "suppressed", "")]
    assert "known, and not told: too few" in text(client.get(reverse("numbers:indicator", args=["en", "R01"])))


def test_a_release_of_this_site_that_somebody_changed_is_not_taken(two: Cast) -> None:
    row = released.put(two, made.files(), number="XA-2026-0001")
    other = made.signed(two, made.files(), by="nils")
    packed = bundles.packed(other)
    for changed in (bytes(row.packed).replace(b"120", b"130"), packed):
        assert changed != bytes(row.packed)
        Release.objects.filter(pk=row.pk).update(packed=changed, sha256=sha256(changed).hexdigest())
        taking.look(NOW)
    assert not Vintage.objects.exists()


def test_a_value_of_a_release_that_somebody_wrote_is_not_shown(two: Cast) -> None:
    _published(two)
    Observation.objects.update(value="99.0000")
    assert _said() == []
    Observation.objects.update(value="75.0000")
    Vintage.objects.filter(indicator="R01").update(withdrawn_on=TODAY)
    assert _said() == []


def test_withdrawn_values_stay_with_their_mark(two: Cast, client: Client) -> None:
    release = _published(two)
    releases.withdraw(two["bao"], release.pk, "Counted twice.", LATER)
    page = text(client.get(reverse("numbers:indicator", args=["en", "R01"])))
    assert "withdrawn on 28 November 2026" in page


# ---- of others ----


def test_a_file_is_known_once_two_people_looked_at_it(two: Cast, tmp_path: Path) -> None:
    rows = _imported(two, tmp_path)
    assert {row.state for row in rows} == {State.READ}
    assert _said() == []
    with pytest.raises(NotNow, match="whole release"):
        importing.propose(two["tove"], rows[1].pk, NOW)
    importing.propose(two["tove"], rows[0].pk, NOW)
    with pytest.raises(NotAllowed, match="somebody else"):
        importing.confirm(two["tove"], rows[0].pk, NOW)
    assert _said() == []
    importing.confirm(two["sol"], rows[0].pk, NOW)
    assert _said() == [("XA", "2025", "value", "75.0000")]


def test_what_is_dropped_may_come_again(two: Cast, tmp_path: Path) -> None:
    rows = _imported(two, tmp_path)
    importing.drop(two["tove"], rows[0].pk, NOW)
    assert not Observation.objects.exists()
    assert len(_imported(two, tmp_path)) == 2


def _refused(two: Cast, folder: Path, files: Mapping[str, bytes]) -> str:
    """With which sentence; and nothing is stored."""
    before = Vintage.objects.count(), Observation.objects.count()
    with pytest.raises((NotNow, bundles.NotWhole)) as error:
        _imported(two, folder, files)
    assert (Vintage.objects.count(), Observation.objects.count()) == before
    return str(getattr(error.value, "words", "") or error.value)


def test_one_byte_that_changed_is_refused(two: Cast, tmp_path: Path) -> None:
    whole = made.signed(two, made.files())
    for name in whole:
        changed = {**whole, name: whole[name].replace(b"120", b"130", 1)}
        changed = changed if changed != whole else {**whole, name: whole[name][:-2] + b" \n"}
        assert _refused(two, tmp_path, changed), name
    assert "was changed after it was published" in _refused(two, tmp_path, {**whole, "01.csv": whole["01.csv"] + b"\n"})
    assert "does not fit" in _refused(
        two, tmp_path, {**whole, "release.json": whole["release.json"].replace(b"Aurora", b"Nordly")}
    )


def test_whose_key_nobody_pinned_is_refused(two: Cast, tmp_path: Path) -> None:
    stranger = vault.Signer(bytes(range(32)))
    files = made.files()
    found = bundles.Signature("Aurora", stranger.public, stranger.sign(bundles.PURPOSE, files[bundles.RELEASE]))
    forged = {**files, bundles.SIGNATURE: bundles.signature_file(found)}
    assert "nobody whose key this site knows" in _refused(two, tmp_path, forged)
    Organisation.objects.filter(pk=two.nordlys).update(identity=stranger.public)  # whoever writes to the database
    assert "nobody whose key this site knows" in _refused(two, tmp_path, forged)


def test_another_format_is_refused(two: Cast, tmp_path: Path) -> None:
    whole = made.files()
    document = json.loads(whole[bundles.RELEASE]) | {"schema": "fanal.release/9"}
    later = made.signed(two, {**whole, bundles.RELEASE: bundles.canonical_json(document)})
    assert "unknown schema" in _refused(two, tmp_path, later)


def test_what_is_for_members_is_refused(two: Cast, tmp_path: Path) -> None:
    assert "not for everybody" in _refused(two, tmp_path, made.signed(two, made.files(audience="members")))


def test_what_was_withdrawn_is_refused(two: Cast, tmp_path: Path) -> None:
    release = _published(two)
    whole = made.signed(two, made.files())
    assert "here already" in _refused(two, tmp_path, whole)
    releases.withdraw(two["bao"], release.pk, "Counted twice.", LATER)
    assert "was withdrawn" in _refused(two, tmp_path, whole)
    unseen = released.put(two, made.files(code="XA-2026-0002-v1"), number="XA-2026-0002")
    Release.objects.filter(pk=unseen.pk).update(state="withdrawn")
    assert "was withdrawn" in _refused(two, tmp_path, made.signed(two, made.files(code="XA-2026-0002-v1")))


def test_another_release_under_the_same_number_is_refused(two: Cast, tmp_path: Path) -> None:
    _imported(two, tmp_path)
    other = made.signed(two, made.files(told={**TOLD, "no": HIDDEN}))
    assert "Another release is here under this number" in _refused(two, tmp_path, other)


def test_the_command_looks_first(two: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(made.file(tmp_path, made.signed(two, made.files())))
    assert main(["progress", "import", path]) == 0
    said = capsys.readouterr().out
    assert said.startswith(
        f"{CODE}: Plans agreed within seven days (Aurora, 2026-11-20)\nvalues of indicators: R01 1\n"
    )
    assert said.endswith("Nothing was kept.\n")
    assert not Vintage.objects.exists()
    assert main(["progress", "import", path, "--keep", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["values"] == {"R01": 1}
    assert Vintage.objects.count() == 2
    assert main(["progress", "import", path, "--keep"]) == 2
    assert "here already" in capsys.readouterr().err
    (tmp_path / "release.zip").write_bytes(b"PK nothing")
    assert main(["progress", "import", path]) == 2
    assert "no ZIP file" in capsys.readouterr().err


def test_on_its_page_two_people_take_it_in_and_say_that_it_was_withdrawn(two: Cast, tmp_path: Path) -> None:
    main_row, values = _imported(two, tmp_path)
    tove, sol = client_of(two, "tove"), client_of(two, "sol")
    assert "Plans agreed within seven days" in text(tove.get(reverse("progress:numbers")))
    page = text(tove.get(reverse("progress:vintage", args=[main_row.pk])))
    assert "What its cells say" in page
    assert "Propose these values" not in text(tove.get(reverse("progress:vintage", args=[values.pk])))
    tove.post(reverse("progress:propose_series", args=[main_row.pk]))
    sol.post(reverse("progress:confirm_series", args=[main_row.pk]))
    assert "Releases that can be cited" in text(sol.get(reverse("progress:numbers")))
    away = reverse("progress:withdraw_release", args=[main_row.pk])
    assert "Write where it says so" in text(sol.post(away, {"reason": " "}))
    assert "Every reader sees it" in text(sol.post(away, {"reason": "Their page says so."}, follow=True))
    assert {row.withdrawn_on for row in Vintage.objects.all()} != {None}
    assert "Their page says so." in text(tove.get(reverse("progress:vintage", args=[main_row.pk])))
    assert "was withdrawn" in _refused(two, tmp_path, made.signed(two, made.files()))
    with pytest.raises(NotNow, match="already"):
        taking.withdraw(two["sol"], main_row.pk, "Again", LATER)


def test_nobody_else_says_that_a_release_was_withdrawn(two: Cast, tmp_path: Path) -> None:
    """Neither those who did not take it in, nor of a release of this site anybody but where it was published."""
    gains(two["nils"].person, Role.ANALYST)
    row = _imported(two, tmp_path)[0]
    importing.propose(two["tove"], row.pk, NOW)
    importing.confirm(two["sol"], row.pk, NOW)
    address = reverse("progress:vintage", args=[row.pk])
    away = reverse("progress:withdraw_release", args=[row.pk])
    assert away not in client_of(two, "nils").get(address).text
    assert "by an organisation that took it in" in text(
        client_of(two, "nils").post(away, {"reason": "Their page says so."})
    )
    ours = _published(two, code="XA-2026-0002-v1")
    main_row = Vintage.objects.get(release="XA-2026-0002-v1", indicator="")
    for who in ("nils", "tove", "sol"):
        with pytest.raises(NotNow, match="whoever published the release"):
            taking.withdraw(two[who], main_row.pk, "Their page says so.", LATER)
    assert {one.withdrawn_on for one in Vintage.objects.all()} == {None}
    assert ours.state == "published"


# ---- cited ----


def _cited(two: Cast, *sources: str) -> None:
    places.ready(two)
    places.published(two, citations=list(sources))


def test_a_cited_release_is_named_and_its_end_moves_no_state(two: Cast, client: Client) -> None:
    release = _published(two)
    number = Observation.objects.get().pk
    _cited(two, f"release:{CODE}", f"observation:{number}")
    page = client.get(reverse("board:cell", args=["en", COUNTRY, ITEM]))
    assert "Plans agreed within seven days, Aurora, 20 November 2026" in text(page)
    assert reverse("evidence:release_version", args=["en", "XA-2026-0001", 1]) in page.content.decode()
    assert "withdrawn" not in text(page)
    assert not clocks.open_duties(kinds=[duties.AGAIN])
    releases.withdraw(two["bao"], release.pk, "Counted twice.", LATER)
    assert [one.subject for one in clocks.open_duties(kinds=[duties.AGAIN])] == [where().cell.pk]  # type: ignore[union-attr]
    assert board(TODAY).state(COUNTRY, ITEM) is Found.PARTIAL
    assert (
        text(client.get(reverse("board:cell", args=["en", COUNTRY, ITEM]))).count("withdrawn on 28 November 2026") == 2
    )
    told = client.get(reverse("board:country_data", args=["en", COUNTRY])).json()["places"]
    assert [one["mark"] for one in next(row for row in told if row["item"] == ITEM)["sources"]] == [
        "withdrawn on 28 November 2026"
    ] * 2
    with pytest.raises(NotNow, match=r"was withdrawn\. Name another source"):
        places.assessed(two, now=NOW + 40 * DAY, citations=[f"release:{CODE}"])


def test_a_corrected_release_has_whoever_cites_it_look_again(two: Cast, client: Client) -> None:
    _published(two)
    _cited(two, f"release:{CODE}")
    _published(two, code="XA-2026-0001-v2", more={"version": 2, "supersedes": CODE, "reason": "One file was missing"})
    assert len(clocks.open_duties(kinds=[duties.AGAIN])) == 1
    assert "corrected by a newer version" in text(client.get(reverse("board:cell", args=["en", COUNTRY, ITEM])))


def test_a_newer_value_has_whoever_cites_the_old_one_look_again(two: Cast, client: Client) -> None:
    _published(two)
    _cited(two, f"observation:{Observation.objects.get().pk}")
    assert "75 %" in text(client.get(reverse("board:cell", args=["en", COUNTRY, ITEM])))
    told = {**TOLD, "yes": TOLD["no"], "no": TOLD["yes"]}
    released.put(two, made.files(told=told, code="XA-2026-0003-v1"), number="XA-2026-0003")
    taking.look(LATER)
    assert len(clocks.open_duties(kinds=[duties.AGAIN])) == 1
    assert "a newer value is known" in text(client.get(reverse("board:cell", args=["en", COUNTRY, ITEM])))


@pytest.mark.parametrize("line", ["release:XA-2026-0009-v1", "observation:1", "observation:x", "release:nothing"])
def test_what_is_not_here_cannot_be_cited(two: Cast, line: str) -> None:
    places.ready(two)
    with pytest.raises(NotNow, match="is here"):
        places.assessed(two, citations=[line])


def test_a_file_that_waits_cannot_be_cited(two: Cast, tmp_path: Path) -> None:
    places.ready(two)
    _imported(two, tmp_path)
    with pytest.raises(NotNow, match="is here"):
        places.assessed(two, citations=[f"release:{CODE}"])
