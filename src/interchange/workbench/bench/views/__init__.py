"""The pages of the bench: sites, files, kept reports, labels explained."""
