"""What must be true of suppliers; pure functions."""
