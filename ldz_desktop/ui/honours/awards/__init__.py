"""年度表彰: candidates of a year, votes, notice and certificates."""
