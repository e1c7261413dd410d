"""Research: what members know becomes evidence that anybody may read, without exposing anyone.

Questions, plans, the ethics gate, extraction, releases with their reviews, studies, linkage runs and the catalogue live
here; never a file, a name or a record. What it makes leaves in one way: signed release files.
"""
