' PerfectHash from VBScript: a table of HTTP status codes.  cscript //nologo status.vbs
' A key's position in the table is its position in the array that the table was made from.
Option Explicit
Dim context, table, codes, texts, seen, positions, i

codes = Array(200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500)
texts = Array("OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized", _
              "Forbidden", "Not Found", "Internal Server Error")

Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateFromKeys(codes, "HttpStatus")
WScript.Echo table.Name & ": " & table.KeyCount & " keys"

' One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
WScript.Echo "404: " & texts(table.Index(404))
If Not table.Contains(418) Then WScript.Echo "418: not in the table"

' Many keys at once.
seen = Array(500, 200, 301)
positions = table.IndexMany(seen)
For i = 0 To UBound(seen)
    WScript.Echo seen(i) & ": " & texts(positions(i))
Next

' A keys file that isn't there.
On Error Resume Next
context.TableCreate "no-such.keys"
If Err.Number <> 0 Then WScript.Echo Err.Description & " (0x" & Hex(Err.Number) & ")"
