"""Circles by optimisation: exchanges between circles, then set partitioning with a bound that never lies."""
