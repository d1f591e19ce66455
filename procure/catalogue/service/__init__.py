"""The deeds on listings, proposals, sheets and categories: each one function, one transaction."""

from procure.catalogue.service.curating import (
    BATCH,
    approve,
    approve_batch,
    refuse,
    send_back,
    submit,
    take_down,
    withdraw_listing_revision,
)
from procure.catalogue.service.importing import (
    apply,
    cancel,
    correct,
    finish,
    finish_reading,
    mend,
    start,
)
from procure.catalogue.service.selling import add, adjust, change, reprice, restore, withdraw
from procure.catalogue.service.sorting import add_category, keep

__all__ = [
    "BATCH",
    "add",
    "add_category",
    "adjust",
    "apply",
    "approve",
    "approve_batch",
    "cancel",
    "change",
    "correct",
    "finish",
    "finish_reading",
    "keep",
    "mend",
    "refuse",
    "reprice",
    "restore",
    "send_back",
    "start",
    "submit",
    "take_down",
    "withdraw",
    "withdraw_listing_revision",
]
