"""How models do in use: on the pages of versions and models, and over the portfolio."""
