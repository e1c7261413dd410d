"""The pages of whoever leads people who learn together: sessions, what is projected, what is printed."""
