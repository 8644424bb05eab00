"""A model to the figures of its replications: kernels, threads, progress, checks before and after."""
