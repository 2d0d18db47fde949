"""What LivePerson knows: the world, its conversations and its agents. No network."""
