"""The doors of suppliers: registering, filling in, one's own business."""

from procure.suppliers.views import filling, joining, own, people, sending
from procure.suppliers.views.door import bp

__all__ = ["bp", "filling", "joining", "own", "people", "sending"]
