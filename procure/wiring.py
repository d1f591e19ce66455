"""Which room hears which event: one table."""

from procure.catalogue import events as catalogue
from procure.catalogue.handlers import clear_shelf, follow_certificate
from procure.kernel.events import Subscriptions
from procure.notifications import handlers as notify
from procure.notifications import registry_handlers as tell
from procure.notifications import supplier_handlers as notify_suppliers
from procure.orders import events as orders
from procure.orders.handlers import free_capacity, prepare_order, take_capacity
from procure.purchase_requests import events as purchase_requests
from procure.sourcing import events as sourcing
from procure.sourcing.handlers import end_with_purchase
from procure.suppliers import events as suppliers
from procure.suppliers.handlers import keep_refused_number

SUBSCRIPTIONS: Subscriptions = {
    purchase_requests.PurchaseRequestSubmitted: (notify.ask_for_approval,),
    purchase_requests.PurchaseRequestEndorsed: (notify.ask_budget_authority,),
    purchase_requests.PurchaseRequestApproved: (notify.tell_approval,),
    purchase_requests.PurchaseRequestSentBack: (notify.tell_sent_back,),
    purchase_requests.PurchaseRequestCancelled: (end_with_purchase, notify.tell_cancelled),
    sourcing.SuppliersInvited: (notify.tell_invited,),
    sourcing.DeadlineExtended: (notify.tell_extended,),
    sourcing.QuestionAsked: (notify.tell_question,),
    sourcing.QuestionAnswered: (notify.tell_answer,),
    sourcing.QuotesOpened: (notify.tell_opened,),
    sourcing.RfqEnded: (notify.tell_ended,),
    sourcing.SupplierAwarded: (prepare_order,),
    sourcing.AwardSentBack: (notify.tell_award_sent_back,),
    orders.OrderPrepared: (notify.ask_for_signature,),
    orders.OrderIssued: (notify.tell_issued,),
    orders.OrderAccepted: (take_capacity, notify.tell_accepted, tell.tell_owner_accepted),
    orders.OrderDeclined: (free_capacity, notify.tell_declined, tell.tell_owner_declined),
    orders.OrderReminder: (notify.remind,),
    orders.OrderExpired: (free_capacity, notify.tell_expired),
    orders.OrderReopened: (notify.tell_reopened,),
    orders.OrderCancelled: (free_capacity, notify.tell_order_cancelled),
    suppliers.SupplierAccepted: (notify_suppliers.tell_accepted,),
    suppliers.SupplierAskedAgain: (notify_suppliers.tell_asked_again,),
    suppliers.SupplierRefused: (notify_suppliers.tell_refused,),
    suppliers.SupplierSanctioned: (notify_suppliers.tell_sanctioned,),
    suppliers.SupplierReinstated: (notify_suppliers.tell_reinstated,),
    suppliers.SanctionAnswered: (notify_suppliers.tell_answered,),
    suppliers.PaperSent: (notify_suppliers.tell_paper_sent,),
    suppliers.PaperAccepted: (follow_certificate,),
    suppliers.PaperAskedAgain: (notify_suppliers.tell_paper_asked_again, follow_certificate),
    suppliers.PaperEnds: (notify_suppliers.tell_paper_ends,),
    suppliers.BankAccountProposed: (notify_suppliers.tell_account_proposed,),
    suppliers.BankAccountConfirmed: (notify_suppliers.tell_account_confirmed,),
    suppliers.BankAccountInUse: (notify_suppliers.tell_account_in_use,),
    suppliers.BankAccountStopped: (notify_suppliers.tell_account_stopped,),
    suppliers.LinkMade: (tell.send_link,),
    suppliers.AddressKnown: (tell.tell_known,),
    suppliers.OwnerConfirmed: (tell.tell_confirmed,),
    suppliers.HelpEnded: (tell.tell_help_ended,),
    suppliers.SupplierSubmitted: (tell.tell_submitted,),
    suppliers.SupplierChanged: (tell.tell_changed,),
    suppliers.ChangeAccepted: (notify_suppliers.tell_change_accepted,),
    suppliers.ChangeReturned: (notify_suppliers.tell_change_returned,),
    suppliers.NumberRefused: (keep_refused_number,),
    suppliers.NumberRefusedFirst: (tell.tell_number_refused,),
    suppliers.OperatorJoined: (tell.tell_joined,),
    suppliers.DataRequested: (tell.tell_data_request,),
    catalogue.ListingProposed: (notify.tell_proposed,),
    catalogue.ListingApproved: (notify.tell_listing_approved,),
    catalogue.ListingReturned: (notify.tell_listing_returned,),
    catalogue.ListingTakenDown: (notify.tell_taken_down,),
    catalogue.HalalLapsed: (notify.tell_halal_lapsed,),
    catalogue.HalalRestored: (notify.tell_halal_restored,),
    catalogue.BatchProposed: (notify.tell_batch_proposed,),
    catalogue.BatchApproved: (notify.tell_batch_approved,),
    suppliers.DataRequestAnswered: (tell.tell_answered,),
    suppliers.SupplierClosed: (clear_shelf, tell.tell_closed),
}
