"""The doors to suppliers."""

from flask import Blueprint

from procure.suppliers.policy import official, registry_reader, seller
from procure.suppliers.views import banking, deciding, interests, papers, registry, sanctions

BLUEPRINTS: tuple[Blueprint, ...] = (
    registry.bp,
    deciding.bp,
    papers.bp,
    banking.bp,
    sanctions.bp,
    interests.bp,
)

__all__ = ["BLUEPRINTS", "official", "registry_reader", "seller"]
