"""The section 奖励: money for flag months, promotions as events, and the sums of a year."""
