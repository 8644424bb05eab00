"""The machine: tables, stepper, case."""
