"""People, regions, agencies, units, appointments and sign-in."""
