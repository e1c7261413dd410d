"""Values of indicators: kept as they came, known from a day on, and never changed."""
