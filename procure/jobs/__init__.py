"""Work done after the answer: queued in the deed's own transaction, done by the worker."""
