"""The doors of suppliers: registering, one's own business, and what officers decide."""

from flask import Blueprint

from procure.suppliers.policy import registry_reader, seller
from procure.suppliers.views import (
    banking,
    closing,
    deciding,
    filling,
    interests,
    joining,
    own,
    papers,
    people,
    rechecking,
    registry,
    sanctions,
    sending,
)
from procure.suppliers.views.door import bp

BLUEPRINTS: tuple[Blueprint, ...] = (
    bp,
    registry.bp,
    papers.bp,
    banking.bp,
    sanctions.bp,
    interests.bp,
)

__all__ = [
    "BLUEPRINTS",
    "bp",
    "closing",
    "deciding",
    "filling",
    "joining",
    "own",
    "people",
    "rechecking",
    "registry_reader",
    "seller",
    "sending",
]
