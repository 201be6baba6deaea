"""Who the network is: its calls, its selection, its members."""
