"""Running a batch: blocks on threads, processes or Dask, into a folder or memory; lock, resume, rerun."""
