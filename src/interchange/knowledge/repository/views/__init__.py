"""The pages: for readers, depositors, curators."""
