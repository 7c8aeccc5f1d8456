"""Floor 5: pages. A function a page, a module per thing a user does."""
