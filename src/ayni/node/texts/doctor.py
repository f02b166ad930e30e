"""Words of what `ayni doctor` says of a node."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "doctor.node-folder": Text("The node's folder {path} is in order, or will be made by ayni up."),
    "doctor.node-folder.hint": Text(
        "The node's folder {path} is open to other users of this computer, or its ayni.toml cannot be used. Close it "
        "with chmod 700; ayni up says what is wrong with the settings."
    ),
    "doctor.node-keys": Text("The node's keys are readable by you only."),
    "doctor.node-keys.hint": Text(
        "Other users of this computer can read {path}. Close it with chmod 600. If someone may have read the key "
        "called secret, delete it: everyone then signs in again."
    ),
    "doctor.node-port": Text("The node can listen on its port {port}."),
    "doctor.node-port.hint": Text(
        "Another program listens on port {port}. Stop it, or choose another one with ayni up --port."
    ),
    "doctor.node-state": Text("The node's state is whole."),
    "doctor.node-state.hint": Text(
        "The node's state {path} is damaged. Stop the node and put a copy of it in its place, or move it away: a new "
        "one is made, with new people."
    ),
    "doctor.node-worker": Text("The node's worker is at work, or the node is not started."),
    "doctor.node-worker.hint": Text(
        "The node runs, but its worker has said nothing for {seconds} seconds. Stop ayni up with Ctrl+C and start it "
        "again: work that is going on continues."
    ),
    "doctor.node-disk": Text("{megabytes} MB are free for what people bring."),
    "doctor.node-disk.hint": Text(
        "Only {megabytes} MB are free in {path}; the node needs {needed} MB to take files. Free some space, or name a "
        "folder on a larger disk with ayni up --folder."
    ),
}
