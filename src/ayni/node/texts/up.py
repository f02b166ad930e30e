"""Words of `ayni up`."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "up.starting": Text("Ayni starts. It keeps its files in {folder}."),
    "up.ready": Text("Ayni is ready. Open this link in a browser on this computer:"),
    "up.once": Text("The link works once, for 15 minutes. For another one: ayni up --link"),
    "up.stop": Text("Ctrl+C stops Ayni; work that is going on continues at the next start."),
    "up.stopped": Text("Ayni has stopped."),
    "error.node-already-running": Text(
        "A node runs in {path} already. Use its pages in the browser; for a new sign-in link: ayni up --link"
    ),
    "error.node-port-taken": Text(
        "Another program listens on port {port}. Stop it, or name another port: ayni up --port {other}"
    ),
    "error.node-host-not-here": Text(
        "Nothing can listen at {host}, port {port}: {reason}. Leave --host out, or name an address of this computer."
    ),
    "error.node-not-answering": Text(
        "The pages did not answer within {seconds} seconds. The command ayni doctor says what may be wrong."
    ),
    "error.node-not-prepared": Text(
        "The node's state could not be prepared (status {status}; see the lines above). The command ayni doctor says "
        "what may be wrong."
    ),
    "error.node-state-damaged": Text(
        "The node's state {path} cannot be used: {reason}. If the disk is full, free some space. If the file is "
        "damaged, put a copy of it in its place, or move it away: a new one is made, with new people."
    ),
}
