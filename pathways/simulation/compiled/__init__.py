"""The reference kernel again, compiled: a model to integer tables, and a replication to its events by numba.

`tables` lays a model out as one array. `kernel` interprets it, with `wheel` for what is due, `draws` for random
numbers, `calendar` for working time, `work` and `arrivals` for what not every model needs. `run` keeps the memory that
it works in, `cached` what was compiled. `pathways.simulation.reference.kernel` says what it all means; this equals it.
"""
