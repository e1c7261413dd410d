"""Words that all floors share: countries, the five states of evidence, partial dates, codes, answers with a reason.

It is data and parsing, without logic of any room, without Django and without a clock. Every other package may import
it; it imports none. English texts in it are message ids, translated where they are shown.
"""
