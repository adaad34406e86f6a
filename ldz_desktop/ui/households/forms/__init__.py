"""替我填表: somebody else's blank form, filled in for the people the clerk chooses."""
