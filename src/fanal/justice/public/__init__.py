"""The law as everybody can read it: no session, no cookie, and the mark of Fanal."""
