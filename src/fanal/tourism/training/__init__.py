"""What the law obliges a company to train, of whom, by when: its people as the room of learning lists them, held
against the duties. Information, no legal advice; nothing of answers, scores or concerns."""
