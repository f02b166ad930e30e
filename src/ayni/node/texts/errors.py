"""Words of what can go wrong between a browser and the node."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.host-unknown": Text(
        "This node is not known by the name your browser used. Use the address that was given to you; the "
        "administrator can add names to the setting called names."
    ),
    "error.form-too-large": Text("The form holds more than this page accepts. Send less at once."),
    "error.too-many-requests": Text(
        "Too many pages were asked for at once. Wait {seconds} second, then load the page again.",
        "Too many pages were asked for at once. Wait {seconds} seconds, then load the page again.",
        "seconds",
    ),
    "error.too-many-sign-ins": Text(
        "Too many attempts to sign in. Wait {seconds} second, then try again.",
        "Too many attempts to sign in. Wait {seconds} seconds, then try again.",
        "seconds",
    ),
    "error.sign-in-wrong": Text(
        "The name and the password do not go together. Check both; if you forgot the password, ask the administrator "
        "for a new sign-in link."
    ),
    "error.link-unknown": Text(
        "This sign-in link is not known here, or a newer one replaced it. Copy the whole link once more, or ask the "
        "administrator for a new one."
    ),
    "error.link-used": Text(
        "This sign-in link was used already; each works once. Sign in with your password, or ask the administrator "
        "for a new link."
    ),
    "error.link-expired": Text(
        "This sign-in link is too old. Ask the administrator for a new one. On the computer that runs Ayni, "
        "the command ayni up --link makes one."
    ),
    "page.password.current": Text("The password you have now"),
    "error.handle-wrong": Text(
        "A sign-in name has letters, digits and the signs . @ + - _ and at most {limit} characters, without spaces."
    ),
    "error.handle-taken": Text("Someone has the sign-in name {handle} already. Choose another one."),
    "error.name-too-long": Text("The name is longer than {limit} characters. Shorten it."),
    "error.role-unknown": Text("Choose one of these roles: {known}."),
    "error.last-administrator": Text(
        "This is the only administrator, and without one nobody could let people in. Make another person administrator "
        "first."
    ),
    "error.password-too-short": Text("The password is shorter than {least} characters. Three or four words make one."),
    "error.password-too-long": Text("The password is longer than {limit} characters. Shorten it."),
    "error.password-too-common": Text("Many people use this password, so it is easy to guess. Choose another one."),
    "error.password-entirely-numeric": Text("The password has only digits. Add letters."),
    "error.password-too-similar": Text("The password is too much like your name. Choose another one."),
    "error.password-current-wrong": Text("The password you have now is not the one you typed. Try again."),
    "error.password-not-again": Text("The two new passwords are not the same. Type both once more."),
    "error.node-settings-unreadable": Text("The node's settings {path} could not be read: {reason}."),
    "error.node-settings-too-large": Text("The node's settings {path} have {bytes} bytes; at most {limit} are read."),
    "error.node-settings-not-toml": Text(
        "The node's settings {path} are not a TOML file: {reason}. Correct the file and start again."
    ),
    "error.node-settings-unknown": Text(
        "The node's settings {path} name {key}, which is no setting. Did you mean {nearest}? "
        "Correct it and start again."
    ),
    "error.node-settings-wrong": Text(
        "In the node's settings {path}, the value of {key} is of another kind than expected. Write it like this: "
        "{key} = {expected}"
    ),
    "error.node-settings-outside": Text(
        "In the node's settings {path}, {key} must lie between {least} and {most}. Correct it and start again."
    ),
    "error.node-open-without-word": Text(
        "With the host {host}, other computers could reach this node, and what they send would travel unencrypted. If "
        "you want that, put a server that speaks HTTPS before it and write open_to_others = true and https = true in "
        "ayni.toml; else leave the host out."
    ),
    "error.node-folder-missing": Text("There is no node in {path} yet. The command ayni up makes one."),
    "error.node-folder-not-writable": Text(
        "The node's folder {path} cannot be made or written to: {reason}. Name another one with --folder."
    ),
    "error.node-folder-open-to-others": Text(
        "Other users of this computer can look into the node's folder {path}. Close it with: chmod 700 {path}"
    ),
    "error.node-secret-open-to-others": Text(
        "Other users of this computer can read the node's key {path}, so they could sign in as anyone. Close it with: "
        "{command} — and if someone may have read it, delete it: everyone then signs in again."
    ),
    "error.node-secret-unreadable": Text(
        "The node's key {path} cannot be read or is damaged. Delete it and start again: a new one is made, and "
        "everyone signs in again."
    ),
}
