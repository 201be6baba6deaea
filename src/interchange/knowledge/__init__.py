"""What the network knows: papers, terms, the map."""
