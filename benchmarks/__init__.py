"""Benchmarks: how well the pipeline does on texts whose right answer is known, printed as Markdown tables."""
