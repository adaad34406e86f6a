"""公示管家: every notice of every kind, from the draft to the reported result."""
