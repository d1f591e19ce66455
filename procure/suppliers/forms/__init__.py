"""Forms of registrations: what people type, and how it becomes a value."""
