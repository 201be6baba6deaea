"""What goes wrong outside: mail servers that refuse, break off or are away, workers killed in the midst of their work, archives brought back."""
