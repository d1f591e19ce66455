"""What everybody may see: open requests, awards, and whether an order is real."""
