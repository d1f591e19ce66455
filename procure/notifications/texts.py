"""The words of every message: a subject and a sentence, filled with facts when somebody reads them.

Facts are kept as JSON. Names that end in `_at` are moments, in `_on` days; `total`, `price` and
their like are rupiah; `paper_kind` is a kind of paper, `number_kind` one of numbers. Never a price,
count or name of a quote before the opening.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from procure.kernel.labels import N_
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.registry_models import FingerprintKind


@dataclass(frozen=True, slots=True)
class Text:
    """What a message says, in the source language, with places for facts."""

    subject: str
    sentence: str
    second_line: str = ""


TEXTS: Mapping[str, Text] = {
    "purchase_requests/submitted": Text(
        N_("For your approval: %(purpose)s"),
        N_("%(requester)s asks for %(purpose)s (%(number)s), %(total)s, needed on %(needed_on)s."),
    ),
    "purchase_requests/endorsed": Text(
        N_("For the budget authority: %(purpose)s"),
        N_("%(actor)s endorsed %(purpose)s (%(number)s), %(total)s. Your approval is needed."),
    ),
    "purchase_requests/approved": Text(
        N_("Approved: %(purpose)s"),
        N_("%(actor)s approved your request %(number)s. The procurement officer goes on with it."),
    ),
    "purchase_requests/ready": Text(
        N_("Ready to be bought: %(purpose)s"),
        N_("%(number)s was approved, %(total)s, needed on %(needed_on)s. Find a supplier."),
    ),
    "purchase_requests/sent_back": Text(
        N_("Sent back: %(purpose)s"),
        N_("%(actor)s sent %(number)s back to you: “%(reason)s” Correct it and send it again."),
    ),
    "purchase_requests/cancelled": Text(
        N_("Cancelled: %(purpose)s"),
        N_("%(actor)s cancelled %(number)s: “%(reason)s” The budget is free again."),
    ),
    "sourcing/invited": Text(
        N_("Invitation to quote: %(title)s"),
        N_(
            "%(agency)s asks you for a quote (%(number)s). Quotes are accepted until %(closes_at)s."
        ),
    ),
    "sourcing/extended": Text(
        N_("More time to quote: %(title)s"),
        N_("Quotes for %(number)s are accepted until %(closes_at)s. The reason: “%(reason)s”"),
    ),
    "sourcing/asked": Text(
        N_("A question about %(title)s"),
        N_("A supplier asked about %(number)s. Your answer goes to all who are invited."),
    ),
    "sourcing/answered": Text(
        N_("An answer about %(title)s"),
        N_("%(agency)s answered a question about %(number)s. The answer is the same for all."),
    ),
    "sourcing/readable": Text(
        N_("Quotes are open: %(title)s"),
        N_("The quotes for %(number)s were unsealed. Compare them and choose a supplier."),
    ),
    "sourcing/opened": Text(
        N_("Your quote was opened: %(title)s"),
        N_("%(agency)s opened the quotes for %(number)s. You will be told the result and why."),
    ),
    "sourcing/ended": Text(
        N_("Ended without an order: %(title)s"),
        N_("%(agency)s ended the request %(number)s: “%(reason)s”"),
    ),
    "sourcing/sent_back": Text(
        N_("Award sent back: %(title)s"),
        N_("%(actor)s wants the choice looked at again: “%(reason)s”"),
    ),
    "sourcing/lost_price": Text(
        N_("Not chosen this time: %(title)s"),
        N_(
            "%(supplier)s was chosen with %(total)s, the lowest complete quote; "
            "yours was %(price)s."
        ),
        N_("Your quote was complete and counted in full: only the price decided."),
    ),
    "sourcing/lost_reason": Text(
        N_("Not chosen this time: %(title)s"),
        N_("%(supplier)s was chosen with %(total)s; yours was %(price)s."),
        N_("The officer's reason: “%(reason)s”"),
    ),
    "sourcing/lost_incomplete": Text(
        N_("Not chosen this time: %(title)s"),
        N_(
            "%(supplier)s was chosen with %(total)s. "
            "Your quote left out %(missing)s of %(lines)s items."
        ),
        N_("Only complete quotes can win: next time give a price for every item."),
    ),
    "orders/prepared": Text(
        N_("For your signature: %(purpose)s"),
        N_("%(supplier)s was chosen for %(purpose)s, %(total)s. Check the order and sign it."),
    ),
    "orders/issued": Text(
        N_("An order for you: %(number)s"),
        N_("%(agency)s orders %(purpose)s, %(total)s. Accept or decline it until %(answer_at)s."),
    ),
    "orders/reminder": Text(
        N_("Please answer: order %(number)s"),
        N_("%(agency)s waits for your answer. Without one the order expires on %(answer_at)s."),
    ),
    "orders/expired_supplier": Text(
        N_("Expired: order %(number)s"),
        N_("The time to answer is over. Ask %(agency)s if you still want the order."),
    ),
    "orders/expired": Text(
        N_("No answer from %(supplier)s: order %(number)s"),
        N_("The order expired. Open it again with a reason, or cancel it and choose the next."),
    ),
    "orders/reopened": Text(
        N_("Open again: order %(number)s"),
        N_("%(agency)s opened the order again. Accept or decline it until %(answer_at)s."),
    ),
    "orders/accepted": Text(
        N_("Accepted: order %(number)s"),
        N_("%(supplier)s took the order for %(purpose)s, %(total)s."),
    ),
    "orders/declined": Text(
        N_("Declined: order %(number)s"),
        N_("%(supplier)s did not take the order: “%(reason)s” The next supplier can be chosen."),
    ),
    "orders/taken_for_you": Text(
        N_("Accepted in your name: order %(number)s"),
        N_("%(actor)s took the order of %(agency)s for %(purpose)s, %(total)s, in your name."),
    ),
    "orders/declined_for_you": Text(
        N_("Declined in your name: order %(number)s"),
        N_("%(actor)s declined the order of %(agency)s for %(purpose)s, %(total)s, in your name."),
    ),
    "orders/cancelled": Text(
        N_("Cancelled: order %(number)s"),
        N_("%(agency)s cancelled the order to %(supplier)s: “%(reason)s”"),
    ),
    "suppliers/accepted": Text(
        N_("Your registration is accepted: %(supplier)s"),
        N_("You can sell now. Next: add what you sell, with a photo and a price, to be found."),
    ),
    "suppliers/asked_again": Text(
        N_("Please correct: %(supplier)s"),
        N_("The registry officer asks you: “%(reason)s” Correct it and send it in again."),
        N_("Nothing is lost; all you filled in is still there."),
    ),
    "suppliers/refused": Text(
        N_("Your registration was not accepted: %(supplier)s"),
        N_("The reason: “%(reason)s” If this is wrong, call or visit the registry office."),
    ),
    "suppliers/suspended": Text(
        N_("Suspended: %(supplier)s"),
        N_(
            "By decision %(decision)s you get no new invitations and orders. "
            "The reason: “%(reason)s”"
        ),
        N_("You can answer once; your answer stands beside the decision. Accepted orders go on."),
    ),
    "suppliers/debarred": Text(
        N_("Debarred: %(supplier)s"),
        N_("By decision %(decision)s you take no part until %(ends_on)s. The reason: “%(reason)s”"),
        N_("You can answer once; your answer stands beside the decision. Accepted orders go on."),
    ),
    "suppliers/reinstated": Text(
        N_("Active again: %(supplier)s"),
        N_("The sanction ended: “%(reason)s” You can be invited and sell again."),
    ),
    "suppliers/time_is_over": Text(
        N_("Active again: %(supplier)s"),
        N_("The time of the sanction is over. You can be invited and sell again."),
    ),
    "suppliers/sanction_answered": Text(
        N_("%(supplier)s answered the sanction"),
        N_("The answer stands beside the decision. Read it and see whether the decision holds."),
    ),
    "suppliers/paper_sent": Text(
        N_("A paper to look at: %(supplier)s"),
        N_("%(supplier)s sent: %(paper_kind)s. Accept it, or ask for it again with a reason."),
    ),
    "suppliers/paper_asked_again": Text(
        N_("Please send again: %(paper_kind)s"),
        N_("The registry officer asks you: “%(reason)s” Send the paper again."),
    ),
    "suppliers/paper_ends": Text(
        N_("Ends on %(ends_on)s: %(paper_kind)s"),
        N_("Only %(days)s more days. Send the new one in time, so that you can go on selling."),
    ),
    "suppliers/paper_ends_officer": Text(
        N_("%(supplier)s: %(paper_kind)s ends on %(ends_on)s"),
        N_("The supplier was told, too. Only %(days)s more days."),
    ),
    "suppliers/account_proposed": Text(
        N_("Was this you? Your bank account is being changed: %(supplier)s"),
        N_("%(actor)s asked that payments go to an account ending in %(tail)s."),
        N_("If this is wrong, stop it now. Nothing is paid until two officers have checked it."),
    ),
    "suppliers/account_to_check": Text(
        N_("A bank account to check: %(supplier)s"),
        N_("Payments to %(supplier)s wait until two officers have checked the new account."),
    ),
    "suppliers/account_confirmed": Text(
        N_("New bank account from %(usable_at)s: %(supplier)s"),
        N_("Two officers checked the account ending in %(tail)s. Payments wait until that hour."),
        N_("If this is wrong, stop it before then."),
    ),
    "suppliers/account_in_use": Text(
        N_("Your new bank account is in use: %(supplier)s"),
        N_("Payments go to the account ending in %(tail)s from now on."),
    ),
    "suppliers/account_refused": Text(
        N_("The bank account was not accepted: %(supplier)s"),
        N_("The reason: “%(reason)s” The account before stays as it is."),
    ),
    "suppliers/account_stopped": Text(
        N_("The change of the bank account was stopped: %(supplier)s"),
        N_("%(actor)s stopped it: “%(reason)s” The account before stays as it is."),
        N_("If somebody else used your account here, change your password now."),
    ),
    "suppliers/owner_link": Text(
        N_("Confirm your registration"),
        N_(
            "Somebody registered %(supplier)s with this e-mail address. If it was you, confirm by "
            "the link until %(ends_at)s. If not, do nothing: without you it ends by itself."
        ),
    ),
    "suppliers/helped_link": Text(
        N_("Confirm your registration: %(supplier)s"),
        N_(
            "%(actor)s of the cooperative office began a registration for your business. Open the "
            "link on your own phone until %(ends_at)s, choose a password and confirm. Nobody else "
            "may do that for you."
        ),
    ),
    "suppliers/operator_link": Text(
        N_("Invitation: act for %(supplier)s"),
        N_(
            "%(actor)s invites you to answer orders and quotes for %(supplier)s. Accept by the "
            "link until %(ends_at)s, and choose a password."
        ),
    ),
    "suppliers/known": Text(
        N_("You have an account already"),
        N_(
            "Somebody tried to register with your e-mail address. If it was you, simply sign in; "
            "if not, you need not do anything: nothing was changed."
        ),
    ),
    "suppliers/confirmed": Text(
        N_("Confirmed: %(supplier)s"),
        N_("The owner confirmed the registration that you began."),
    ),
    "suppliers/help_ended": Text(
        N_("Your help has ended: %(supplier)s"),
        N_("The owner goes on with the registration alone. You do not see it any more."),
    ),
    "suppliers/submitted": Text(
        N_("To be verified: %(supplier)s"),
        N_("%(supplier)s in %(regency)s sent its registration."),
    ),
    "suppliers/sent": Text(
        N_("Registration sent: %(supplier)s"),
        N_("The owner sent the registration that you helped with. The officer checks it now."),
    ),
    "suppliers/changed": Text(
        N_("To be checked again: %(supplier)s"),
        N_("%(supplier)s changed its name, numbers or address. Please look at it again."),
    ),
    "suppliers/change_accepted": Text(
        N_("Your change was checked: %(supplier)s"),
        N_("The registry officer looked at what you changed, and it is good."),
    ),
    "suppliers/change_returned": Text(
        N_("Please correct what you changed: %(supplier)s"),
        N_("The registry officer asks you: “%(reason)s” You stay active meanwhile."),
    ),
    "suppliers/number_refused": Text(
        N_("Typed a second time: %(number_kind)s"),
        N_(
            "%(supplier)s wanted to register a number that another supplier has. Nothing was "
            "registered, and they were not told whose it is. Look at both."
        ),
    ),
    "suppliers/joined": Text(
        N_("Your new operator: %(person)s"),
        N_(
            "%(person)s can answer orders and quotes in your name from now on. You can end that at "
            "any moment."
        ),
    ),
    "suppliers/answered": Text(
        N_("Your request about your data was answered"),
        N_("The supplier registry officer writes: “%(answer)s”"),
    ),
    "suppliers/closed": Text(
        N_("The account is closed: %(supplier)s"),
        N_(
            "The supplier registry officer closed the account, as its owner asked: “%(answer)s” "
            "Nobody signs in for it any more, and its listings are off the shelf."
        ),
        N_(
            "Orders, their papers and what was done stay for as long as the law wants them kept. "
            "Whoever wants to sell again registers anew, with another e-mail address."
        ),
    ),
    "suppliers/data_request": Text(
        N_("Request about own data: %(supplier)s"),
        N_("%(supplier)s asks: “%(wish)s”"),
    ),
    "catalogue/proposed": Text(
        N_("A listing waits: %(listing)s"),
        N_("%(supplier)s sent the listing “%(listing)s”. Look at it and decide."),
    ),
    "catalogue/approved": Text(
        N_("On the shelf: %(listing)s"),
        N_("Your listing “%(listing)s” was approved. Buyers see it now."),
    ),
    "catalogue/returned": Text(
        N_("Please correct: %(listing)s"),
        N_("The registry officer returned “%(listing)s”: “%(reason)s” Correct it, send it again."),
    ),
    "catalogue/refused": Text(
        N_("Not accepted: %(listing)s"),
        N_("The registry officer did not accept “%(listing)s”: “%(reason)s”"),
    ),
    "catalogue/taken_down": Text(
        N_("Taken down: %(listing)s"),
        N_(
            "The registry officer took “%(listing)s” off the shelf: “%(reason)s” Correct it and "
            "send it again."
        ),
    ),
    "catalogue/halal_lapsed": Text(
        N_("Your halal certificate no longer holds"),
        N_(
            "Buyers no longer read “Halal, certified” at %(count)s of your listings. Send the new "
            "certificate: once it is accepted, they read it again."
        ),
    ),
    "catalogue/halal_restored": Text(
        N_("Your halal certificate holds"),
        N_("Buyers read “Halal, certified” at %(count)s of your listings again."),
    ),
    "catalogue/batch_proposed": Text(
        N_("A sheet of listings waits: %(file)s"),
        N_("%(count)s rows of “%(file)s” were taken over. Look at a sample and decide."),
    ),
    "catalogue/batch_approved": Text(
        N_("Your sheet is on the shelf: %(file)s"),
        N_("%(count)s listings of “%(file)s” were approved. Buyers see them now."),
    ),
}


def told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts with their moments and days, as the sentences want them."""
    return {name: _value(name, value) for name, value in facts.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    if isinstance(value, str) and name == "paper_kind":
        return DocumentKind(value)
    if isinstance(value, str) and name == "number_kind":
        return FingerprintKind(value)
    return value


def kept(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts as JSON keeps them."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }
