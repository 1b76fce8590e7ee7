"""JavaScript, as Node and Bun run it."""
