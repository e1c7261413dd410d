"""Programs of others read what we make, and play it: from package registries, at the versions of two locks."""
