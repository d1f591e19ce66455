"""Why a file is not taken, each with what to do instead."""

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_


class FileRefused(DomainError):
    """Parent of all refusals of the gate."""

    text = N_("This file cannot be taken. Send another one.")
    field = "file"


class EmptyFile(FileRefused):
    """There is nothing in it."""

    text = N_(
        "This file is empty. Open it on your device to see whether it is whole; send it again."
    )


class TooLarge(FileRefused):
    """More bytes than we take."""

    text = N_(
        "This file is too large: at most %(megabytes)s MB can be sent. Take the photo again in a "
        "lower resolution, or save the document in a smaller size."
    )


class NotAPhoto(FileRefused):
    """Something else than a photo."""

    text = N_("This is not a photo. Send a JPEG, PNG or WebP picture.")


class NotAPaper(FileRefused):
    """Neither a photo nor a PDF."""

    text = N_("This is neither a photo nor a PDF. Send a JPEG, PNG or WebP picture, or a PDF.")


class NotASheet(FileRefused):
    """Neither XLSX nor CSV."""

    text = N_("This is not a spreadsheet. Send an Excel file (.xlsx) or a CSV file.")


class DrawingRefused(FileRefused):
    """SVG, which can carry scripts."""

    text = N_("A drawing (SVG) can carry a program. Save it as PNG or JPEG and send that.")


class WebPageRefused(FileRefused):
    """HTML or XML."""

    text = N_("This is a web page. Send a photo or a screenshot of it instead.")


class ProgramRefused(FileRefused):
    """Something that a computer would run."""

    text = N_("This is a program, and programs are never taken. Send a photo or a document.")


class ArchiveRefused(FileRefused):
    """ZIP, RAR and their like."""

    text = N_("This is a packed archive. Unpack it, and send the files in it one by one.")


class OfficeRefused(FileRefused):
    """A text document or spreadsheet where a picture or PDF is wanted."""

    text = N_("This is an Office document. Save it as PDF, and send that.")


class OldOfficeRefused(FileRefused):
    """The old binary formats, which also wrap documents with a password."""

    text = N_(
        "This is an old Office file or one with a password. Save it without a password as .xlsx "
        "or PDF, and send that."
    )


class VideoRefused(FileRefused):
    """Film or sound."""

    text = N_("This is a video or a sound. Send a photo.")


class HeicRefused(FileRefused):
    """A photo that only some phones can read."""

    text = N_(
        "Photos in HEIC format cannot be read here. On an iPhone choose Settings, Camera, Formats, "
        "Most Compatible, and take the photo again; or send a screenshot of it."
    )


class MovingPicture(FileRefused):
    """More than one frame."""

    text = N_("This picture moves. Send a still picture.")


class PhotoDamaged(FileRefused):
    """It cannot be drawn to its end."""

    text = N_("This photo is damaged or was not sent whole. Take it again and send that.")


class TooManyPixels(FileRefused):
    """More pixels than any phone makes."""

    text = N_(
        "This picture has too many pixels: at most %(millions)s million. Take it again in a lower "
        "resolution."
    )


class TooHeavy(FileRefused):
    """Opening it costs more memory or time than any honest file."""

    text = N_("This file is too complicated to be opened safely. Send a photo or screenshot of it.")


class PdfDamaged(FileRefused):
    """It cannot be read as it stands."""

    text = N_("This PDF is damaged. Save or print it as PDF again, or send a photo of the page.")


class PdfLocked(FileRefused):
    """Encrypted."""

    text = N_(
        "This PDF is locked with a password. Save it without one, or send a photo of the page."
    )


class PdfActive(FileRefused):
    """It would do something when opened."""

    text = N_(
        "This PDF carries a program or an action that starts by itself. Print it as PDF again, or "
        "send a photo of the page."
    )


class PdfCarriesFiles(FileRefused):
    """Other files, films or 3D models are inside."""

    text = N_("This PDF carries other files inside. Print it as PDF again, and send that.")


class PdfForm(FileRefused):
    """An XFA form, which is a program."""

    text = N_("This PDF is a form that only Adobe can open. Print it as PDF, and send that.")


class TooManyPages(FileRefused):
    """A book."""

    text = N_(
        "This PDF has %(pages)s pages; at most %(most)s are taken. Send only the pages needed."
    )


class SheetDamaged(FileRefused):
    """The archive does not hold what it says."""

    text = N_("This spreadsheet is damaged. Open it, save it again as .xlsx, and send that.")


class SheetLocked(FileRefused):
    """Encrypted entries."""

    text = N_("This spreadsheet is locked with a password. Save it without one, and send that.")


class SheetHasMacros(FileRefused):
    """Macros or controls."""

    text = N_("This spreadsheet carries a program (macro). Save it as .xlsx without macros.")


class SheetReachesOut(FileRefused):
    """Links to other files, connections, embedded objects."""

    text = N_(
        "This spreadsheet is linked with other files or carries them inside. Copy the values into "
        "our template, and send that."
    )


class SheetTooDeep(FileRefused):
    """A zip bomb, or something that looks like one."""

    text = N_(
        "This spreadsheet becomes far too large when it is opened. Copy only the rows needed into "
        "our template, and send that."
    )


class CsvUnreadable(FileRefused):
    """Not text, or no table."""

    text = N_(
        "This is not a table of text. In your spreadsheet choose “Save as”, “CSV UTF-8”, and send "
        "that."
    )


class NameLeadsElsewhere(FileRefused):
    """A path in the name."""

    text = N_("The name of this file leads to another folder. Rename the file, and send it again.")


class NameHidesSomething(FileRefused):
    """Control characters, or ones that turn the writing around."""

    text = N_("The name of this file has hidden characters. Rename the file, and send it again.")


class NameMixesScripts(FileRefused):
    """Letters that look like others."""

    text = N_(
        "The name of this file has letters of two scripts that look alike, such as “%(word)s”. "
        "Rename the file, and send it again."
    )


class NameOfAProgram(FileRefused):
    """A second ending that a computer would run."""

    text = N_(
        "The name of this file has the ending of a program, “.%(ending)s”. Rename the file, and "
        "send it again."
    )


class VirusFound(FileRefused):
    """The scanner knows it."""

    text = N_(
        "The virus scanner found “%(finding)s” in this file, so it was not stored. Scan your "
        "device, and send another file."
    )


class NotNow(FileRefused):
    """Nothing is wrong with the file; the same one may come in a little later."""


class ScannerAway(NotNow):
    """Nobody can say whether it is harmless."""

    text = N_(
        "The virus scanner does not answer just now. Nothing was lost: try again in a few minutes."
    )


class GateBusy(NotNow):
    """Many people send files at this moment."""

    text = N_("Many files are being checked just now. Nothing was lost: try again in a minute.")
