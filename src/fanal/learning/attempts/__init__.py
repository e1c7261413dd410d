"""What somebody did with a course: events, what follows of them, what came of it."""
