"""The deeds on the catalogue: each one function, one transaction."""
