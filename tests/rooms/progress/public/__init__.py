"""Tests of the pages of the board for everybody."""
