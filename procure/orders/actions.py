"""What can be done with a purchase order, each deed under one name."""

from procure.kernel.labels import N_, Labelled


class PurchaseOrderAction(Labelled):
    """Deeds on purchase orders."""

    PREPARE = "purchase_order.prepare", N_("Prepare the order")
    ISSUE = "purchase_order.issue", N_("Sign and send the order")
    SEND_BACK = "purchase_order.send_back", N_("Send the award back")
    ACCEPT = "purchase_order.accept", N_("Accept the order")
    DECLINE = "purchase_order.decline", N_("Decline the order")
    EXPIRE = "purchase_order.expire", N_("Let the order expire")
    REOPEN = "purchase_order.reopen", N_("Open the order again")
    CANCEL = "purchase_order.cancel", N_("Cancel the order")
