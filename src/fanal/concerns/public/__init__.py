"""The public half of reporting: the form, the child door, the receipt, the answer page, practice and the way out.

Reporters have no account, no cookie and no row: what they answered rides sealed in a field of the form (`state.py`).
"""
