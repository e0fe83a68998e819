"""How faults are done, one module a seam; which of them is on is known by the switches."""
