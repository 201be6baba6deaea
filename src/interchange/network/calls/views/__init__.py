"""Pages of the calls room: public, applicants', officers'."""
