"""What can be done with suppliers: registration, papers, bank accounts, ties to officials."""

from procure.kernel.labels import N_, Labelled


class SupplierAction(Labelled):
    """Deeds on a supplier: first its own, then the officers' and its answer to them."""

    BEGIN = "supplier.begin", N_("Begin a registration for an owner")
    SEND_LINK = "supplier.send_link", N_("Send the link to the owner again")
    END_HELP = "supplier.end_help", N_("End the coach's help")
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
    CLOSE = "supplier.close", N_("Close the account")
    ACCEPT = "supplier.accept", N_("Accept the registration")
    ASK_AGAIN = "supplier.ask_again", N_("Ask for corrections")
    REFUSE = "supplier.refuse", N_("Refuse the registration")
    ACCEPT_CHANGE = "supplier.accept_change", N_("Accept the change")
    RETURN_CHANGE = "supplier.return_change", N_("Ask for the change to be corrected")
    SUSPEND = "supplier.suspend", N_("Suspend the supplier")
    DEBAR = "supplier.debar", N_("Debar the supplier")
    REINSTATE = "supplier.reinstate", N_("End the sanction")
    INSPECT = "supplier.inspect", N_("Show the numbers in full")
    JUDGE = "supplier.judge", N_("Decide on a likeness")
    CHECK_BLACKLIST = "supplier.check_blacklist", N_("Record a blacklist check")
    REPLY = "supplier.reply", N_("Reply to the sanction")


class DocumentAction(Labelled):
    """Deeds on a supplier's paper."""

    SEND = "supplier_document.send", N_("Send a paper")
    ACCEPT = "supplier_document.accept", N_("Accept the paper")
    ASK_AGAIN = "supplier_document.ask_again", N_("Ask for the paper again")
    REPLACE = "supplier_document.replace", N_("Replace the paper")


class BankAccountAction(Labelled):
    """Deeds on a supplier's bank account."""

    PROPOSE = "bank_account.propose", N_("Change the bank account")
    CHECK = "bank_account.check", N_("First check is good")
    CONFIRM = "bank_account.confirm", N_("Second check is good")
    ACTIVATE = "bank_account.activate", N_("Use the bank account")
    REPLACE = "bank_account.replace", N_("Replace the bank account")
    REFUSE = "bank_account.refuse", N_("Refuse the bank account")
    OBJECT = "bank_account.object", N_("Stop this change")
    INSPECT = "bank_account.inspect", N_("Show the account in full")


class InterestAction(Labelled):
    """Deeds on the interest that an official has in a supplier."""

    DECLARE = "interest.declare", N_("Declare an interest")
    END = "interest.end", N_("End the interest")
