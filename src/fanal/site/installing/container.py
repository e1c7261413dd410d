"""The Containerfile: the steps of the list that hold in a container, in its words."""

from __future__ import annotations

from collections.abc import Iterator

from fanal.site.installing.acts import CODE
from fanal.site.installing.plan import BACKUPS, COMMAND, DATA, KEYS, ground

BEFORE = ("python3.13", "python3-pip")
"""What must be there before anything of Fanal runs."""
_PACKAGES = (*BEFORE, "ca-certificates", "postgresql-client")
_FOLDERS = ("src", "corpus", "docs", "tools")
_HEAD = """\
# Written by `fanal docs` from the list of `fanal install`. Change the list, not this file.
# From the folder of the code: podman build -f docs/operating/Containerfile -t fanal .
# What is written into the image is code alone. docs/operating.md, "In a container", says how it is run.
FROM docker.io/library/debian:13-slim
"""


def containerfile() -> str:
    """Its text."""
    return _HEAD + "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield _run("apt-get update", f"apt-get install -y --no-install-recommends {' '.join(_PACKAGES)}", "apt-get clean")
    yield f"COPY requirements*.lock LICENSE {CODE}/"
    yield from (f"COPY {folder} {CODE}/{folder}/" for folder in _FOLDERS)
    yield f"RUN {CODE}/tools/environment run \\"  # one layer: what changes its mode would be kept twice
    rest = [(step, line) for step in ground() for line in step.act.lines()]
    for number, (step, line) in enumerate(rest, start=1):
        if line == step.act.lines()[0]:
            yield f"# {step.what}. {step.why}"
        yield f" && {line}{' \\' * (number < len(rest))}"
    yield f'VOLUME ["{KEYS}", "{DATA}", "{BACKUPS}"]'
    yield "# Settings: the file /etc/fanal/fanal.env, as on a machine. Only the address inside is the container's."
    yield "ENV FANAL_BIND=0.0.0.0:8000"
    yield "EXPOSE 8000"
    yield f'ENTRYPOINT ["{COMMAND}"]'
    yield 'CMD ["serve"]'


def _run(*commands: str) -> str:
    return "RUN " + " \\\n && ".join(commands)
