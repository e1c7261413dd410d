"""Logs are made of names and places in code: a canary in messages, variables, bodies, headers, paths never appears."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
from django.test import Client, RequestFactory
from django.views.debug import get_exception_reporter_class, get_exception_reporter_filter

from fanal.web import logs
from fanal.web.errors import SilentReporter, configure_logging

CANARY = "CANARY-Ωმ-١٢"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the installation's logging writes, with every level on."""
    configure_logging({"level": "DEBUG"})
    root = logging.getLogger()
    handler = next(h for h in root.handlers if isinstance(h, logs._Stderr))
    stream = StringIO()
    old = handler.setStream(stream)
    yield stream
    handler.setStream(old)
    configure_logging({"level": "WARNING"})


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail() -> None:
    secret_local = CANARY
    try:
        {}[secret_local]
    except KeyError as inner:
        raise ValueError(f"{secret_local} is wrong") from inner


def test_an_exception_is_a_chain_of_classes_and_places(written: StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("fanal.test").exception("Task %s failed for %s.", 7, CANARY)
    (line,) = lines(written)
    assert line["error"] == "builtins.ValueError < builtins.KeyError"
    assert line["event"] == "Task 7 failed for …."
    assert any("test_logs.py" in place and place.endswith(" fail") for place in line["where"])  # type: ignore[attr-defined]
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize(
    "name", ["django.request", "django.db.backends", "allauth", "granian.access", "py.warnings", ""]
)
def test_other_peoples_messages_are_never_printed(written: StringIO, name: str) -> None:
    logging.getLogger(name).warning(f"{CANARY} in the message")
    logging.getLogger(name).warning("%s in the arguments", CANARY, extra={"request": CANARY, "status_code": 404})
    assert CANARY not in written.getvalue()
    assert [line["logger"] for line in lines(written)] == [name or "root"] * 2
    assert lines(written)[1]["status"] == 404


@pytest.mark.parametrize("args", [(CANARY,), ({"a": CANARY},), (1, 2, 3), (object(),)])
def test_a_message_that_does_not_fit_its_arguments_is_printed_without_them(args: tuple[object, ...]) -> None:
    record = logging.LogRecord("fanal.test", logging.ERROR, __file__, 1, "Only %d here.", args, None)
    line = json.loads(logs.SilentFormatter().format(record))
    assert line["event"] == "Only %d here."
    assert "CANARY" not in str(line)


def test_a_line_that_cannot_be_written_says_only_that(written: StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    handler = next(h for h in logging.getLogger().handlers if isinstance(h, logs._Stderr))
    old = handler.setStream(None)  # type: ignore[arg-type]
    handler.emit(logging.LogRecord("fanal.x", logging.ERROR, __file__, 1, CANARY, None, None))
    handler.setStream(old or sys.stderr)
    assert CANARY not in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/en/boom", "/desk/boom"])
def test_a_failing_request_leaves_no_trace_of_itself(visitor: Client, written: StringIO, path: str) -> None:
    visitor.get(f"{path}?words={CANARY}", headers={"User-Agent": CANARY, "X-Forwarded-For": "203.0.113.7"})
    visitor.get(f"/en/{CANARY}")
    visitor.get("/en/", headers={"Host": f"{CANARY}.example"})
    text = written.getvalue()
    assert "builtins.ValueError" in text
    for trace in (CANARY, "CANARY", "/boom", "/en/", "203.0.113.7", "could not read", "words"):
        assert trace not in text


def test_reports_of_exceptions_hold_no_values() -> None:
    request = RequestFactory().post(f"/en/{CANARY}", {"words": CANARY}, headers={"User-Agent": CANARY})
    try:
        fail()
    except ValueError:
        reporter = SilentReporter(request, *sys.exc_info())
    for text in (reporter.get_traceback_text(), reporter.get_traceback_html(), str(reporter.get_traceback_data())):
        assert "ValueError" in text
        assert "CANARY" not in text


def test_django_uses_them(rf: RequestFactory) -> None:
    request = rf.get("/")
    assert get_exception_reporter_class(request) is SilentReporter
    hidden = get_exception_reporter_filter(request)
    assert isinstance(hidden, logs.SilentFilter)
    assert hidden.get_safe_settings() == {}
    assert hidden.get_post_parameters(request) == {}
    assert list(hidden.get_traceback_frame_variables(request, None)) == []


def test_in_production_an_uncaught_exception_is_silent_too() -> None:
    """In a process of its own: also in threads, and with Django's own start-up."""
    program = f"""
import os, threading
os.environ.update(FANAL_MODE="production", FANAL_HOSTS="x.example")
from django.conf import settings
settings.configure(
    MODE="production", LOGGING_CONFIG="fanal.web.errors.configure_logging", LOGGING={{"level": "WARNING"}}
)
import django
django.setup()
def fail():
    secret_local = {CANARY!r}
    raise ValueError(secret_local)
thread = threading.Thread(target=fail); thread.start(); thread.join()
fail()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.count("builtins.ValueError") == 2
    assert "CANARY" not in done.stderr + done.stdout
