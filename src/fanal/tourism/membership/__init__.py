"""The life of a membership: one table of moves (`flow`), its deeds, its clocks, fees, agreement, sanctions, appeals."""
