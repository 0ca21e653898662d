"""Write a result folder as one HTML page."""
