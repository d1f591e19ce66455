"""What must be true of suppliers: their numbers and names, and what a registration still lacks."""
