"""Words: the terms of child protection, how easy a text is to read, and the catalogues of its translations.

Pure Python without Django; reads what it is given. Only ``command`` writes files.
"""
