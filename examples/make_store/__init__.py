"""The example store of Meridian Bank, an invented bank: real MLflow, real models, generated customers."""
