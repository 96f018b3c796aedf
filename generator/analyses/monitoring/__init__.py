"""How the models in use stand: signals, limits, retrainings."""
