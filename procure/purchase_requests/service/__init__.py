"""The deeds on purchase requests: each one function, one transaction."""

from procure.purchase_requests.service.deeds import (
    approve,
    cancel,
    draft,
    endorse,
    keep,
    revise,
    send_back,
    submit,
)
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
