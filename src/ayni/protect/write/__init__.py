"""Writers: every format that can be read can be written, as far as it has a writer."""
