"""The doors of sourcing: requests for quotation, sealed quotes, direct purchase."""

from procure.sourcing.policy import reader
from procure.sourcing.views.awards import bp as awards
from procure.sourcing.views.quotes import bp as quotes
from procure.sourcing.views.rfqs import bp as rfqs

BLUEPRINTS = (rfqs, quotes, awards)

__all__ = ["BLUEPRINTS", "reader"]
