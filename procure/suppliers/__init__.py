"""The registry of suppliers: who they are, what they sell, where, and how they are taxed."""
