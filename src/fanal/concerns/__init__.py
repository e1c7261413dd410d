"""Concerns: what someone tells a member organisation, from the first page to the answer of the last recipient.

A person tells without account or trace; trained people of the member in that country read, decide and, under an
agreement, hand chosen facts to others who can act. What was told stays sealed at the member; what leaves was previewed.
"""
