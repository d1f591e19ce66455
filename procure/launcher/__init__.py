"""Starts Tenong on one computer: the embedded database, the web server and the worker."""
