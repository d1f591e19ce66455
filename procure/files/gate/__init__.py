"""The gate: what may come in, told by what a file holds and never by what it is called.

Pure of Flask and database. What is accepted is written anew, so that nothing of the sender's bytes
that we did not understand is kept. It is run in a process of its own (`procure.files.chamber`).
"""
