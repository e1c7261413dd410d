"""Tests of the room of progress."""
