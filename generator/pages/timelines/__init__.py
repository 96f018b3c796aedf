"""Who held which stage and alias, and since when."""
