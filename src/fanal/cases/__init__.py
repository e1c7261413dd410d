"""The care of a child: from the first safe contact until the child no longer needs us (docs/cases.md).

One worker stays with one child: hears them, assesses, plans with them, gets services delivered, follows up for a year,
closes, and can be found again. What is kept of a child is declared once, in the model file.
"""
