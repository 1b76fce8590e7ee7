"""TypeScript: JavaScript once its types are blanked out, at the same places."""
