"""What an officer may want to know before deciding. Nothing in here is ever applied by itself."""
