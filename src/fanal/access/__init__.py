"""One policy: may this person do this deed with this thing, and which things may they see, each with a reason.

It also holds the one door to what is sealed: `open_record` asks the policy, opens, and writes the journal in the
same call.
Every view carries a decision of this room; a view without one fails a test.
"""
