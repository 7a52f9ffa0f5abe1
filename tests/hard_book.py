"""A book that is hard to print: text and metadata that look like markup, notes in notes, two notes of several parts."""

from __future__ import annotations

HARD = """I. THE FIRST DAY

He said <b>no</b> & left.[1] {{ 7 * 7 }} “Quoted” <script>alert(1)</script> bread.[2] And again.[3] And once more.[1]

The meeting declared:
We demand “peace” & bread.[4]
It dispersed.

II. THE SECOND DAY

Population of the towns in thousands:

Town          1897    1914
Petrograd     1265    2118
Moscow        1039    1762

* * *

Nothing more of the Council of Peoples.

Notes

[1] A note with <tags> & signs, and bread in it.

[2] One that calls another.[3]

[4] Of two paragraphs.

The second, which declared:
We quote ourselves.

[9] That nothing calls.
"""
GLOSSARY = """
[[term]]
headword = "bread & roses"
forms = ["bread"]
definition = "*Food*, and [more](https://example.org)."
see = "Sovnarkom"
link = "all"

[[term]]
headword = "Sovnarkom"
forms = ["Council of Peoples"]
definition = "A <council>."
link = "all"
"""
NOTES = '[[note]]\nchapter = "a.txt"\nlabel = "3"\ntext = "Of the *editor*.\\n\\nIn two paragraphs."\n'
HEAD = """
subtitle = "<i>&amp;"
editors = ["A & B"]
publisher = "P </script>"
rights = "R < S"
description = "{{ 7 * 7 }} </script><script>alert(1)</script>"
"""
