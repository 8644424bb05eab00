"""Nothing leaves this computer while tests run."""
