"""The option ``--picture`` of several commands: an SVG file, or Vega-Lite where the name ends in .json."""

import argparse
import json
from pathlib import Path
from typing import Any

from fanal.engines.commanding import Unusable
from fanal.engines.prevalence.pictures import picture
from fanal.engines.prevalence.svg import svg
from fanal.vocabulary import whole

KINDS = (".svg", ".json")


def add_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--picture", type=picture_file, metavar="FILE", help="draw it: FILE.svg, or Vega-Lite FILE.json"
    )


def picture_file(text: str) -> Path:
    """The type of the option: refused before hours of work, not after."""
    path = Path(text)
    if path.suffix not in KINDS:
        raise argparse.ArgumentTypeError(f"{text!r} is neither an .svg nor a .json file")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def draw(path: Path | None, result: Any) -> None:
    """Writes the whole picture or nothing. Raises `Unusable`, `OSError`."""
    if path is None:
        return
    try:
        made = (
            svg(result) if path.suffix == ".svg" else json.dumps(picture(result), ensure_ascii=False, indent=1) + "\n"
        )
    except TypeError as error:
        raise Unusable(str(error)) from None
    whole.put(path, made.encode(), 0o644)
