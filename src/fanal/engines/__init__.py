"""The engines: pure Python that knows no Django, no clock and no other engine; each usable alone."""
