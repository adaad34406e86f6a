"""Photos and scanned papers of a household: the strip on the card and the viewer."""
