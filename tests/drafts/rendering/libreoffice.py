"""LibreOffice as an independent reader of Word files: what it reads, and what it makes of tracked changes."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 180  # seconds for all files of one call
AS_THEY_ARE, ACCEPTED, REFUSED = "", ".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges"

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Reading" script:language="StarBasic">
Sub Everything(jobs As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName" : plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions" : plain(1).Value = "UTF8"
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  Open ConvertFromURL(jobs) For Input As #1
  Do While Not EOF(1)
    Line Input #1, job
    part = Split(job, "|")
    paper = StarDesktop.loadComponentFromURL(part(0), "_blank", 0, hidden())
    If part(1) &lt;&gt; "" Then
      helper.executeDispatch(paper.CurrentController.Frame, part(1), "", 0, Array())
    End If
    paper.storeToURL(part(2), plain())
    paper.close(True)
  Loop
  Close #1
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
  library:passwordprotected="false"><library:element library:name="Reading"/></library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
  <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/></library:libraries>
"""


class Office:
    """One installation with a profile of its own."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder = program, folder
        basic = folder / "profile" / "user" / "basic"
        self._call("--terminate_after_init")  # the first start would write over what stands there
        (basic / "script.xlc").write_text(_LIBRARIES)
        (basic / "Standard" / "script.xlb").write_text(_LIBRARY)
        (basic / "Standard" / "Reading.xba").write_text(_MODULE)

    def read(self, files: Mapping[str, bytes], changes: str = AS_THEY_ARE) -> dict[str, list[str]]:
        """The lines of each Word file under its name, all in one call: its numbers are LibreOffice's own, and its
        tracked changes are left, accepted or refused by it. Fails where one cannot be opened."""
        jobs = []
        for number, content in enumerate(files.values()):
            (self.folder / f"{number}.docx").write_bytes(content)
            (self.folder / f"{number}.txt").unlink(missing_ok=True)
            source, target = ((self.folder / f"{number}.{kind}").as_uri() for kind in ("docx", "txt"))
            jobs.append(f"{source}|{changes}|{target}\n")
        (self.folder / "jobs").write_text("".join(jobs))
        self._call(f"macro:///Standard.Reading.Everything({(self.folder / 'jobs').as_uri()})")
        texts = ((self.folder / f"{number}.txt").read_text("utf-8-sig") for number in range(len(files)))
        return dict(zip(files, ([" ".join(line.split()) for line in text.splitlines()] for text in texts), strict=True))

    def converted(self, content: bytes, kind: str) -> bytes:
        """A Word file as LibreOffice saves it in another format."""
        (self.folder / "one.docx").write_bytes(content)
        self._call("--convert-to", kind, "--outdir", str(self.folder), str(self.folder / "one.docx"))
        return (self.folder / f"one.{kind}").read_bytes()

    def _call(self, *arguments: str) -> None:
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [self.program, profile, "--headless", *arguments]
        subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
