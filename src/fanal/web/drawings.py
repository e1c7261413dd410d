"""Pictures of the engines inside a page: in the colours of the page, also in the dark, with names of their own."""

import re

from django.utils.safestring import SafeString

from fanal.engines.drawing import COLOURS

TOKENS = {
    "surface": "--surface", "ink": "--ink", "quiet": "--quiet", "line": "--line", "mark": "--mark",
    "lantern": "--lantern", "danger": "--danger", "ok": "--ok",
}  # fmt: skip
_NAMED = re.compile(r'(id="|url\(#)([a-z]+)')


def inline(svg: str, name: str) -> SafeString:
    """An SVG file of one of our engines as an element of a page; `name` keeps its ids apart from those of others.

    Only for what an engine here made, or for a release that was read whole: nothing of it is escaped again.
    """
    drawn = svg[svg.index("<svg") :]
    for colour, token in TOKENS.items():
        drawn = drawn.replace(f'="{COLOURS[colour]}"', f'="var({token})"')
    drawn = _NAMED.sub(rf"\1{name}-\2", drawn)
    drawn = drawn.replace('aria-labelledby="title desc"', f'aria-labelledby="{name}-title {name}-desc"')
    return SafeString(drawn)
