"""Budget lines, and the ledger that reserves, commits and releases their money."""
