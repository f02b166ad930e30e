"""Words of `ayni kit`."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "kit.fetching": Text("Fetching the packages for the kit, about 220 MB …"),
    "kit.copying": Text("Copying the packages for the kit …"),
    "kit.made": Text("The kit is in {path}: {megabytes} MB. Copy the whole folder to a USB stick."),
    "kit.next": Text(
        "On the other machine (Linux, the same kind of processor, Python 3.11) run: {command} — it needs no network "
        "and no administrator."
    ),
    "error.kit-folder-taken": Text(
        "There is already something in {path}. Name a folder that does not exist yet, or remove what is there."
    ),
    "error.kit-parent-missing": Text("The folder {parent} does not exist. Make it first, then run the command again."),
    "error.kit-inside-itself": Text(
        "{path} lies inside Ayni's own folder {root}, so the kit would hold itself. Name a folder outside it."
    ),
    "error.kit-no-space": Text(
        "There is too little space for the kit in {path}: it needs about {megabytes} MB while it is made. "
        "Free some space or name a folder on another disk."
    ),
    "error.kit-not-written": Text("The kit could not be written to {path}: {reason}. Nothing was left there."),
    "error.kit-not-a-checkout": Text(
        "{path} lacks the file {file}, so no kit can be made from it. Get Ayni again and run the command there."
    ),
    "error.kit-not-fetched": Text(
        "The packages could not be fetched (see the lines above). Check the network and run the command again; or take "
        "them from another kit: ayni kit DIR --wheels OTHER-KIT/wheels"
    ),
    "error.kit-wheels-missing": Text(
        "The folder of packages lacks: {missing}. Fetch them with: ayni kit DIR, on a machine with a network, "
        "or name the wheels of a kit made by this version."
    ),
}
