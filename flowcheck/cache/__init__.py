"""The result cache: what a file's check said, kept as long as nothing it rests on changes."""
