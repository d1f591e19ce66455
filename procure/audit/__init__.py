"""What was done, by whom, when: the only writer of a status, and a trail that cannot be changed."""
