"""The page of somebody's own training card."""
