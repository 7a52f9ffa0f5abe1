"""Hypertext: pages of HTML and XHTML, read by passes over their tree, each of which leaves less to guess.

What is no text goes (`sweeping`), what stands in no right place gets one (`mending`); pages of print, notes and their
calls get elements of their own (`pages`, `notes`); the main text is found (`main_text`); tables that only lay out a
page and lines that are verse are told apart (`tables`, `lines`); and the writer is told what is left (`transcript`).
"""
