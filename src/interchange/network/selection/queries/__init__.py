"""What can be read: files, candidates for a set, scores, figures. Each takes the viewer first."""
