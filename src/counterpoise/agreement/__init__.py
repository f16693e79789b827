"""How far coders agree, beyond what chance would bring about."""
