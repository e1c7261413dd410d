"""Safe tables and synthetic data: coded rows go in, numbers that withstand the attack suite come out, or a refusal.

Record-level data stay in memory at whoever holds them. What leaves is `Protected`: each number with the method that
protects it and its error beside it.
"""
