"""What the portal is measured against: plain views, a bare insert, Django's admin with simple-history."""
