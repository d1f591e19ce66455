"""Words every room shares: people, permission, movement, refusal, law. Standard library only."""
