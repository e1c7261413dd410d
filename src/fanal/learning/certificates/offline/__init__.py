"""The page that checks a certificate on a device, also where there is no network."""
