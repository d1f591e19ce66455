"""What a unit needs, before anyone is asked to sell it."""
