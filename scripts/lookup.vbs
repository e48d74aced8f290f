' cscript //nologo lookup.vbs FOLDER: looks functions up in three of the tables of DLLs below FOLDER. Their keys are the addresses at which
' functions begin, so every address in a stretch of code is asked for.
Option Explicit
Const StartOfStretch = &H20000, EndOfStretch = &H24000
Dim context, files, folder, file, shown
Set context = CreateObject("PerfectHash.IocpContext")
Set files = CreateObject("Scripting.FileSystemObject")
shown = 0
For Each folder In files.GetFolder(WScript.Arguments(0)).SubFolders
    For Each file In folder.Files
        If shown < 3 And LCase(files.GetExtensionName(file.Name)) = "pht" Then ShowFunctions context.LoadTable(file.Path)
    Next
Next
If shown = 0 Then WScript.Quit 1

Sub ShowFunctions(table)
    Dim address, position, found
    found = 0
    For address = StartOfStretch To EndOfStretch
        position = table.Find(address)
        If position >= 0 And found < 2 Then
            WScript.Echo table.Name & ": the function at 0x" & Hex(address) & " is number " & position
            found = found + 1
        End If
    Next
    If found > 0 Then shown = shown + 1
End Sub
