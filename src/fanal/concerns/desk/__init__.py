"""What the pages of several concerns of the room need: codes in words, the short number."""
