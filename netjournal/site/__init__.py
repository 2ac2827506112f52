"""Reports to pages: HTML for any generator, each page with its address and its sections."""
