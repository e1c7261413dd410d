"""Multiple systems estimation: how many children are on no list, from how the lists overlap, and how sure that is.

Pure Python with NumPy, SciPy and Numba; takes counts only, reads no clock and no file but the one given. From Python::

    from fanal.engines.prevalence.table import CaptureTable
    from fanal.engines.prevalence.estimate import estimate

    table = CaptureTable.from_csv("table.csv")
    estimate(table, seed=1)        interval, other models, warnings, assumptions; or the reasons why there is none

Beside them `verdict.check_model`, `fit.fit`, `search.rank_models`, `comparison.compare` and the sensitivities. From the
command line: ``fanal prevalence``. See docs/prevalence.md.
"""
