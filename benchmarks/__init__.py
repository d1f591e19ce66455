"""What Tenong promises of speed, measured: `make bench`, or `make bench BENCH=main-job`."""
