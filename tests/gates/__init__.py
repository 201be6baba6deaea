"""Gates that walk the whole house: every route, every persona, every restricted record."""
