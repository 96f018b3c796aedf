"""MLflow's SQLite database."""
