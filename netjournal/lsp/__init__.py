"""The journal in an editor: what is wrong as you type, completion, hover, places, renaming. The wiring is `server.py`."""
