"""Pictures are drawn anew: what was not drawn (place, camera, a hidden second file) is not kept."""

import warnings
from collections.abc import Callable
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from procure.files.gate.accepted import Accepted
from procure.files.gate.limits import Limits
from procure.files.gate.png import is_whole
from procure.files.gate.refusals import FileRefused, MovingPicture, PhotoDamaged, TooManyPixels

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MILLION = 1_000_000
WHITE = (255, 255, 255)


def reads_heic() -> bool:
    """Whether the picture library of this machine can read HEIC."""
    Image.init()
    return "HEIF" in Image.OPEN


def redraw(file: BinaryIO, limits: Limits) -> Accepted:
    """Return the picture as a JPEG without anything beside it, upright and not too large.

    Raises MovingPicture, PhotoDamaged or TooManyPixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _redrawn(file, limits)
    except (FileRefused, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise TooManyPixels(millions=limits.pixels // MILLION) from None
    except Exception:  # noqa: BLE001 - a hostile picture may break its reader in any way
        raise PhotoDamaged from None


def _redrawn(file: BinaryIO, limits: Limits) -> Accepted:
    formats = [name for name in FORMATS if name != "HEIF" or reads_heic()]
    with Image.open(file, formats=formats) as picture:
        width, height = picture.size
        if width * height > limits.pixels:
            raise TooManyPixels(millions=limits.pixels // MILLION)
        # A phone's JPEG may carry a preview or a depth map as a second frame: it stands still.
        if picture.format != "MPO" and getattr(picture, "n_frames", 1) > 1:
            raise MovingPicture
        if picture.format == "PNG" and not _keeping_place(file, is_whole):
            raise PhotoDamaged
        edge = limits.longest_edge
        picture.draft("RGB", (edge, edge))
        picture.load()
        upright = ImageOps.exif_transpose(_smaller(picture, edge))
        flat = _flattened(_in_usual_colours(upright))
    drawn = BytesIO()
    flat.info.clear()
    flat.save(drawn, "JPEG", quality=limits.jpeg_quality, optimize=True, progressive=True)
    return Accepted(drawn.getvalue(), "image/jpeg", width=flat.width, height=flat.height)


def _keeping_place(file: BinaryIO, ask: Callable[[BinaryIO], bool]) -> bool:
    place = file.tell()
    found = ask(file)
    file.seek(place)
    return found


def _smaller(picture: Image.Image, edge: int) -> Image.Image:
    if max(picture.size) <= edge:
        return picture
    if picture.mode == "P":
        picture = picture.convert("RGBA")
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return picture


def _in_usual_colours(picture: Image.Image) -> Image.Image:
    """Turn the colours of a wide-gamut camera into sRGB; a broken profile is left out."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        usual = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, usual) or picture
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture


def _flattened(picture: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, on white where it was transparent."""
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, WHITE)
        paper.paste(picture, mask=picture.getchannel("A"))
        return paper
    return picture.convert("RGB")
