"""流动红旗: a month's hand-overs, the ledger, the register."""
