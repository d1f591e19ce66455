"""The catalogue as everybody reads it, and what it whispers to search fields."""

from procure.catalogue.views import comparing, listing, searching
from procure.catalogue.views.door import bp, named

__all__ = ["bp", "comparing", "listing", "named", "searching"]
