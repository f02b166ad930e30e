"""DataProfiler without its labeler over the first rows of a table (it profiles a sample of them itself)."""

from __future__ import annotations

import json
import sys
import time
import warnings

import dataprofiler
import pandas as pd


def main() -> None:
    """Print rows, samples used and seconds."""
    path, rows = sys.argv[1], int(sys.argv[2])
    table = pd.read_csv(path, nrows=rows)
    options = dataprofiler.ProfilerOptions()
    options.set({"data_labeler.is_enabled": False, "multiprocess.is_enabled": False})
    warnings.simplefilter("ignore")
    started, cpu = time.perf_counter(), time.process_time()
    profile = dataprofiler.Profiler(table, options=options)
    report = profile.report(report_options={"output_format": "compact"})
    print(
        json.dumps(
            {
                "rows": len(table),
                "columns": len(table.columns),
                "samples_used": report["global_stats"]["samples_used"],
                "seconds": time.perf_counter() - started,
                "cpu": time.process_time() - cpu,
            }
        )
    )


main()
