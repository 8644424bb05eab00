"""The figures of replications to what a user reads: estimates, verdicts, pictures, weeks."""
