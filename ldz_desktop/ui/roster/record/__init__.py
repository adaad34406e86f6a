"""The personal record: everything the office knows of a leader, over the whole width of the tab."""
