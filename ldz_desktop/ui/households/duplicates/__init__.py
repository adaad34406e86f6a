"""查重: pairs of records that may be one person, side by side, merged or told apart."""
