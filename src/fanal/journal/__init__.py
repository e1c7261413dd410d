"""The hash-chained record of deeds.

Each record (a concern, a handover, an organisation) has its own chain of signed entries; every deed writes one.
Once a day the heads of all chains are sealed into a signed checkpoint outside the database.
`verify` names the first entry that was changed, removed or forged.
"""
