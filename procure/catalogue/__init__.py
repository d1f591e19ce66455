"""What suppliers offer: categories, listings and the price standards they are measured by."""
