"""What a plan is and how it stands: read by the guards of a membership, the score and the report. Deeds: `planning`."""
