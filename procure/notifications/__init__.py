"""Messages to people: what happened, in the inbox and by mail."""
