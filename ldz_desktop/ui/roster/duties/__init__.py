"""履职: what was done of the duties, the figures, and the list of duties itself."""
