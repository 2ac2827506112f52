"""Adapters: our pages in the site of a generator. MkDocs is imported here and nowhere else."""
