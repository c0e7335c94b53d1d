"""Articles -> entries: files are read into blocks, blocks into sections, sections into typed entries with their place."""
