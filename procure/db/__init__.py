"""The database side of every room: base, column types, the unit of work, numbering. No Flask."""
