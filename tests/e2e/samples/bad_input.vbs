' What a script is told of bad input: the number and the text of each error, and what is left behind. Runs in a folder of such files.
Option Explicit
Const Name = "T"
Dim context, table, files
Set context = CreateObject("PerfectHash.IocpContext")
Set files = CreateObject("Scripting.FileSystemObject")

Sub Told(what)
    If Err.Number = 0 Then
        WScript.Echo what & ": accepted"
    Else
        WScript.Echo what & ": " & Hex(Err.Number) & " " & Replace(Err.Description, files.GetAbsolutePathName("."), "HERE") & " [" & Err.Source & "]"
    End If
    Err.Clear
End Sub

Sub FromFile(path)
    On Error Resume Next
    context.TableCreate path, "out"
    Told path
End Sub

Sub FromKeys(what, keys)
    On Error Resume Next
    context.TableCreateFromKeys keys, Name
    Told what
End Sub

Sub Load(path)
    On Error Resume Next
    context.LoadTable path
    Told "load " & path
End Sub

Sub Options(text)
    On Error Resume Next
    context.TableCreateFromKeys Array(1, 2), Name, "", text
    Told text
End Sub

FromFile "missing.keys"
FromFile "missing\folder.keys"
FromFile "empty.keys"
FromFile "odd.keys"
FromFile "twice.keys"
FromFile "words.txt"
FromFile "folder"
FromFile "no.dll"
FromFile ""
WScript.Echo "left behind: " & files.FolderExists("out")

FromKeys "nothing", Array()
FromKeys "twice", Array(1, 2, 1)
FromKeys "a word", Array(1, "one")
FromKeys "half", Array(1.5)
FromKeys "below 0", Array(-1.0)
FromKeys "Null", Null
FromKeys "Empty", Empty
FromKeys "an object", files
FromKeys "True", True

Load "missing.pht"
Load "empty.keys"
Load "cut.pht"
Load "changed.pht"
Load "folder"

Options "--HashFunktion=Quadx"
Options "--HashFunction=Quax"
Options "--RngSeed=-1"
Options "--MaxTableResizes=1000"
Options "Quadx"

On Error Resume Next
context.TableCreateFromKeys Array(1, 2), Name, "empty.keys"
Told "a file for a directory"
context.MaxThreads = 2
Told "MaxThreads after the first table"
Set table = context.TableCreateFromKeys(Array(1, 2), Name, "", "--OmitKeys")
Told "--OmitKeys"
table.Contains 1
Told "Contains without keys"
table.Index 4294967296
Told "a key of 33 bits"
table.Index "x"
Told "Index of a word"
table.Save "folder"
Told "save over a folder"
table.Save "missing\folder.pht"
Told "save into no folder"
