"""The benchmarks, `python -m tests.benchmarks [name …]`: ours beside what can be run on the same machine."""
