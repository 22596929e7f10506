"""The room of Asaas API v3: its records, its words, its routes below ``/v3``."""
