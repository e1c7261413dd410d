"""Programs that print figures as ratios against a goal, a bound of the same machine, or a peer. Nothing is asserted.

`python -m benchmarks` runs them all. See `docs/benchmarks.md`.
"""

import os

# Products of matrices in one thread, as in a site (`fanal.site.loaded`): threads that wait for each other spend CPU.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
