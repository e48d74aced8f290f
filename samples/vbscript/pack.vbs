' PerfectHash from VBScript: many tables in one file.  cscript //nologo pack.vbs KEYSDIR [NAME KEY]
' A bulk run makes a table of each keys file and puts them into a pack, all.phpack in this folder; LoadPack opens it, and loads a
' table when it is asked for. NAME and KEY look a key up in one of them, as "http.txt" and 404.
Option Explicit
Dim words, context, tables, table

Set words = WScript.Arguments
If words.Count <> 1 And words.Count <> 3 Then
    WScript.Echo "cscript //nologo pack.vbs KEYSDIR [NAME KEY]"
    WScript.Quit 2
End If

Set context = CreateObject("PerfectHash.IocpContext")
context.BulkCreate words(0), "", "--Pack=all.phpack"

Set tables = context.LoadPack("all.phpack")
WScript.Echo tables.Count & " tables"
For Each table In tables
    WScript.Echo table.Name & ": " & table.KeyCount & " keys"
Next
If words.Count = 3 Then WScript.Echo words(2) & " is number " & tables(words(1)).Index(CLng(words(2)))
