"""What earlier versions stored and published, opened whole with the code of the day."""
