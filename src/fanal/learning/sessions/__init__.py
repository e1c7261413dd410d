"""People who do a course together before one screen: sessions, who was there, answers on paper."""
