' Keys as a script has them in hand: cells of a sheet, objects with a default property, columns with gaps; and what comes back, with which a
' script reckons. Runs in a folder with keys/.
Option Explicit
Dim context, table, tables, column(3, 0), row(0, 3), i, cell, answers, item, job, files

Class FieldOfRow
    Public Content
    Public Default Property Get Value
        Value = Content
    End Property
End Class

Function Field(content)
    Set Field = New FieldOfRow
    Field.Content = content
End Function

Sub Told(what)
    If Err.Number <> 0 Then WScript.Echo what & ": " & Err.Description
    Err.Clear
End Sub

Set context = CreateObject("PerfectHash.IocpContext")
For i = 0 To 3
    column(i, 0) = CDbl(4000 + 3 * i)
    row(0, i) = CDbl(4000 + 3 * i)
Next
Set table = context.TableCreateFromKeys(column, "column")
answers = table.FindMany(column)
WScript.Echo "a column: " & answers(3, 0) + 1 & " of " & UBound(answers, 1) + 1
answers = context.TableCreateFromKeys(row, "row").IndexMany(row)
WScript.Echo "a row: " & answers(0, 2) + 1 & " of " & UBound(answers, 2) + 1
column(1, 0) = "n/a"
column(2, 0) = Empty
answers = table.FindMany(column)
WScript.Echo "with gaps: " & answers(0, 0) & " " & answers(1, 0) & " " & answers(2, 0) & " " & answers(3, 0)

Set table = context.TableCreateFromKeys(Array(Field(5), Field("7"), Field(Field(9))), "fields")
answers = table.FindMany(Array(Field(5), 8))
WScript.Echo "fields: " & table.Find(Field(7)) & " " & table.Index(9) & " " & answers(0) & " " & answers(1)
WScript.Echo "negative: " & context.TableCreateFromKeys(Array(-1.0, "-2", CCur(-3)), "negative").Find(&HFFFFFFFE)
WScript.Echo "not given: " & context.TableCreateFromKeys(Array(1, 2), "n", , "--RngSeed=3").RngSeed + 1 & " " & _
    context.TableCreateFromKeys(Array(1, 2), "n", Null, "--RngSeed=4").RngSeed + 1
On Error Resume Next
table.Find #2024-01-02#
Told "a date"
table.IndexMany Array(Array(5, 7))
Told "an array in an array"
table.Find Empty
Told "Empty"
On Error GoTo 0

Set tables = context.BulkCreate("keys", "out")
Set files = CreateObject("Scripting.FileSystemObject")
files.DeleteFile "out\b_Chm01_Quadx_And\b.pht"
answers = tables.Names
WScript.Echo "names: " & answers(0) & " " & answers(1) & " " & answers(2)
i = 0
On Error Resume Next
For Each item In tables
    i = i + 1
    If i > 10 Then Exit For
    cell = "none"
    cell = item.Name
    WScript.Echo "table " & i & ": " & cell
    Told "table " & i
Next
On Error GoTo 0
WScript.Echo "tables: " & i & ", the same again: " & (tables("a") Is tables(0))
On Error Resume Next
Set table = tables.Item(Empty)
Told "Item of Empty"
Set table = tables.Item(False)
Told "Item of False"
On Error GoTo 0

Set table = tables("a.txt")
WScript.Echo "keys: " & UBound(table.Keys) + 1 & ", the last one less 1: " & table.KeyAt(2) - 1 & ", hash: " & Len(table.KeysHash)
WScript.Echo "numbers: " & (table.KeyCount + table.KeySizeInBytes + table.RngSeed + table.Attempts + table.TableResizes + table.TableBytes > 0)
answers = table.Seeds
WScript.Echo "arrays: " & Left(answers(0), 2) & " " & UBound(table.Files) & " " & UBound(tables.Failures)
Set job = context.BeginTableCreateFromKeys(Array(1, 2, 3), "job")
job.Wait
WScript.Echo "a job: " & job.State + 1 & " " & job.Progress + 1 & " " & job.Completed + 1 & " " & (job.Result Is job.Result)
WScript.Quit 42
