"""Passing on: what one side gives another for a purpose under an agreement, and how it ends. One table of states for
every kind.

A room declares a kind (`kinds.Kind`): its rows, its clocks, who acts on each side, what leaves. The steps are here.
"""
