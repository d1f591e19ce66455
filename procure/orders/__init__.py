"""The purchase order: its PDF, and the supplier who takes it or not."""
