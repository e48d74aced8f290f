' cscript //nologo lookup.vbs FOLDER: looks functions up in the first table files below FOLDER. Their keys are function addresses, so
' the first few are found by asking for every address from the start of the code on.
Option Explicit
Dim context, files, folder, shown
Set context = CreateObject("PerfectHash.IocpContext")
Set files = CreateObject("Scripting.FileSystemObject")
shown = 0
For Each folder In files.GetFolder(WScript.Arguments(0)).SubFolders
    If shown < 3 Then ShowTables folder
Next

Sub ShowTables(folder)
    Dim file, table, address, found
    For Each file In folder.Files
        If LCase(files.GetExtensionName(file.Name)) = "pht" Then
            Set table = context.LoadTable(file.Path)
            found = 0
            For address = &H1000 To &H3000
                If found < 3 Then
                    If table.Contains(address) Then
                        WScript.Echo table.Name & ": the function at 0x" & Hex(address) & " is number " & table.Index(address)
                        found = found + 1
                    End If
                End If
            Next
            shown = shown + 1
        End If
    Next
End Sub
