"""Fields of the request pages; they tolerate half-typed lines and give rules what is there."""

from procure.purchase_requests.forms.arranging import arranged
from procure.purchase_requests.forms.others import DecisionForm, FilterForm, StartForm
from procure.purchase_requests.forms.request import PAGES, PLAIN, PurchaseRequestForm, regencies

__all__ = [
    "PAGES",
    "PLAIN",
    "DecisionForm",
    "FilterForm",
    "PurchaseRequestForm",
    "StartForm",
    "arranged",
    "regencies",
]
