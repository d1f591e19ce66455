"""Tenong: a government procurement e-marketplace for routine regional purchases."""
