"""Caddy (Caddyfile): which of some paths it logs. Access is logged only where a site says `log`; errors always, save
where the global options exclude them."""

import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from fanal.site.checks.parsing import CannotEvaluate, Directive, Size, named, size, within

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`|\#.*|[^\s"`]\S*')
_ERRORS = {"http", "http.log", "http.log.error"}
_NESTS = ("handle", "route", "handle_path")
_UNITS = {"": 1, "b": 1} | {
    f"{sign}{tail}": base**power
    for power, sign in enumerate("kmg", 1)
    for tail, base in {"": 1000, "b": 1000, "i": 1024, "ib": 1024}.items()
}

type Block = tuple[Directive, ...]


def parse(text: str) -> Block:
    """The directives of a Caddyfile; a site without braces becomes one with them. Raises CannotEvaluate."""
    lines = [found for line in text.splitlines() if (found := _words(line))]
    block, rest = _block(lines, 0, top=True)
    if rest != len(lines):
        raise CannotEvaluate("a brace is closed that was never opened")
    plain = [directive for directive in block if directive.block is None and directive.name != "import"]
    if plain and block[0] is plain[0]:
        return (Directive(plain[0].words, block[1:]),)
    return block


def _words(line: str) -> list[str]:
    words = []
    for token in _TOKEN.findall(line.strip()):
        if token.startswith("#"):
            break
        words.append(token[1:-1] if token[0] in '"`' else token)
    return words


def _block(lines: Sequence[list[str]], at: int, *, top: bool = False) -> tuple[Block, int]:
    directives: list[Directive] = []
    while at < len(lines):
        words = lines[at]
        at += 1
        if words == ["}"]:
            return tuple(directives), at if not top else at - 1
        if words[-1] == "{":
            inner, at = _block(lines, at)
            directives.append(Directive(tuple(words[:-1]), inner))
        else:
            directives.append(Directive(tuple(words)))
    if not top:
        raise CannotEvaluate("a brace is not closed")
    return tuple(directives), at


