"""Stored documents: content-addressed, checked, and opened only by those who may."""
