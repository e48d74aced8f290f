' A server of a script's own: it serves from Start to Stop, other processes and the script itself.
Option Explicit
Dim server, job
Set server = CreateObject("PerfectHash.IocpServer")
server.Endpoint = "PerfectHashVbscript"
server.MaxThreads = 4
server.BaseOutputDirectory = "tables"
WScript.Echo "before: " & server.StateText
server.Start
WScript.Echo "started: " & server.StateText & ", " & server.Connections & " connections"

Set job = server.SubmitRequest("TableCreate primes.txt")
WScript.Echo "waited: " & job.Wait(30000)
WScript.Echo job.StateText & ": " & job.Result.KeyCount & " keys in " & job.Result.OutputDirectory
For Each job In server.Jobs()
    WScript.Echo "still there: " & job.RequestId
Next
WScript.Echo "jobs: " & server.Jobs.Count
Set job = server.SubmitRequest("BulkCreateDirectory . out --Include=*.txt")
job.Wait
WScript.Echo job.StateText & ": " & job.Completed & " of " & job.Total & ", " & job.Failed & " failed, " & job.Result.JsonPath

On Error Resume Next
server.MaxThreads = 8
WScript.Echo "MaxThreads: " & Err.Description
Err.Clear
server.SubmitRequest "TableCreate primes.txt --MaxThreads=8"
WScript.Echo "an option of the server: " & Err.Description
Err.Clear
server.Start
WScript.Echo "Start: " & Err.Description
Err.Clear
On Error GoTo 0

server.Stop
WScript.Echo "stopped: " & server.StateText & ", " & server.Statistics.FilesRead & " files read"
