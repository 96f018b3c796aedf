"""The pages of the assessment: for the portfolio, a model, a version, a control, and the waivers."""
