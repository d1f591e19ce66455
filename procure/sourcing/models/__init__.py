"""Tables of sourcing: the request for quotation, its sealed quotes, and the award."""

from procure.sourcing.models.award import Award, AwardLine, PriceSource
from procure.sourcing.models.quote import Quote, QuoteLine, SealedQuote, SealingKey
from procure.sourcing.models.rfq import Invitation, Question, Rfq

__all__ = [
    "Award",
    "AwardLine",
    "Invitation",
    "PriceSource",
    "Question",
    "Quote",
    "QuoteLine",
    "Rfq",
    "SealedQuote",
    "SealingKey",
]
