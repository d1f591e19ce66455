"""The deeds on purchase requests: each one function, one transaction."""

from procure.purchase_requests.service.deciding import approve, cancel, endorse, send_back
from procure.purchase_requests.service.deeds import draft, keep, revise, submit
from procure.purchase_requests.service.onward import order, resume, source

__all__ = [
    "approve",
    "cancel",
    "draft",
    "endorse",
    "keep",
    "order",
    "resume",
    "revise",
    "send_back",
    "source",
    "submit",
]
