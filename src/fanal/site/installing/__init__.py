"""Putting Fanal onto a machine: a list of steps, each of which knows whether it is there already.

`answers` is what a person must say, `machine` what can be seen, `plan` makes the list out of both, and `carrying`
prints it or carries it out. What is placed are the samples of docs/operating/, filled in; the same list makes the
Containerfile. Nothing here needs Django: the commands of the service do not run yet.
"""
