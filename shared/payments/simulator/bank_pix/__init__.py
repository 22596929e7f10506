"""The room of the Central Bank's Pix API 2.9.0, as a bank serves it, below ``/bank``."""
