"""The file that says how a gateway takes a message (docs/operating.md, "Notices by message").

It may hold a token, so that only the service may read it, and no sentence about it says what stands in it.
"""

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fanal.vocabulary.files import Checker, Defect, Defective, parse_yaml

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_KEYS = {"address", "headers", "body"}
_PLACE = re.compile(r"\{(to|text)\}")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 §5.1
_PRINTABLE = re.compile(r"[ -~]+")
_OURS = {"host", "content-length", "transfer-encoding", "connection"}
_LONG = 10**6
"""A whole number from here on is meant as one that is dialled, and has lost its `+`."""


@dataclass(frozen=True, slots=True, repr=False)
class Hook:
    """Where a message goes, and how: nothing of it is ever shown."""

    tls: bool
    host: str
    port: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def is_form(self) -> bool:
        return self.headers["Content-Type"].partition(";")[0].strip().lower() == FORM

    def filled(self, to: str, text: str) -> bytes:
        """The body of one message."""
        body = _filled(self.body, {"to": to, "text": text})
        if self.is_form:
            plain = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
            return urlencode(plain).encode()
        return json.dumps(body).encode()


def read(path: Path) -> Hook:
    """The hook of a file. Raises `Defective` with everything that is wrong with it."""
    check = Checker(path.name)
    said = _parsed(check, path)
    for name in sorted(set(said) - _KEYS) if isinstance(said, dict) else ():
        check.wrong(_shown(name, said[name]), f"no such key: there are {', '.join(sorted(_KEYS))}")
    said = check.keys(said, "", ("address", "body"), said)
    tls, host, port, target = _address(check, said.get("address", ""))
    headers = _headers(check, said.get("headers", {}))
    body = said.get("body")
    if "body" in said and not (isinstance(body, dict) and body):
        check.wrong("body", "a group of keys is expected")
    hook = Hook(tls, host, port, target, headers, body if isinstance(body, dict) else {})
    _body(check, hook)
    check.done()
    return hook


def _parsed(check: Checker, path: Path) -> Any:
    try:
        with path.open(encoding="utf-8") as file:
            mode, text = os.fstat(file.fileno()).st_mode, file.read()
    except FileNotFoundError:
        raise Defective([Defect(path.name, "", "there is no such file")]) from None
    except (OSError, UnicodeDecodeError):
        raise Defective([Defect(path.name, "", "the user of the service cannot read it as a text")]) from None
    if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
        check.wrong("", "other users of this machine may read it: run `chmod 600` on it")
    try:
        return parse_yaml(text, path.name)
    except Defective as error:
        where = error.defects[0].words.partition(":")[0]  # the rest may quote the file
        check.wrong("", f"{where}: it must be YAML, each key once, texts with brackets in quotation marks")
        raise Defective(check.defects) from None


def _shown(name: str, value: Any) -> str:
    """How a key is called in a sentence: one that has no value, or is no plain name, may be a secret written amiss."""
    return name if value is not None and re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name) else "…"


def _address(check: Checker, value: Any) -> tuple[bool, str, int, str]:
    text = check.text(value, "address") if value else ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    tls = parts.scheme == "https"
    if not text:
        return tls, host, 0, ""
    if _PLACE.search(text):
        check.wrong("address", "{to} and {text} stand in the body alone: servers write addresses into their logs")
    elif parts.scheme not in {"http", "https"} or not host or not re.fullmatch("[!-~]+", text):
        check.wrong("address", "an address is expected that begins with https://")
    elif parts.username is not None:
        check.wrong("address", "name and password stand in a header (Authorization), not here")
    elif not tls and not _is_here(host):
        check.wrong("address", "https:// is expected: only what runs on this machine (127.0.0.1) is asked without")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return tls, host, port or (443 if tls else 80), path


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _headers(check: Checker, value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        check.wrong("headers", "a group of keys is expected")
        value = {}
    found: dict[str, str] = {}
    for name, said in value.items():
        key = f"headers.{_shown(name, said)}"
        text = check.text(said, key)
        known = next((one for one in found if one.lower() == name.lower()), None)
        if not _NAME.fullmatch(name) or name.lower() in _OURS or known:
            check.wrong(key, "not the name of a header that may stand here once")
        elif text and not _PRINTABLE.fullmatch(text):
            check.wrong(key, "letters without accents, digits and signs are expected, on one line")
        elif _PLACE.search(text):
            check.wrong(key, "{to} and {text} stand in the body alone")
        else:
            found["Content-Type" if name.lower() == "content-type" else name] = text
    kind = found.setdefault("Content-Type", JSON).partition(";")[0].strip().lower()
    if kind not in {JSON, FORM}:
        check.wrong("headers.Content-Type", f"must be one of: {JSON}, {FORM}")
    return found


def _body(check: Checker, hook: Hook) -> None:
    if not hook.body:
        return
    texts = []
    for key, value in _leaves(hook.body, "body"):
        if isinstance(value, str):
            texts.append(value)
        elif not isinstance(value, int):
            check.wrong(key, 'a text, a whole number, true or false is expected; "{to}" stands in quotation marks')
        elif abs(value) >= _LONG:
            check.wrong(key, "a telephone number is expected in quotation marks, with its +")
    for place in ("{to}", "{text}"):
        if not any(place in text for text in texts):
            check.wrong("body", f'it has no "{place}", in quotation marks, in the place of what is sent')
    if hook.is_form and any(isinstance(value, dict | list) for value in hook.body.values()):
        check.wrong("body", f"of {FORM} each key has one value")


def _leaves(value: Any, key: str) -> Iterator[tuple[str, Any]]:
    match value:
        case dict():
            for name, part in value.items():
                yield from _leaves(part, f"{key}.{_shown(name, part)}")
        case list():
            for at, part in enumerate(value):
                yield from _leaves(part, f"{key}[{at}]")
        case _:
            yield key, value


def _filled(value: Any, with_: Mapping[str, str]) -> Any:
    match value:
        case str():
            return _PLACE.sub(lambda found: with_[found[1]], value)
        case dict():
            return {name: _filled(part, with_) for name, part in value.items()}
        case list():
            return [_filled(part, with_) for part in value]
    return value
