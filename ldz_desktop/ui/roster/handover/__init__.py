"""离任交接: what is open when a leader goes, who takes it, who signed."""
