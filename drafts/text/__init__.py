"""The text of an article, without Django: grammar, numbering, brackets, identity, redline, merge, anchors,
references.
"""
