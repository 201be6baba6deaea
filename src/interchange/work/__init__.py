"""How the network works: meetings, direction, statements, exchange."""
