"""How Fanal shows itself: the look, the parts, one form renderer, page frames, quick exit, errors, languages of a page.

Every other room writes its pages from these frames and parts and nothing else, so that each page is accessible, works
without JavaScript and leaks nothing. What a room needs stands in `fanal.web.api`; the template tags are loaded
everywhere.
"""
