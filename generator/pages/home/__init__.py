"""The first page: how the portfolio stands, and what somebody should look at."""
