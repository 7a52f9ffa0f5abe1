"""Office: what the documents of word processors have in common, whether DOCX, ODT or RTF.

What their paragraphs come to (`paragraphs`), what names of styles mean (`style_names`), fields and fonts of signs
(`fields`, `symbols`), and how the writer is told all that (`flow`).
"""
