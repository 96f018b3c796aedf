"""The run folders of Weights & Biases."""
