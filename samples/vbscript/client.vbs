' PerfectHash from VBScript: tables that a server makes.  cscript client.vbs PerfectHashServer.exe KEYSDIR
Option Explicit
Dim shell, client, job
Set shell = CreateObject("WScript.Shell")
shell.Run """" & WScript.Arguments(0) & """ --Endpoint=PerfectHashVbscriptClient", 0, False

Set client = CreateObject("PerfectHash.IocpClient")
client.Endpoint = "PerfectHashVbscriptClient"
client.WaitForServer = True
client.ConnectTimeout = 60000
WScript.Echo "the server answers: " & (client.Ping > 0)

' A directory: a job like a local one.
Set job = client.BulkCreateDirectory(WScript.Arguments(1), "client-tables")
Do Until job.Wait(200)      ' job.Progress tells how far it is
Loop
WScript.Echo job.StateText & ": " & job.Completed & " of " & job.Total & ", " & job.Failed & " failed"
WScript.Echo "404 is number " & job.Result("http").Index(404)

client.ShutdownServer
WScript.Quit 42
