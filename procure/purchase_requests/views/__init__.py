"""Doors of purchase requests: the list, the form that checks while one types, the decisions."""

from procure.purchase_requests.views import deciding, drafting, listing
from procure.purchase_requests.views.door import bp

__all__ = ["bp", "deciding", "drafting", "listing"]
