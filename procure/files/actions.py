"""What can be done with uploads."""

from procure.kernel.labels import N_, Labelled


class UploadAction(Labelled):
    """Deeds on uploads."""

    SEND = "upload.send", N_("Send a piece of a file")
    CANCEL = "upload.cancel", N_("Stop sending a file")
    RECEIVE = "upload.receive", N_("Receive a file")
    REFUSE = "upload.refuse", N_("Refuse a file with a virus")
    FORGET = "upload.forget", N_("Delete a file that nobody used")
    READ = "upload.read", N_("Open a paper")
    PUBLISH = "upload.publish", N_("Show a photo to everybody")
