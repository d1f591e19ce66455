"""What can be done with a purchase request, each deed under one name."""

from procure.kernel.labels import N_, Labelled


class PurchaseRequestAction(Labelled):
    """Deeds on purchase requests."""

    DRAFT = "purchase_request.draft", N_("Draft a purchase request")
    REVISE = "purchase_request.revise", N_("Revise the draft")
    SUBMIT = "purchase_request.submit", N_("Submit for approval")
    ENDORSE = "purchase_request.endorse", N_("Endorse for the budget authority")
    APPROVE = "purchase_request.approve", N_("Approve")
    SEND_BACK = "purchase_request.send_back", N_("Send back")
    CANCEL = "purchase_request.cancel", N_("Cancel the purchase")
    SOURCE = "purchase_request.source", N_("Begin sourcing")
    ORDER = "purchase_request.order", N_("Order")
    RESUME = "purchase_request.resume", N_("Resume sourcing")


class PurchaseTemplateAction(Labelled):
    """Deeds on routine purchases that an agency keeps."""

    KEEP = "purchase_template.keep", N_("Keep as a template")
    CHANGE = "purchase_template.change", N_("Change the template")
    RETIRE = "purchase_template.retire", N_("Take out of use")
