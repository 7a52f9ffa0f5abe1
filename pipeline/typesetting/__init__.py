"""Typesetting: a part in, its pages out, in any process; all that it knows of the book is the job it is given.

A process of the pool loads these modules and no others of ours, so that it can begin at once.
"""
