"""What people type about suppliers."""
