"""Before a window can be shown: the first run, and unlocking what is there."""
