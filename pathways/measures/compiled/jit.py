"""How the measures are compiled: once per installation, kept on disk, and free to run beside other threads."""

from __future__ import annotations

from numba import njit

compiled = njit(cache=True, nogil=True, error_model="numpy")
# For what is called for each event: handing an array over costs more than what is done with it.
inlined = njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
