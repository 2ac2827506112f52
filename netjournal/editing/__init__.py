"""Changes to the writer's text, spliced in at the exact place: the rest of the file stays as it is to the last byte."""
