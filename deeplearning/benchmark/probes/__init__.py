"""Programs that the benchmark runs in processes of their own, and that tell it what they found.

They run as `python -m deeplearning.benchmark.probes.NAME ARGUMENTS`; MODEL and DRAWINGS are files. Each tells
its moments and figures as lines on standard output (`telling`); `benchmark.child` reads them. Times are in
milliseconds, memory in megabytes of 1,000,000 bytes.
"""
