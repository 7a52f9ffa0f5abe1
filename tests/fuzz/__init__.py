"""Fuzzing: files that nobody would write, made from good ones, led by which lines of the pipeline they reach.

python -m tests.fuzz [--minutes N] [--keep FOLDER] [TARGET …]
"""
