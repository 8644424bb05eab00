"""Pathways: draw, check and simulate referral pathways."""
