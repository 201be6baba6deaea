"""The methods of the client, room by room."""
