"""What was understood, for other programs."""
