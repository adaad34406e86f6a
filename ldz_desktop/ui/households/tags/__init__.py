"""Care tags: on the household card, as lists by kind, and who is due for a visit."""
