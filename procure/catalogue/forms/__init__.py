"""The forms of sellers and of the registry officer."""

from procure.catalogue.forms.deciding import BatchForm, CategoryForm, ChecklistForm, QuestionForm
from procure.catalogue.forms.offer import OfferForm, PriceForm, StockForm, arranged, offer_form
from procure.catalogue.forms.sheet import SheetForm

__all__ = [
    "BatchForm",
    "CategoryForm",
    "ChecklistForm",
    "OfferForm",
    "PriceForm",
    "QuestionForm",
    "SheetForm",
    "StockForm",
    "arranged",
    "offer_form",
]
