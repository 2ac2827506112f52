"""What a new journal starts with: its files, as templates beside this one, and the lines for a mkdocs.yml that is there already."""
