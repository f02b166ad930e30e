"""Words of what can go wrong with uploads and the work on them."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "page.upload.sending": Text("The file is being sent:"),
    "page.upload.waiting": Text(
        "The connection broke off. Sending goes on by itself as soon as it can; keep this page open."
    ),
    "page.upload.failed": Text("The file could not be sent. Load this page again and try once more."),
    "page.upload.stop": Text("Stop sending"),
    "error.upload-format-unknown": Text(
        "The file {name} is of no kind that Ayni reads. Bring a CSV, Excel, Stata, SPSS, SAS, Parquet, Arrow or JSON "
        "file; it may be compressed."
    ),
    "error.upload-too-large": Text(
        "The file is larger than the {limit} MB this node accepts. Bring a part of it, or use the ayni command on the "
        "computer where the file is."
    ),
    "error.upload-quota-count": Text(
        "You have {limit} file here, and more are not kept at a time. Erase one, then bring this one.",
        "You have {limit} files here, and more are not kept at a time. Erase one, then bring this one.",
        "limit",
    ),
    "error.upload-quota-bytes": Text(
        "Your files here may take {limit} MB together, and this one would be too much. Erase one, then bring this one."
    ),
    "error.upload-empty": Text("The file is empty. Choose another one."),
    "error.upload-no-file": Text("No file was chosen. Choose one, then send the form."),
    "error.upload-one-file": Text("Bring one file at a time. Several tables can come in one zip file or workbook."),
    "error.upload-broken-off": Text(
        "The connection ended before the whole file came; nothing was kept. Send it again."
    ),
    "error.upload-stalled": Text(
        "The file came too slowly or stopped coming, so the node stopped waiting. "
        "Check the connection and send it again."
    ),
    "error.upload-cancelled": Text("The upload was stopped, and what had come of it was erased."),
    "error.upload-piece-misplaced": Text("{received} bytes of the file are here. Go on from there."),
    "error.upload-piece-too-large": Text("A piece of a file may have at most {limit} MB. Send smaller pieces."),
    "error.too-many-uploads": Text(
        "Too many uploads were begun. Wait {seconds} second, then try again.",
        "Too many uploads were begun. Wait {seconds} seconds, then try again.",
        "seconds",
    ),
    "error.uploads-busy": Text("Many files are coming at this moment. Wait a minute, then send yours again."),
    "error.page-bad-form": Text("The browser sent a form that cannot be read. Go back, choose the file and try again."),
    "error.node-disk-full": Text(
        "The disk of this node is nearly full. Erase files you no longer need, or tell the administrator."
    ),
    "error.job-running": Text("Work on this file is going on. Wait until it has ended, or stop it."),
    "error.job-stopped": Text("The work was stopped, as you asked. Try again, or erase the file."),
    "error.job-gave-up": Text(
        "The work was begun {attempts} times and broken off each time, perhaps because the computer has too little "
        "memory. Close other programs and try again, or bring a smaller file."
    ),
    "error.job-broke": Text(
        "Ayni met a situation it does not know while it worked on this file. The file was not changed. Try again; if "
        "it happens once more, tell the people who maintain Ayni what kind of file it is, not what is in it."
    ),
}
