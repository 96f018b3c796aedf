"""MLflow's file store, and what its database shares with it."""
