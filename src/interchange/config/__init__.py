"""Settings, addresses and the `interchange` command: where the rooms are put together."""
