"""What the answers of many say about a course: items and groups are pure, `counting` reads. For authors alone, and of
nobody in particular: nothing is told of fewer than 30."""