def logged(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """What is logged of the paths on the hosts, in words. Raises OSError, CannotEvaluate."""
    tree = _imported(parse(config.read_text()), config.parent, {})
    yield from _global(tree)
    for host, site in _sites(tree, hosts):
        for path in paths:
            if _keeps(site) and not _skipped(within(site), path):
                yield f"access of {host}{path}"


def unbuffered(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[str]:
    """On which hosts what is sent is passed on as it comes: Caddy waits where it is told to. Raises as `logged`."""
    tree = _imported(parse(config.read_text()), config.parent, {})
    for host, site in _sites(tree, hosts):
        if any(not named(proxy.block, "request_buffers", "buffer_requests") for proxy in _proxies(within(site))):
            yield host


def sizes(config: Path, hosts: Collection[str], paths: Collection[str]) -> Iterator[tuple[str, Size]]:
    """How much may be sent to the paths, where there is an end to it. Raises as `logged`."""
    tree = _imported(parse(config.read_text()), config.parent, {})
    for host, site in _sites(tree, hosts):
        for path in paths:
            for bound in _handling(within(site), within(site), path, {"request_body"}, other=True):
                for most in named(bound.block, "max_size"):
                    yield f"{host}{path}", size(" ".join(most.args), _UNITS)


def _sites(tree: Block, hosts: Collection[str]) -> Iterator[tuple[str, Directive]]:
    for host in hosts:
        sites = [site for site in tree if _serves(site, host)]
        if not sites:
            raise CannotEvaluate(f"it does not name {host}")
        yield from ((host, site) for site in sites)


def _proxies(block: Block) -> Iterator[Directive]:
    for directive in block:
        if directive.name == "reverse_proxy":
            yield directive
        elif directive.name in _NESTS:
            yield from _proxies(within(directive))


def _imported(block: Block, folder: Path, snippets: dict[str, Block]) -> Block:
    known = dict(snippets)
    known.update({d.name[1:-1]: within(d) for d in block if d.name.startswith("(") and d.name.endswith(")")})
    directives: list[Directive] = []
    for directive in block:
        if directive.name == "import" and directive.args:
            directives.extend(_import(directive.args[0], folder, known))
        elif directive.block is not None:
            directives.append(Directive(directive.words, _imported(directive.block, folder, known)))
        else:
            directives.append(directive)
    return tuple(directives)


def _import(name: str, folder: Path, snippets: dict[str, Block]) -> Block:
    if name in snippets:
        return _imported(snippets[name], folder, {key: value for key, value in snippets.items() if key != name})
    files = sorted(Path("/").glob(name[1:]) if name.startswith("/") else folder.glob(name))
    if not files and "*" not in name:
        raise CannotEvaluate(f"it imports {name}, which is not there")
    return tuple(one for file in files for one in _imported(parse(file.read_text()), folder, snippets))


def _global(tree: Block) -> Iterator[str]:
    options = within(tree[0]) if tree and not tree[0].words else ()
    if named(options, "debug"):
        yield "debug mode, which logs every request"
    if any(named(server.block, "log_credentials", "trace") for server in named(options, "servers")):
        yield "credentials or traces of requests"
    defaults = [log for log in named(options, "log") if log.args in {(), ("default",)}]
    if not any(_quiet(log) for log in defaults):
        yield "errors, with the address of the reporter"


def _quiet(log: Directive) -> bool:
    excluded = {name for directive in named(log.block, "exclude") for name in directive.args}
    return _discards(log) or bool(excluded & _ERRORS)


def _discards(log: Directive) -> bool:
    return any(output.args[:1] == ("discard",) for output in named(log.block, "output"))


def _serves(site: Directive, host: str) -> bool:
    if site.block is None or site.name.startswith("("):
        return False
    addresses = [word.strip(",").split("://")[-1].split("/")[0] for word in site.words]
    return any(_fits(re.sub(r":\d+$", "", address), host) for address in addresses)


def _fits(name: str, host: str) -> bool:
    return name == host or (name.startswith("*.") and host.partition(".")[2] == name[2:])


def _keeps(site: Directive) -> bool:
    return any(not _discards(log) for log in named(site.block, "log"))


def _skipped(site: Block, path: str) -> bool:
    """Whether a `log_skip` takes the path out of the log."""
    return any(_handling(site, site, path, {"log_skip", "skip_log"}))


def _handling(
    site: Block, block: Block, path: str, names: Collection[str], *, other: bool = False
) -> Iterator[Directive]:
    """The directives with one of these names, of the block or of a part of it that handles the path, that meet it.
    `other` conditions than those on the path count as met, or as not met."""
    for directive in block:
        matcher = directive.args[0] if directive.args else "*"
        if not _matches(site, matcher, path, other=other):
            continue
        if directive.name in names:
            yield directive
        if directive.name in _NESTS:
            yield from _handling(site, within(directive), path, names, other=other)
            if directive.name != "route" and _matches(site, matcher, path):
                break  # the first handle that fits is the only one


def _matches(site: Block, matcher: str, path: str, *, other: bool = False) -> bool:
    if matcher == "*":
        return True
    if matcher.startswith("/"):
        return _fits_path(matcher, path)
    return matcher.startswith("@") and any(_holds(rule, path, other=other) for rule in named(site, matcher))


def _holds(rule: Directive, path: str, *, other: bool) -> bool:
    """A named matcher: `path` and `not path` are looked at, and any other condition counts as `other`."""
    conditions = [rule.args, *(inner.words for inner in within(rule))]
    return all(_condition(words, path, other=other) for words in conditions if words)


def _condition(words: tuple[str, ...], path: str, *, other: bool) -> bool:
    if words[0] == "not" and words[1:2] == ("path",):
        return not any(_fits_path(pattern, path) for pattern in words[2:])
    return any(_fits_path(pattern, path) for pattern in words[1:]) if words[0] == "path" else other


def _fits_path(pattern: str, path: str) -> bool:
    if "*" in pattern[:-1]:
        return False
    if pattern.endswith("*"):
        return path.casefold().startswith(pattern[:-1].casefold())
    return path.casefold() == pattern.casefold()
