Attribute VB_Name = "Status"
' PerfectHash from VBA (Excel, Access, Word): a table of HTTP status codes. Import this file into a project, and run ShowStatus.
' A key's position in the table is its position in the array that the table was made from.
'
' Rules for VBA code that calls PerfectHash:
' - Office must be 64-bit, as the server is. The code needs no Declare; a Declare of your own has PtrSafe, and LongPtr for pointers and handles.
' - Option Explicit: a misspelt variable is Empty, which is no key.
' - Objects are As Object, made by CreateObject: no reference to the type library, and no library version, is stored in the project.
' - A key is a Long, a LongLong, a whole Double or a text such as "0x7B". VBA has no unsigned types: from 2^31 on a 32-bit key is a Double
'   (4294967295#) or its bits as a negative Long (&HFFFFFFFF). &HFFFF is -1: 65535 is &HFFFF&.
' - An array of keys is of Long, LongLong, Double, String or Variant. A Byte array is the bytes of packed keys.
' - Positions count from 0, whatever Option Base says. IndexMany of a Long array gives Longs, of a Variant array Variants.
' - Counts that can pass 2^31 are Doubles.
' - An event needs a class module of a host that takes them WithEvents; a macro asks the job instead (Wait, Progress).
Option Explicit

Public Sub ShowStatus()
    Dim codes As Variant
    Dim texts As Variant
    Dim context As Object
    Dim table As Object
    codes = Array(200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500)
    texts = Array("OK", "Created", "No Content", "Moved Permanently", "Found", "Not Modified", "Bad Request", "Unauthorized", _
                  "Forbidden", "Not Found", "Internal Server Error")

    Set context = CreateObject("PerfectHash.IocpContext")
    Set table = context.TableCreateFromKeys(codes, "HttpStatus")
    Debug.Print table.Name & ": " & table.KeyCount & " keys"

    ' One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
    Debug.Print "404: " & texts(table.Index(404))
    If Not table.Contains(418) Then Debug.Print "418: not in the table"

    ShowMany table, texts
    ShowMissingFile context
End Sub

' Many keys at once.
Private Sub ShowMany(ByVal table As Object, ByVal texts As Variant)
    Dim seen As Variant
    Dim positions As Variant
    Dim i As Long
    seen = Array(500, 200, 301)
    positions = table.IndexMany(seen)
    For i = 0 To UBound(seen)
        Debug.Print seen(i) & ": " & texts(positions(i))
    Next
End Sub

' A keys file that isn't there.
Private Sub ShowMissingFile(ByVal context As Object)
    On Error Resume Next
    context.TableCreate "no-such.keys"
    If Err.Number <> 0 Then Debug.Print Err.Description & " (0x" & Hex(Err.Number) & ")"
End Sub
