"""A QR code as inline SVG: no picture, no style, no other host."""

from itertools import groupby
from typing import Any, cast

from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_MASK = 2  # any of the eight masks is valid; trying them all for the prettiest costs ten times as much


def svg(text: str, label: str) -> SafeString:
    """The code of a text; dark on white in every colour scheme, since cameras need it so."""
    size, drawn = _drawn(text)
    return _framed(size, label, drawn)


def on_page(context: Context, text: str, label: str) -> SafeString:
    """`svg` in a template. What stands on a page many times is drawn once, and shown again where it stands again."""
    kept: dict[str, Any] = cast("dict[str, Any]", context.render_context)
    before: dict[str, tuple[str, int]] = kept.setdefault("codes", {})
    if text in before:
        name, size = before[text]
        return _framed(size, label, format_html('<use href="#{}"/>', name))
    size, drawn = _drawn(text)
    name = f"code-{len(before)}"
    before[text] = name, size
    return _framed(size, label, format_html('<g id="{}">{}</g>', name, drawn))


def _framed(size: int, label: str, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" width="{1}" height="{1}" role="img" aria-label="{2}">{3}</svg>',
        size,
        size * 5,
        label,
        inside,
    )


def _drawn(text: str) -> tuple[int, SafeString]:
    """How many modules wide, with the white around it; and what is drawn."""
    code: Any = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    size = len(rows) + 8
    drawn = '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{1}"/>'
    return size, format_html(drawn, size, "".join(_runs(rows)))


def _runs(rows: list[list[bool]]) -> list[str]:
    """Each row's dark stretches as rectangles of height one, after the four white modules that a reader needs."""
    found = []
    for y, row in enumerate(rows, start=4):
        x = 4
        for dark, stretch in groupby(row):
            width = len(list(stretch))
            if dark:
                found.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return found
