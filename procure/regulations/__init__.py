"""The dated rules of each region: sentence, article, parameters, severity, remedy."""
