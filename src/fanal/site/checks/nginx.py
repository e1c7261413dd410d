"""nginx: which of some paths its configuration logs. Locations are chosen as nginx chooses them."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from fanal.site.checks.parsing import CannotEvaluate, Directive, Size, named, size, within

_TOKEN = re.compile(r"""\s+|\#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]|(?:\$\{|[^\s{};"'#\\]|\\.)[^\s{};\\]*""")
_QUIET = {"crit", "alert", "emerg"}
_HOME = Path("/etc/nginx")
_UNITS = {"": 1, "k": 1024, "m": 1024**2, "g": 1024**3}

type Block = tuple[Directive, ...]


def looks_like(text: str) -> bool:
    """Whether a configuration is one of nginx: it has a server or http block, and lines that end with a semicolon."""
    return bool(re.search(r"^\s*(server|http)\s*\{", text, re.MULTILINE)) and ";" in text


def parse(text: str) -> Block:
    """The directives of a configuration. Raises CannotEvaluate."""
    tokens = _tokens(text)
    block, rest = _block(tokens, 0, top=True)
    if rest != len(tokens):
        raise CannotEvaluate("a brace is closed that was never opened")
    return block


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise CannotEvaluate("it has a character that nginx would not take")
        at = match.end()
        token = match[0]
        if not token.isspace() and not token.startswith("#"):
            tokens.append(token)
    return tokens


def _block(tokens: Sequence[str], at: int, *, top: bool = False) -> tuple[Block, int]:
    directives: list[Directive] = []
    words: list[str] = []
    while at < len(tokens):
        sign = tokens[at]
        at += 1
        if sign == ";":
            directives.append(Directive(tuple(words)))
            words = []
        elif sign == "{":
            inner, at = _block(tokens, at)
            directives.append(Directive(tuple(words), inner))
            words = []
        elif sign == "}":
            return tuple(directives), at if not top else at - 1
        else:
            words.append(sign[1:-1] if sign[0] in "\"'" else sign)
    if words or not top:
        raise CannotEvaluate("it ends in the middle of a directive")
    return tuple(directives), at


def logged(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """What is logged of the paths on the hosts, in words. Raises OSError, CannotEvaluate."""
    for where, levels in _levels(config, hosts, paths):
        access = _innermost(levels, "access_log")
        if not access or any(directive.args != ("off",) for directive in access):
            yield f"access of {where}"
        errors = _innermost(levels, "error_log")
        if not errors or not all(_silent(directive) for directive in errors):
            yield f"errors of {where}, with the address of the reporter"


def unbuffered(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """Of which paths what is sent is passed on as it comes. nginx waits for the whole by itself. Raises as `logged`."""
    for where, levels in _levels(config, hosts, paths):
        if any(directive.args == ("off",) for directive in _innermost(levels, "proxy_request_buffering")):
            yield where


def sizes(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[tuple[str, Size]]:
    """How much may be sent to the paths; 1m where nothing is said. Raises as `logged`."""
    for where, levels in _levels(config, hosts, paths):
        for directive in _innermost(levels, "client_max_body_size") or [Directive(("", "1m"))]:
            yield where, size(" ".join(directive.args), _UNITS)


def _levels(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[tuple[str, list[Block]]]:
    """Each path on each host, with the blocks that hold for it, the innermost last."""
    tree = _included(parse(config.read_text()), config.parent)
    outer = [tree, *(within(http) for http in named(tree, "http"))]
    servers = [server for level in outer for server in named(level, "server")]
    for host in hosts:
        mine = [server for server in servers if _serves(server, host)]
        if not mine:
            raise CannotEvaluate(f"it does not name {host}")
        for server in mine:
            for path in paths:
                levels = [*outer, within(server)]
                while (location := _location(levels[-1], path)) is not None:
                    levels = [*levels, within(location)]
                yield f"{host}{path}", levels


def _included(block: Block, folder: Path) -> Block:
    found: list[Directive] = []
    for directive in block:
        if directive.name == "include" and directive.args:
            for path in _files(directive.args[0], folder):
                found.extend(_included(parse(path.read_text()), folder))
        elif directive.block is not None:
            found.append(Directive(directive.words, _included(directive.block, folder)))
        else:
            found.append(directive)
    return tuple(found)


def _files(pattern: str, folder: Path) -> list[Path]:
    wild = any(sign in pattern for sign in "*?[")
    for base in (folder, _HOME):
        found = sorted(base.glob(pattern)) if not pattern.startswith("/") else sorted(Path("/").glob(pattern[1:]))
        if found:
            return found
    if wild:
        return []
    raise CannotEvaluate(f"it includes {pattern}, which is not there")


def _serves(server: Directive, host: str) -> bool:
    names = [name for directive in named(server.block, "server_name") for name in directive.args]
    return any(_fits(name, host) for name in names)


def _fits(name: str, host: str) -> bool:
    if name.startswith("*."):
        return host.endswith(name[1:])
    if name.startswith("."):
        return host == name[1:] or host.endswith(name)
    return name == host


def _innermost(levels: list[Block], name: str) -> list[Directive]:
    """nginx takes the directives of the innermost level that has any."""
    return next((found for level in reversed(levels) if (found := named(level, name))), [])


def _silent(error_log: Directive) -> bool:
    place, level = (*error_log.args, "error")[:2]
    return place == "/dev/null" or level in _QUIET


def _location(block: Block, path: str) -> Directive | None:
    best, length, final = None, -1, False
    patterns = []
    for location in named(block, "location"):
        *sign, where = location.args or ("",)
        kind = sign[0] if sign else ""
        if kind == "=":
            if path == where:
                return location
        elif kind in {"~", "~*"}:
            patterns.append((kind, where, location))
        elif not where.startswith("@") and path.startswith(where) and len(where) > length:
            best, length, final = location, len(where), kind == "^~"
    if not final:
        for kind, where, location in patterns:
            if _matches(where, path, ignore_case=kind == "~*"):
                return location
    return best


def _matches(pattern: str, path: str, *, ignore_case: bool) -> bool:
    try:
        return re.search(pattern, path, re.IGNORECASE if ignore_case else 0) is not None
    except re.error:
        raise CannotEvaluate(f"the location {pattern} cannot be compared") from None
