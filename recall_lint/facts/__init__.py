"""What is known of each document, and what is kept of it from one run to the next."""
