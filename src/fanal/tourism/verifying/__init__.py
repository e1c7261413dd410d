"""That somebody looks how far a company is, from a desk or on a visit; and what those who coach it write down."""
