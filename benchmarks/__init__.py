"""Programs that print figures as ratios against a goal, a bound of the same machine, or a peer. Nothing is asserted.

`python -m benchmarks` runs them all. See `docs/benchmarks.md`.
"""
