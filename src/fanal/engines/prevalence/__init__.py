"""Multiple systems estimation: how many children are on no list, from how the lists overlap, and how sure that is.

Pure Python with NumPy, SciPy and Numba; takes counts only, reads no clock and no file but the one given. From Python::

    table = CaptureTable.from_csv("table.csv")
    check_model(table, "[12,3]")         does the table carry this model?
    fit(table, "[12,3]")                 one model
    estimate(table, seed=1)              the result: interval, other models, warnings, assumptions, or reasons why not

From the command line: ``fanal prevalence``. See docs/prevalence.md.
"""
