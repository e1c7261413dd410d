"""What the installation answers at the readiness gate by itself, and where it leaves the word to a person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fanal.access.api import gate as gates
from fanal.site import backups, environment, gate
from fanal.site.commands import check
from fanal.site.console import Stop

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 25)


def _config(monkeypatch: pytest.MonkeyPatch, path: object) -> None:
    read = environment.read
    monkeypatch.setattr(environment, "read", lambda name: str(path) if name == "FANAL_PROXY_CONFIG" else read(name))


def test_the_proxy_that_keeps_no_record_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own sample."""
    _config(monkeypatch, ROOT / "docs" / "operating" / "nginx.conf")
    monkeypatch.setattr("django.conf.settings.ALLOWED_HOSTS", ["fanal.example"])
    assert gate.proxy_log(TODAY) is True


def test_the_proxy_that_logs_visits_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever anybody has signed."""
    path = tmp_path / "nginx.conf"
    path.write_text("events {}\nhttp { access_log /var/log/a.log; server { listen 443; server_name a.test; } }\n")
    _config(monkeypatch, path)
    monkeypatch.setattr("django.conf.settings.ALLOWED_HOSTS", ["a.test"])
    assert gate.proxy_log(TODAY) is False


def test_where_it_cannot_say_a_person_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    _config(monkeypatch, "")
    assert gate.proxy_log(TODAY) is None


@pytest.mark.parametrize(("days", "answer"), [(0, True), (90, True), (91, None)])
def test_a_restore_within_ninety_days_counts(monkeypatch: pytest.MonkeyPatch, days: int, answer: bool | None) -> None:
    monkeypatch.setattr(backups, "last_drill", lambda: TODAY - timedelta(days=days))
    assert gate.restore_drill(TODAY) is answer


def test_both_are_asked_and_nothing_else_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are wired when the site starts; what only people can say no machine answers."""
    assert {("concerns", "proxy_log"), ("concerns", "restore_drill")} <= set(gates._machine)
    monkeypatch.setattr(gates, "_machine", {})
    for item in ("dpia", "proxy_log"):
        gates.look_by_machine("concerns", item, lambda _day: True)
    assert not gates.line("concerns", "dpia", {}, TODAY).ok
    assert gates.line("concerns", "proxy_log", {}, TODAY).ok


@pytest.mark.parametrize(
    ("asked", "told"), [(["x"], "no readiness gate of x"), (["concerns"], "ORGANISATION CC"), (["concerns", "A"], "CC")]
)
def test_the_console_says_how_a_gate_is_asked(asked: list[str], told: str) -> None:
    with pytest.raises(Stop, match=told):
        check._gate(asked, datetime.now(UTC))
