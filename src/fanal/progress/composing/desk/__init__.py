"""The pages of whoever writes documents and lets them leave."""
