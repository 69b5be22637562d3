"""Comment tables as files: the standards bodies' form of eight columns and the portal's own. No Django here."""
