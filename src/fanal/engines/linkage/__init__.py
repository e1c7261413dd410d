"""How many children are on which lists, counted without names: rows become tokens under a key that the counter never
holds.

Pure Python with NumPy and Numba; reads no clock and no file but the one given. Only children, only to count. From
Python::

    from fanal.engines.linkage.encoding import encode, run_key
    from fanal.engines.linkage.histories import link

    encode(rows, run_key(parts), Scheme(), random, member=..., run=..., declared=...)      at each member
    link(lists, revealed=…)                                                               at the unit, without the key

Beside them `agreement.compare`, words about two rows for the network search of one child. From the command line:
``fanal link``. See docs/linkage.md.
"""
