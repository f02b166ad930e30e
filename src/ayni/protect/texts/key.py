"""Words for the owner's key."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.key-needed": Text(
        "The step {do} needs the secret key of your institution, and none was given. Name the key file, or make a new "
        "key if you never had one."
    ),
    "error.key-exists": Text(
        "There is a file {path} already, and it was not touched: a key that is lost cannot be made again. Choose "
        "another name for the new key."
    ),
    "error.key-not-written": Text(
        "The key could not be written to {path}: {reason}. Choose a folder that you may write to and that "
        "has space left."
    ),
    "error.key-lost": Text(
        "There is no key file {path}. Look for a copy of it: without the key, new files cannot be matched with those "
        "protected before, because the same person would get another pseudonym and other dates. If no copy is left, "
        "or there never was a key, make a new one on purpose and keep it safe."
    ),
    "error.key-unreadable": Text("The key file {path} could not be read: {reason}. Check that you may read it."),
    "error.key-not-file": Text(
        "The key file {path} is a folder or a device, not a plain file. Name the file that holds the key."
    ),
    "error.key-not-private": Text(
        "Other people on this computer can read the key file {path}, and whoever has the key can undo pseudonyms. "
        "Make it private with: chmod 600 {path}. If others may have read it, make a new key."
    ),
    "error.key-damaged": Text(
        "The key file {path} is empty or damaged, so it was not used. Put back a copy of it. Without the key, new "
        "files cannot be matched with those protected before; if no copy is left, make a new key on purpose, under "
        "another name."
    ),
}
