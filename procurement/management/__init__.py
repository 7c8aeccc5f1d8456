"""What an administrator runs from the command line."""
