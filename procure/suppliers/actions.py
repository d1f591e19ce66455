"""What can be done with a supplier's registration, each deed under one name."""

from procure.kernel.labels import N_, Labelled


class SupplierAction(Labelled):
    """Deeds on suppliers."""

    BEGIN = "supplier.begin", N_("Begin a registration for an owner")
    SEND_LINK = "supplier.send_link", N_("Send the link to the owner again")
    CONFIRM = "supplier.confirm", N_("Confirm the registration")
    DESCRIBE = "supplier.describe", N_("Fill in the business")
    IDENTIFY = "supplier.identify", N_("Fill in the numbers")
    LOCATE = "supplier.locate", N_("Fill in the address")
    OFFER = "supplier.offer", N_("Fill in goods, services and delivery areas")
    DECLARE_TAX = "supplier.declare_tax", N_("Fill in the tax profile")
    DECLARE_SCALE = "supplier.declare_scale", N_("Fill in the business scale")
    TAG = "supplier.tag", N_("Give or withdraw consent to the tags")
    NAME_ACCOUNT = "supplier.name_account", N_("Fill in the bank account")
    SUBMIT = "supplier.submit", N_("Send the registration")
    INVITE = "supplier.invite", N_("Invite an operator")
    JOIN = "supplier.join", N_("Become operator")
    DISMISS = "supplier.dismiss", N_("End an operator's access")
    REVEAL = "supplier.reveal", N_("Show the own numbers in full")
    EXPORT = "supplier.export", N_("Download the own data")
    ASK = "supplier.ask", N_("Ask for correction or closing")
    ANSWER = "supplier.answer", N_("Answer a request about own data")
