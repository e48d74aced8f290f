' PerfectHash from VBScript: keys with columns of values of any types.  cscript //nologo records.vbs
' An array for one column; for several an array of rows. A key that isn't there has Empty.
Option Explicit
Dim context, table, ports, services, names, types, row, i, values

' A dictionary in one line.
Set ports = CreateObject("Scripting.Dictionary")
ports.Add "http", 80
ports.Add "https", 443
ports.Add "ssh", 22
Set context = CreateObject("PerfectHash.IocpContext")
Set table = context.TableCreateFromRecords(ports, Null, "Ports")
WScript.Echo table.Name & ": " & table.KeyCount & " keys, ssh has " & table.Value("ssh") & ", gopher " & TypeName(table.Value("gopher"))

' Several columns, which the option names. A value comes back as what it was.
services = Array(Array(80, False, #11/30/2026#, CCur(12.5)), Array(443, True, #12/1/2026#, CCur(0.0001)))
Set table = context.TableCreateFromRecords(Array("http", "https"), services, "Services", "", "--Columns=port,secure,since,price")
names = table.ColumnNames
types = table.ColumnTypes
row = table.Item("https")
For i = 0 To table.ColumnCount - 1
    WScript.Echo names(i) & " (" & types(i) & "): " & TypeName(row(i))
Next
WScript.Echo "https since " & Year(table.Value("https", "since")) & ", secure: " & (table.Value("https", "secure") = True)

' Many keys at a time.
values = table.ValueMany(Array("https", "ftp", "http"), "port")
WScript.Echo "ports: " & values(0) & ", " & TypeName(values(1)) & ", " & values(2)

' The header has a struct with these members, and an array of it.
WScript.Echo "in C: " & (InStr(table.Source("c"), "uint16_t port;") > 0)

' An error names the row and the column.
On Error Resume Next
context.TableCreateFromRecords ports.Keys, Array(80, 443, "many"), "Ports"
If Err.Number <> 0 Then WScript.Echo Err.Description
