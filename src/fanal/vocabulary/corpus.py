"""Where the content that is data lies: the folder `corpus` of the repository, or the copy inside an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "_corpus"  # put there when a wheel is built (`pyproject.toml`)
CORPUS = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parents[1] / "corpus"
