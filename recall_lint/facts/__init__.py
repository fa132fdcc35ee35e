"""The record of each document, and the cache of records and results."""
