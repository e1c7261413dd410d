"""The law as everybody can read it, and as a professional needs it for one act.

It shows provisions, treaties and the benchmark with their sources and reviews, answers "which state can prosecute
this act, until when, what is missing", and follows proceedings from the child's side without ever knowing the child.
Gaps and reforms of law are for members with a grant of their own.
"""
