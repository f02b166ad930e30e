"""Readers: any supported file, folder or frame as tables that stream in blocks."""

from ayni.check.read.dataset import Dataset, frame_table, open_dataset

__all__ = ["Dataset", "frame_table", "open_dataset"]
