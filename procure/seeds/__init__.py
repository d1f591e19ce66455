"""Reference rows every region needs, and a demonstration with people who do not exist."""
