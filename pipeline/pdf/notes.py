from .sheets import Style
def cut_notes(document: str, style: Style) -> str:
    return document
