"""Who is asked, what they quote under seal, and who is awarded."""
