"""Writing a key file before Django is there to say where it belongs."""

from pathlib import Path

from fanal import vault
from fanal.site.console import Stop
from fanal.vocabulary import whole


def make(path: Path, content: vault.KeyFile) -> None:
    """Write a key file that is not there yet: mode 0600, whole or not at all. Raises Stop if there is one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with whole.begun(path, new=True) as file:
            file.write(content.to_text().encode())
    except FileExistsError:
        raise Stop("There is a key file already. It was not touched.") from None
