"""末位: who stands where in the warning chain, and the hand-overs of leaders who go."""
