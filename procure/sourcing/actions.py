"""What can be done while suppliers are asked and chosen, each deed under one name."""

from procure.kernel.labels import N_, Labelled


class RfqAction(Labelled):
    """Deeds on a request for quotation."""

    PUBLISH = "rfq.publish", N_("Invite suppliers to quote")
    EXTEND = "rfq.extend", N_("Extend the deadline")
    OPEN = "rfq.open", N_("Open the quotes")
    REVEAL = "rfq.reveal", N_("Unseal the quotes")
    AWARD = "rfq.award", N_("Award")
    REVISIT = "rfq.revisit", N_("Return to the comparison")
    FAIL = "rfq.fail", N_("Close without an award")
    CANCEL = "rfq.cancel", N_("Cancel the request for quotation")
    END = "rfq.end", N_("End with the purchase")
    ASK = "rfq.ask", N_("Ask a question")
    ANSWER = "rfq.answer", N_("Answer a question")


class QuoteAction(Labelled):
    """Deeds on a quote."""

    SUBMIT = "quote.submit", N_("Submit a sealed quote")
    WITHDRAW = "quote.withdraw", N_("Withdraw the quote")


class AwardAction(Labelled):
    """Deeds on an award."""

    BUY = "award.buy", N_("Buy directly")
    SIGN = "award.sign", N_("Sign off the award")
    SEND_BACK = "award.send_back", N_("Send the award back")
    LAPSE = "award.lapse", N_("Lapse because the supplier did not take the order")
