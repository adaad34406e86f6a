"""培训: courses with their attendance, and the hours of every leader."""
