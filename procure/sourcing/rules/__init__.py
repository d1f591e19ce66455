"""Rules of sourcing: whom to ask and until when, which quote is cheapest, whom to choose."""
