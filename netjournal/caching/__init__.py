"""What was understood of each file, kept beside mkdocs.yml in `.cache/netjournal/`: quick to read again, safe to delete."""
