"""All acts at once: cells, one law in one cell, counts with bounds, gaps with certificates."""
