"""The pages of those who do the work of the room."""
