' PerfectHash from VBScript: many tables in one file.  cscript //nologo pack.vbs KEYSDIR
' A bulk run makes a table of each keys file and puts them into a pack; LoadPack opens it, and loads a table when it is asked for.
Option Explicit
Dim context, tables, table

Set context = CreateObject("PerfectHash.IocpContext")
context.BulkCreate WScript.Arguments(0), "", "--Pack=all.phpack"

Set tables = context.LoadPack("all.phpack")
WScript.Echo tables.Count & " tables"
For Each table In tables
    WScript.Echo table.Name & ": " & table.KeyCount & " keys"
Next
WScript.Echo "404 is number " & tables("http.txt").Index(404)
