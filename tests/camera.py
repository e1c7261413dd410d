"""A camera: another program reads the codes that we draw."""

import io
import re

import numpy
import zxingcpp
from PIL import Image


def read_back(svg: str) -> tuple[int, str]:
    """How many modules wide a code is, and what it says."""
    size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
    grid = numpy.full((size, size), 255, dtype=numpy.uint8)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        grid[int(y), int(x) : int(x) + int(width)] = 0
    [found] = zxingcpp.read_barcodes(numpy.kron(grid, numpy.ones((4, 4), dtype=numpy.uint8)))
    return size, found.text


def read_picture(png: bytes) -> list[str]:
    """What the codes in a picture say."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(png)).convert("L"))]
