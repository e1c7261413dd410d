"""Safe tables and synthetic data: coded rows go in, numbers that withstand the attack suite come out, or a refusal.

Record-level data stay in memory at whoever holds them. What leaves is `Protected`: each number with the method that
protects it and its error beside it.

From Python::

    from fanal.engines.disclosure.counting import count
    from fanal.engines.disclosure.protect import protect

    protect(count(rows), specs, Policy())      tables; or `NotReleased`, which says what would help

Beside them `dp`, `pooled`, `synthesis`, `attacks`, `bundles`. From the command line: ``fanal tables`` and
``fanal release``. See docs/disclosure.md.
"""
