"""What leaves the computer: what forbids it, what is new in it, and the push of one whole site."""
