"""What Farled costs in time and memory, and beside others: `make bench`, or `python -m benchmarks steps`."""
