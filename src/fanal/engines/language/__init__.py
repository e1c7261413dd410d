"""Words: the terms of child protection, how easy a text is to read, and the catalogues of its translations.

Pure Python without Django; reads what it is given, and only ``command`` writes files. From Python::

    from fanal.engines.language.api import check_path, check_text, reading_age

    check_text("…", "en")        findings of the terminology linter in a text
    check_path(Path("page.md"))  the same in a file, by its kind, with leave given in comments
    reading_age("…", "fr")       the age of readers that a text needs

From the command line: ``fanal language check | readability | extract | catalogues | compile``. See docs/language.md.
"""
