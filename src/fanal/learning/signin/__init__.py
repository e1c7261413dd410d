"""Card and PIN: how somebody without an address of any kind signs in, on a device that others use too."""
