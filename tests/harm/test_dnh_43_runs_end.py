"""DNH-43: keys, tokens and encodings end with their run: nothing of them is in database, files or a new backup."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from django.conf import settings
from django.db import connection

from fanal.engines.linkage.model import ChildRow
from fanal.network import api as network
from fanal.research import sealed_parts
from fanal.research.models import LinkageRun, SealedPart, Study
from fanal.research.runs import runs, steps
from fanal.research.studies import registering, studies, tasks
from fanal.site import backups
from tests.people import NOW, Cast
from tests.rooms.research import linking
from tests.rooms.research.linking import MEMBERS
from tests.rooms.research.rare import LEAST, found, piece_of
from tests.rooms.research.runs.test_runs import study_of

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def staged(people: Cast) -> Cast:
    linking.stage(people)
    return people


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bytes]]:
    """Pieces of all that was drawn, encoded and sealed: what must not be found afterwards."""
    seen: dict[str, list[bytes]] = {"drawn": [], "sealed": [], "plain": []}
    draw, seal = np.random.default_rng(11).bytes, sealed_parts.put

    def drawn(count: int) -> bytes:
        made = draw(count)
        if count >= LEAST:  # fewer bytes are found anywhere
            seen["drawn"].append(piece_of(made))
        return made

    def put(about: UUID, kind: str, sender: UUID, recipient: UUID, data: bytes, now: Any) -> SealedPart:
        part = seal(about, kind, sender, recipient, data, now)
        if kind != "result":
            seen["plain"].append(piece_of(data))
            seen["sealed"].append(piece_of(bytes(part.sealed)))
        return part

    monkeypatch.setattr(steps, "RANDOM", drawn)
    monkeypatch.setattr(sealed_parts, "put", put)
    return seen


def everything() -> dict[str, bytes]:
    """The database, as it lies on the disk where it is a file of ours, and every file beside it. The write-ahead log of
    a PostgreSQL server is the server's, which recycles it."""
    name, there = str(connection.settings_dict["NAME"]), {}
    if connection.vendor == "sqlite" and Path(name).is_file():
        there |= {path.name: path.read_bytes() for path in Path(name).parent.glob(f"{Path(name).name}*")}
    with connection.cursor() as cursor:
        for table in ("research_sealedpart", "research_study", "research_runstep", "research_linkagerun"):
            cursor.execute(f"SELECT * FROM {table}")
            for number, row in enumerate(cursor.fetchall()):
                for column, value in zip(cursor.description, row, strict=True):
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    there[f"{table}.{column[0]}, row {number}"] = raw
    for path in Path(settings.DATA).rglob("*"):
        if path.is_file() and not {"backups", "postgresql"} & set(path.parts):
            there[str(path)] = path.read_bytes()
    return there


def closed(cast: Cast, lists: dict[str, list[ChildRow]]) -> tuple[LinkageRun, Study]:
    """A run that was counted, taken by its study, and confirmed by all."""
    run = linking.revealed(cast, lists)
    study = study_of(cast, run)
    steps.count(cast["uma"], run.pk, NOW)
    assert studies.table(cast["tove"], study.pk, NOW).n > 0
    return linking.confirmed(cast, run, MEMBERS), study


def test_nothing_of_a_closed_run_is_left(
    staged: Cast, pieces: dict[str, list[bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = linking.lists_of(MEMBERS)
    run = linking.sent(staged, lists)
    before = everything()
    assert len(found(pieces["sealed"], before)) >= len(MEMBERS), "the search finds what is there"
    assert found(pieces["plain"], before) == [], "what is sent lies sealed"
    steps.commit(staged["uma"], run.pk, NOW)
    for name in MEMBERS:
        steps.reveal(staged[linking.MAKERS[name]], run.pk, NOW)
    study = study_of(staged, run)
    steps.count(staged["uma"], run.pk, NOW)
    studies.table(staged["tove"], study.pk, NOW)
    run = linking.confirmed(staged, run, MEMBERS)
    assert run.state == "closed"
    assert not SealedPart.objects.filter(about=run.pk).exists()
    monkeypatch.setenv("FANAL_BACKUPS", str(tmp_path / "backups"))
    archive = backups.make(NOW)
    (tmp_path / "inside").mkdir()
    backups.unpack(archive.path, tmp_path / "inside")
    after = everything() | {f"backup, {path.name}": path.read_bytes() for path in (tmp_path / "inside").iterdir()}
    for kind, some in pieces.items():
        assert len(some) > len(MEMBERS)
        assert found(some, after) == [], f"something that was {kind} is still there"
    for row in lists["Aurora"][:100]:
        for name in row.names:
            assert len(name) < 7 or found([name.encode()], after) == []


def test_a_run_that_is_stopped_or_overdue_leaves_nothing(staged: Cast, pieces: dict[str, list[bytes]]) -> None:
    lists = linking.lists_of(MEMBERS)
    run = linking.sent(staged, lists)
    runs.stop(staged["bao"], run.pk, "The office hired somebody of ours.", NOW)
    late = linking.sent(staged, lists)
    assert runs.purge(NOW + timedelta(days=31)) == 1
    sealed_parts.scrub()
    assert not SealedPart.objects.filter(about__in=[run.pk, late.pk]).exists()
    assert found(pieces["sealed"], everything()) == []


def test_histories_go_twelve_months_after_publication(staged: Cast, pieces: dict[str, list[bytes]]) -> None:
    _run, study = closed(staged, linking.lists_of(MEMBERS))
    registering.stop(staged["tove"], study.pk, "Two lists give no estimate.", NOW)
    sealed = piece_of(bytes(Study.objects.get(pk=study.pk).content))
    assert found([sealed], everything())
    assert studies.erase_due(NOW) == 1
    sealed_parts.scrub()
    assert found([sealed], everything()) == []
    assert not network.records.holders(study.pk)
    assert tasks.erase_histories.module_path
