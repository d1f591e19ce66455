"""Where people begin: what waits for them, and each purchase with its ball and its story."""
