"""The desk: what staff see of the network, the journal and their own day, and how they sign in.

The rooms `network` and `journal` lie below `access` and `web`, so their screens stand here. Every deed that changes
something goes through `deeds.do`, which asks the policy first.
"""
