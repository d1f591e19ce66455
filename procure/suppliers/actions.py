"""What can be done with suppliers, their papers, bank accounts and ties to officials."""

from procure.kernel.labels import N_, Labelled


class SupplierAction(Labelled):
    """Deeds on a supplier."""

    ACCEPT = "supplier.accept", N_("Accept the registration")
    ASK_AGAIN = "supplier.ask_again", N_("Ask for corrections")
    REFUSE = "supplier.refuse", N_("Refuse the registration")
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
