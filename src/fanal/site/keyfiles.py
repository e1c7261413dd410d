"""Writing a key file before Django is there to say where it belongs."""

import os
from pathlib import Path

from fanal import vault
from fanal.site.console import Stop


def make(path: Path, content: vault.KeyFile) -> None:
    """Write a key file that is not there yet: mode 0600, whole or not at all. Raises Stop if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content.to_text())
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(part)  # unlike a rename, a link never replaces another's key file
    except FileExistsError:
        raise Stop("There is a key file already. It was not touched.") from None
    finally:
        part.unlink()
