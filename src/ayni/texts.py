"""The English words every room may need: errors that belong to no room, and the doctor's checks."""

from __future__ import annotations

from ayni.messages import Text

__all__ = ["TEXTS"]

TEXTS: dict[str, Text] = {
    "error.language-not-offered": Text("The language {language} is not offered yet. Choose one of these: {offered}."),
    "error.disk-full": Text("There is no space left on the disk. Free some space and run the command again."),
    "error.memory-exhausted": Text(
        "The computer ran out of memory. Close other programs and run the command again, or check fewer files at once."
    ),
    "error.unexpected": Text(
        "Ayni met a situation it does not know ({kind}). Your files were not changed. Please report it to the "
        "people who maintain Ayni, with the command you ran. AYNI_DEBUG=1 before the command shows the "
        "technical details; look through them before you send them, because they may show parts of your data."
    ),
    "doctor.python": Text("Python is version {version}."),
    "doctor.python.hint": Text("Ayni needs Python {needed} or newer. Install it and run the command again."),
    "doctor.environment": Text("The installed packages are those of the lock file."),
    "doctor.environment.hint": Text(
        "The installed packages are older than the lock file, or the set-up was interrupted. "
        "Start Ayni with the ayni script of its folder: it brings them up to date."
    ),
    "doctor.processor": Text("The processor can run the data engine."),
    "doctor.processor.hint": Text(
        "This processor lacks AVX2 or its companions. Delete the folder .venv and start Ayni with its ayni script: "
        "it installs the compatible data engine."
    ),
    "doctor.engine": Text("The data engine starts."),
    "doctor.engine.hint": Text(
        "The package {package} could not be loaded. Delete the folder .venv and start Ayni with its ayni script."
    ),
    "doctor.readers": Text("The readers for Excel, Stata, SPSS, SAS, Arrow and compressed files start."),
    "doctor.readers.hint": Text(
        "The package {package} could not be loaded, so some formats cannot be read. "
        "Delete the folder .venv and start Ayni with its ayni script."
    ),
    "doctor.kernels": Text("Compiled kernels can be kept between runs."),
    "doctor.kernels.hint": Text(
        "No folder for compiled kernels can be written to, so every run compiles them again and is slow. "
        "Set NUMBA_CACHE_DIR to a folder of your own."
    ),
    "doctor.memory": Text("{megabytes} MB of memory are free."),
    "doctor.memory.hint": Text(
        "A check may need {needed} MB of memory and {megabytes} MB are free. Close other programs first."
    ),
    "doctor.temporary": Text("{megabytes} MB are free for temporary files."),
    "doctor.temporary.hint": Text(
        "Large files need room for temporary files, and only {megabytes} MB are free in {folder}. "
        "Free some space, or set TMPDIR to a folder on a larger disk."
    ),
    "doctor.languages": Text("Every language is complete."),
    "doctor.languages.hint": Text(
        "These languages are not complete: {languages}. Run scripts/catalogue in Ayni's folder, or get Ayni again."
    ),
    "doctor.terminal": Text("The terminal shows every script."),
    "doctor.terminal.hint": Text(
        "The terminal uses {encoding}, which cannot show every script. Set LANG to a UTF-8 locale, such as C.UTF-8."
    ),
    "doctor.well": Text("Everything is in order."),
    "doctor.unwell": Text(
        "{failed} check needs your attention.", "{failed} checks need your attention.", count="failed"
    ),
}
