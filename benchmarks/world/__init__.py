"""The full-scale world: makers of many rows of each kind, which the benchmarks of the rooms and `benchmarks.scale` share.

`house` opens an empty house and tells journal and index of what was made, `build` makes a whole world stage by stage. Rows are written in batches, one
transaction for each kind, beside a demo world that was made by actions; the journal holds an event for each thing, so that it verifies.
"""
