"""How people's words become a search."""
