"""What is done in the register."""
