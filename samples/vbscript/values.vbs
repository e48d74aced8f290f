' PerfectHash from VBScript: a table that gives values instead of positions.  cscript //nologo values.vbs
' Each key has a number of up to 32 bits; the table gives that by one lookup, without an array beside it.
Option Explicit
Dim context, table, codes, retries, values, i

codes = Array(408, 425, 429, 500, 502, 503, 504)
retries = Array(3, 1, 10, 2, 5, 5, 4000)

Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateWithValues(codes, retries, "Retries")
WScript.Echo table.Name & ": " & table.KeyCount & " keys, values of " & table.ValueBits & " bits"

WScript.Echo "429: " & table.GetValue(429)
values = table.GetValues(Array(504, 408))
For i = 0 To UBound(values)
    WScript.Echo "and " & values(i)
Next

' With --Positions the table gives both by one lookup: the position, and the value at it.
Set table = context.TableCreateWithValues(codes, retries, "Both", "", "--Positions")
i = table.Find(500)
WScript.Echo "500: position " & i & ", value " & table.ValueAt(i)

' As many values as keys.
On Error Resume Next
context.TableCreateWithValues codes, Array(1, 2), "Retries"
If Err.Number <> 0 Then WScript.Echo Err.Description
