"""Where the content that is data lies: the folder `corpus` at the root of the repository."""

from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
