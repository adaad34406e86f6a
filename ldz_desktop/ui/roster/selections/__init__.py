"""推选: a board of buildings and steps, and the form of each step."""
