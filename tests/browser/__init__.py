"""The portal as people meet it: in a real browser, on a live server."""
