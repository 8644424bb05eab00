"""Random pathways, and what they prove about the executors."""
