"""Logs that cannot leak: one JSON line an event, made of names and places in code, never of values.

A message is printed only where Fanal's own code wrote it, and then its template with numbers alone filled in. Of an
exception stand its class, and file, line and function of each frame: never its text, since Django and databases put
what a person typed into it. Requests appear as a status, never as a path.
"""

import json
import logging
import logging.config
import sys
import threading
import traceback
from collections.abc import ItemsView, Iterator
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

_FRAMES = 12


class SilentFilter(SafeExceptionReporterFilter):
    """Shows nothing of a request, whatever Django asks for."""

    def is_active(self, request: Any) -> bool:
        return True

    def get_safe_request_meta(self, request: Any) -> dict[str, Any]:
        return {}

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        return {}

    def get_post_parameters(self, request: Any) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return {}.items()


class SilentReporter(ExceptionReporter):
    """A report of an exception: class and places, no text, no variables, no body, no headers."""

    def get_traceback_text(self) -> SafeString:
        return SafeString(json.dumps(describe(self.exc_value, self.tb)))

    def get_traceback_html(self) -> SafeString:
        return format_html("<pre>{}</pre>", str(self.get_traceback_text()))

    def get_traceback_data(self) -> dict[str, Any]:
        return describe(self.exc_value, self.tb)


def describe(error: BaseException | None, trace: TracebackType | None = None) -> dict[str, Any]:
    """`{"error": class names from outer to cause, "where": ["file:line function", …]}`, the innermost frames last."""
    frames = traceback.extract_tb(trace if trace is not None else getattr(error, "__traceback__", None))
    where = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-_FRAMES:]]
    return {"error": " < ".join(_chain(error)), "where": where}


def _chain(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(seen) < 5:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        error = error.__cause__ or error.__context__


def _short(path: str) -> str:
    return "/".join(PurePath(path).parts[-3:])


class SilentFormatter(logging.Formatter):
    """One JSON line: time, level, logger, place, and for our own loggers the message with numbers only."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "place": f"{_short(record.pathname)}:{record.lineno}",
        }
        if record.name.split(".")[0] == "fanal":
            line["event"] = _event(record)
        if isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            line |= describe(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _event(record: logging.LogRecord) -> str:
    template = str(record.msg)
    args = record.args if isinstance(record.args, tuple) else ()
    try:
        return (
            template % tuple(value if isinstance(value, int | float) else "…" for value in args) if args else template
        )
    except (TypeError, ValueError):
        return template


class _Stderr(logging.StreamHandler[Any]):
    """Writes to what stderr is now, and says of a failure only that there was one."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the standard library calls it so
        # The standard library would print message and arguments here.
        sys.stderr.write(
            '{"level": "error", "logger": "fanal.web.logs", "event": "A log line could not be written."}\n'
        )


def configure_logging(config: dict[str, Any]) -> None:
    """Django's `LOGGING_CONFIG`: everything to stderr through `SilentFormatter`; `config["level"]` is the least level.

    In production also replaces the hooks that would print an uncaught exception with its text.
    """
    level = config.get("level", "WARNING")
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"silent": {"()": SilentFormatter}},
            "handlers": {"stderr": {"()": _Stderr, "formatter": "silent"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {
                "django": {"handlers": [], "level": level, "propagate": True},
                "django.server": {"handlers": [], "level": level, "propagate": True},
                "fanal": {"level": "INFO"},
            },
        }
    )
    logging.captureWarnings(settings.MODE == "production")
    if settings.MODE == "production":
        sys.excepthook = _uncaught
        threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("fanal.uncaught").error("Stopped by an error.", exc_info=(kind, error or kind(), trace))
