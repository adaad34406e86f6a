"""Settings: the office, its people, its calendar, the look of the window, and about."""
