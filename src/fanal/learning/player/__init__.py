"""How a course is read and played."""
