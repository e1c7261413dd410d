"""The room `learning`: courses, what people learn and can do, certificates (docs/learning.md)."""
