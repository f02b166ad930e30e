"""What templates may call; loaded as built-ins by `ayni.node.settings`."""
