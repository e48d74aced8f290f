' An example of each member that a script can call. scripts/reference-contract takes them into docs/reference/com.md: a comment names the members, and the
' lines up to the next blank one are the example. The test runs all, in a folder with http.txt (200, 301, 404 and 500) and primes.txt.
Option Explicit
Dim context, table, values, texts, records, tables, pack, job, jobs, statistics, server, client, found, files

' IPerfectHashIocpContext.Version
Set context = CreateObject("PerfectHash.IocpContext")
WScript.Echo "PerfectHash " & context.Version

' IPerfectHashIocpContext.BaseOutputDirectory
context.BaseOutputDirectory = "tables"
WScript.Echo context.BaseOutputDirectory

' IPerfectHashIocpContext.Algorithm
context.Algorithm = "Chm01"
WScript.Echo context.Algorithm

' IPerfectHashIocpContext.HashFunction
context.HashFunction = "Quadx"
WScript.Echo context.HashFunction

' IPerfectHashIocpContext.MaskFunction
context.MaskFunction = "And"
WScript.Echo context.MaskFunction

' IPerfectHashIocpContext.FallbackHashFunction
context.FallbackHashFunction = "None"
WScript.Echo context.FallbackHashFunction

' IPerfectHashIocpContext.RngSeed
context.RngSeed = 42
WScript.Echo context.RngSeed

' IPerfectHashIocpContext.Outputs
context.Outputs = "Header,TableFile"
WScript.Echo context.Outputs

' IPerfectHashIocpContext.NoFileIo
context.NoFileIo = False
WScript.Echo context.NoFileIo

' IPerfectHashIocpContext.Durable
context.Durable = True
WScript.Echo context.Durable

' IPerfectHashIocpContext.KeyType
context.KeyType = "Auto"
WScript.Echo context.KeyType

' IPerfectHashIocpContext.IgnoreCase
context.IgnoreCase = False
WScript.Echo context.IgnoreCase

' IPerfectHashIocpContext.MaxTableResizes
context.MaxTableResizes = 3
WScript.Echo context.MaxTableResizes

' IPerfectHashIocpContext.InitialPerFileConcurrency
context.InitialPerFileConcurrency = 1
WScript.Echo context.InitialPerFileConcurrency

' IPerfectHashIocpContext.MaxPerFileConcurrency
context.MaxPerFileConcurrency = 2
WScript.Echo context.MaxPerFileConcurrency

' IPerfectHashIocpContext.IncreaseConcurrencyAfterMilliseconds
context.IncreaseConcurrencyAfterMilliseconds = 50
WScript.Echo context.IncreaseConcurrencyAfterMilliseconds

' IPerfectHashIocpContext.IocpConcurrency
context.IocpConcurrency = 2
WScript.Echo context.IocpConcurrency

' IPerfectHashIocpContext.MaxThreads
context.MaxThreads = 4
WScript.Echo context.MaxThreads

' IPerfectHashIocpContext.NumaNodes
context.NumaNodes = "all"
WScript.Echo context.NumaNodes

' IPerfectHashIocpContext.SimulatedNumaNodes
context.SimulatedNumaNodes = 2
WScript.Echo context.SimulatedNumaNodes

' IPerfectHashIocpContext.BufferGuardPages
context.BufferGuardPages = True
WScript.Echo context.BufferGuardPages

' IPerfectHashIocpContext.IoMode
context.IoMode = "Overlapped"
WScript.Echo context.IoMode

' Other settings than the defaults hold for tables of numbers alone.
Set context = CreateObject("PerfectHash.IocpContext")

' IPerfectHashIocpContext.TableCreate
Set table = context.TableCreate("http.txt", "tables", "--Reject=Keys --MeasureCoverage")
WScript.Echo "404 is number " & table.Index(404)

' IPerfectHashIocpContext.TableCreateFromKeys
Set table = context.TableCreateFromKeys(Array(200, 301, 404, 500), "http", "tables", "--Reject=Keys --MeasureCoverage")
WScript.Echo "404 is number " & table.Index(404)

' IPerfectHashIocpContext.TableCreateWithValues
Set values = context.TableCreateWithValues(Array(200, 301, 404, 500), Array(20, 30, 40, 50), "classes", "", "--Positions")
WScript.Echo "404 has " & values.GetValue(404)

' IPerfectHashIocpContext.TableCreateFromRecords
Set records = context.TableCreateFromRecords(Array("http", "https", "ssh"), Array(80, 443, 22), "ports", "", "--Columns=port")
WScript.Echo "ssh has " & records.Value("ssh")

' IPerfectHashIocpContext.TableCreateCommandLine
Set table = context.TableCreateCommandLine("http.txt tables Chm01 Quadx And --Reject=Keys --MeasureCoverage")
WScript.Echo table.Name

' IPerfectHashIocpContext.LoadTable
WScript.Echo context.LoadTable("tables\http_Chm01_Quadx_And\http.pht").KeyCount

' IPerfectHashIocpContext.BulkCreate
Set tables = context.BulkCreate(".", "made", "--Include=http.txt;primes.txt")
WScript.Echo tables.Count & " tables"

' IPerfectHashIocpContext.BulkCreateCommandLine
Set pack = context.BulkCreateCommandLine(". --Include=http.txt;primes.txt --Pack=all.phpack")
WScript.Echo pack.Count & " tables"

' IPerfectHashIocpContext.LoadPack
Set pack = context.LoadPack("all.phpack")
WScript.Echo pack("http.txt").Index(404)

' IPerfectHashIocpContext.BeginTableCreate
Set job = context.BeginTableCreate("http.txt", "tables")
job.Wait
WScript.Echo job.Result.Index(404)

' IPerfectHashIocpContext.BeginTableCreateFromKeys
Set job = context.BeginTableCreateFromKeys(Array(200, 301, 404, 500), "http", "tables")
job.Wait
WScript.Echo job.Result.Index(404)

' IPerfectHashIocpContext.BeginTableCreateWithValues
Set job = context.BeginTableCreateWithValues(Array(200, 301), Array(20, 30), "classes")
job.Wait
WScript.Echo job.Result.GetValue(301)

' IPerfectHashIocpContext.BeginTableCreateFromRecords
Set job = context.BeginTableCreateFromRecords(Array("http", "ssh"), Array(80, 22), "ports")
job.Wait
WScript.Echo job.Result.Value("ssh")

' IPerfectHashIocpContext.BeginTableCreateCommandLine
Set job = context.BeginTableCreateCommandLine("http.txt tables --Reject=Keys")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpContext.BeginLoadTable
Set job = context.BeginLoadTable("tables\http_Chm01_Quadx_And\http.pht")
job.Wait
WScript.Echo job.Result.KeyCount

' IPerfectHashIocpContext.BeginBulkCreate
Set job = context.BeginBulkCreate(".", "made", "--Include=http.txt;primes.txt")
job.Wait
WScript.Echo job.Result.Count & " tables"

' IPerfectHashIocpContext.BeginBulkCreateCommandLine
Set job = context.BeginBulkCreateCommandLine(". made --Include=http.txt;primes.txt;bad.txt")
job.Wait
WScript.Echo job.Completed & " of " & job.Total & ", " & job.Failed & " failed"

' IPerfectHashIocpContext.Statistics
Set statistics = context.Statistics
WScript.Echo "nodes: " & statistics.Nodes

' IPerfectHashTable.Name
WScript.Echo table.Name

' IPerfectHashTable.KeyCount
WScript.Echo table.KeyCount & " keys"

' IPerfectHashTable.KeySizeInBytes
WScript.Echo table.KeySizeInBytes & " bytes each"

' IPerfectHashTable.Algorithm
WScript.Echo table.Algorithm

' IPerfectHashTable.HashFunction
WScript.Echo table.HashFunction

' IPerfectHashTable.MaskFunction
WScript.Echo table.MaskFunction

' IPerfectHashTable.Layout
WScript.Echo table.Layout

' IPerfectHashTable.RngSeed
WScript.Echo table.RngSeed

' IPerfectHashTable.Seeds
For Each found In table.Seeds
    WScript.Echo found
Next

' IPerfectHashTable.Attempts
WScript.Echo table.Attempts & " attempts"

' IPerfectHashTable.TableResizes
WScript.Echo table.TableResizes & " resizes"

' IPerfectHashTable.SolveMicroseconds
WScript.Echo table.SolveMicroseconds & " us"

' IPerfectHashTable.TableBytes
WScript.Echo table.TableBytes & " bytes"

' IPerfectHashTable.OutputDirectory
WScript.Echo table.OutputDirectory

' IPerfectHashTable.Files
For Each found In table.Files
    WScript.Echo found
Next

' IPerfectHashTable.HasKeys
WScript.Echo table.HasKeys

' IPerfectHashTable.Index
WScript.Echo table.Index(404)

' IPerfectHashTable.Contains
WScript.Echo table.Contains(404) & ", " & table.Contains(405)

' IPerfectHashTable.Find
WScript.Echo table.Find(404) & ", " & table.Find(405)

' IPerfectHashTable.IndexMany
For Each found In table.IndexMany(Array(404, 200))
    WScript.Echo found
Next

' IPerfectHashTable.FindMany
For Each found In table.FindMany(Array(404, 405))
    WScript.Echo found
Next

' IPerfectHashTable.Source
WScript.Echo Len(table.Source("Rust")) > 0

' IPerfectHashTable.Save
table.Save "copy.pht"

' IPerfectHashTable.EmptyCacheLines
WScript.Echo table.EmptyCacheLines

' IPerfectHashTable.UsedCacheLines
WScript.Echo table.UsedCacheLines

' IPerfectHashTable.EmptyPages
WScript.Echo table.EmptyPages

' IPerfectHashTable.UsedPages
WScript.Echo table.UsedPages

' IPerfectHashTable.EmptyLargePages
WScript.Echo table.EmptyLargePages

' IPerfectHashTable.UsedLargePages
WScript.Echo table.UsedLargePages

' IPerfectHashTable.MaxAssignedPerCacheLine
WScript.Echo table.MaxAssignedPerCacheLine

' IPerfectHashTable.AttemptsMade
WScript.Echo table.AttemptsMade & " attempts of all lanes"

' IPerfectHashTable.Setups
WScript.Echo table.Setups & " set-ups"

' IPerfectHashTable.RejectedAttempts
WScript.Echo table.RejectedAttempts & " ended early"

' IPerfectHashTable.SetupMicroseconds
WScript.Echo table.SetupMicroseconds & " us"

' IPerfectHashTable.AttemptMicroseconds
WScript.Echo table.AttemptMicroseconds & " us"

' IPerfectHashTable.AssignMicroseconds
WScript.Echo table.AssignMicroseconds & " us"

' IPerfectHashTable.VerifyMicroseconds
WScript.Echo table.VerifyMicroseconds & " us"

' IPerfectHashTable.ScatterMicroseconds
WScript.Echo table.ScatterMicroseconds & " us"

' IPerfectHashTable.KeysHash
WScript.Echo table.KeysHash

' IPerfectHashTable.Keys
For Each found In table.Keys
    WScript.Echo found
Next

' IPerfectHashTable.KeyAt
WScript.Echo table.KeyAt(2)

' IPerfectHashTable.ValueBits
WScript.Echo values.ValueBits & " bits"

' IPerfectHashTable.GetValue
WScript.Echo values.GetValue(404)

' IPerfectHashTable.GetValues
For Each found In values.GetValues(Array(404, 200))
    WScript.Echo found
Next

' IPerfectHashTable.FingerprintBits
WScript.Echo table.FingerprintBits

' IPerfectHashTable.HasPositions
WScript.Echo values.HasPositions

' IPerfectHashTable.ValueAt
WScript.Echo values.ValueAt(values.Index(404))

' IPerfectHashTable.PackedBits
WScript.Echo table.PackedBits

' IPerfectHashTable.KeyType
Set texts = context.TableCreateFromKeys(Array("GET", "POST"), "methods")
WScript.Echo texts.KeyType & ": " & texts.Find("POST")

' IPerfectHashTable.Verify
WScript.Echo table.Verify & " keys are right"

' IPerfectHashTable.FileBytes
WScript.Echo table.FileBytes & " bytes"

' IPerfectHashTable.FormatVersion
WScript.Echo table.FormatVersion

' IPerfectHashTable.FindFloor
WScript.Echo table.FindFloor(450)

' IPerfectHashTable.FindFloorMany
For Each found In table.FindFloorMany(Array(450, 199))
    WScript.Echo found
Next

' IPerfectHashTable.ModuleName
WScript.Echo "module: " & table.ModuleName

' IPerfectHashTable.ModuleTimeDateStamp
WScript.Echo table.ModuleTimeDateStamp

' IPerfectHashTable.ModuleImageBytes
WScript.Echo table.ModuleImageBytes

' IPerfectHashTable.ReportData
WScript.Echo Left(table.ReportData, 10) & " ..."

' IPerfectHashTable.ModuleBuildId
WScript.Echo "build: " & table.ModuleBuildId

' IPerfectHashTable.ColumnCount
WScript.Echo records.ColumnCount & " column"

' IPerfectHashTable.ColumnNames
For Each found In records.ColumnNames
    WScript.Echo found
Next

' IPerfectHashTable.ColumnTypes
For Each found In records.ColumnTypes
    WScript.Echo found
Next

' IPerfectHashTable.value
WScript.Echo records.Value("https") & ", " & records.Value("https", "port")

' IPerfectHashTable.ValueMany
For Each found In records.ValueMany(Array("ssh", "http"))
    WScript.Echo found
Next

' IPerfectHashTable.Item
WScript.Echo records.Item("ssh")

' IPerfectHashTables.Count
WScript.Echo tables.Count

' IPerfectHashTables.Item
WScript.Echo tables(0).Name & ", " & tables("http.txt").Name

' IPerfectHashTables._NewEnum
For Each found In tables
    WScript.Echo found.Name
Next

' IPerfectHashTables.Failures
For Each found In job.Result.Failures
    WScript.Echo found
Next

' IPerfectHashTables.SkippedCount
WScript.Echo context.BulkCreate(".", "made", "--Include=http.txt --Resume").SkippedCount & " skipped"

' IPerfectHashTables.OutputDirectory
WScript.Echo tables.OutputDirectory

' IPerfectHashTables.CsvPath
WScript.Echo tables.CsvPath

' IPerfectHashTables.JsonPath
WScript.Echo tables.JsonPath

' IPerfectHashTables.PackPath
WScript.Echo pack.PackPath

' IPerfectHashTables.Names
For Each found In tables.Names
    WScript.Echo found
Next

' IPerfectHashTables.MemoryBudget
tables.MemoryBudget = 1000000
WScript.Echo tables.MemoryBudget

' IPerfectHashTables.MapModule
tables.MapModule "http.txt", &H10000000, 4096, 0

' IPerfectHashTables.FindAddress
found = tables.FindAddress(&H10000000 + 404)
WScript.Echo "table " & found(0) & ", function " & found(1)

' IPerfectHashJob.State
WScript.Echo job.State

' IPerfectHashJob.StateText
WScript.Echo job.StateText

' IPerfectHashJob.Progress
WScript.Echo job.Progress

' IPerfectHashJob.Completed
WScript.Echo job.Completed

' IPerfectHashJob.Failed
WScript.Echo job.Failed

' IPerfectHashJob.Total
WScript.Echo job.Total

' IPerfectHashJob.Elapsed
WScript.Echo job.Elapsed & " s"

' IPerfectHashJob.Result
WScript.Echo job.Result.Count

' IPerfectHashJob.Error
WScript.Echo job.Error

' IPerfectHashJob.ErrorCode
WScript.Echo Hex(job.ErrorCode)

' IPerfectHashJob.Wait
If job.Wait(1000) Then WScript.Echo "done"

' IPerfectHashJob.Cancel
job.Cancel

' IPerfectHashJob.RequestId
WScript.Echo job.RequestId

' IPerfectHashStatistics.Nodes
WScript.Echo statistics.Nodes

' IPerfectHashStatistics.Threads
WScript.Echo statistics.Threads > 0

' IPerfectHashStatistics.ItemsRun
WScript.Echo statistics.ItemsRun > 0

' IPerfectHashStatistics.FilesRead
WScript.Echo statistics.FilesRead > 0

' IPerfectHashStatistics.FilesWritten
WScript.Echo statistics.FilesWritten > 0

' IPerfectHashStatistics.BytesRead
WScript.Echo statistics.BytesRead > 0

' IPerfectHashStatistics.BytesWritten
WScript.Echo statistics.BytesWritten > 0

' IPerfectHashStatistics.BufferHits
WScript.Echo statistics.BufferHits >= 0

' IPerfectHashStatistics.BufferMisses
WScript.Echo statistics.BufferMisses >= 0

' IPerfectHashStatistics.BuffersInUse
WScript.Echo statistics.BuffersInUse >= 0

' IPerfectHashStatistics.BuffersHighWater
WScript.Echo statistics.BuffersHighWater >= statistics.BuffersInUse

' IPerfectHashStatistics.BufferBytes
WScript.Echo statistics.BufferBytes >= 0

' IPerfectHashStatistics.Connections
WScript.Echo statistics.Connections & " connections"

' IPerfectHashStatistics.Requests
WScript.Echo statistics.Requests & " requests"

' IPerfectHashStatistics.JobsRunning
WScript.Echo statistics.JobsRunning & " run"

' IPerfectHashStatistics.JobsEnded
WScript.Echo statistics.JobsEnded & " have ended"

' IPerfectHashStatistics.InFlight
WScript.Echo statistics.InFlight >= 0

' IPerfectHashStatistics.Parked
WScript.Echo statistics.Parked >= 0

' IPerfectHashStatistics.BuffersExhausted
WScript.Echo statistics.BuffersExhausted >= 0

' IPerfectHashStatistics.TimersWaiting
WScript.Echo statistics.TimersWaiting >= 0

' IPerfectHashStatistics.TimersRun
WScript.Echo statistics.TimersRun >= 0

' IPerfectHashStatistics.OldestCallback
WScript.Echo statistics.OldestCallback >= 0

' IPerfectHashStatistics.ParkedForBuffers
WScript.Echo statistics.ParkedForBuffers >= 0

' IPerfectHashStatistics.ParkedForMemory
WScript.Echo statistics.ParkedForMemory >= 0

' IPerfectHashStatistics.ParkedForQuotas
WScript.Echo statistics.ParkedForQuotas >= 0

' IPerfectHashStatistics.ParkedAsLarge
WScript.Echo statistics.ParkedAsLarge >= 0

' IPerfectHashStatistics.ReservedBytes
WScript.Echo statistics.ReservedBytes >= 0

' IPerfectHashStatistics.BudgetBytes
WScript.Echo statistics.BudgetBytes >= statistics.ReservedBytes

' IPerfectHashIocpServer.Endpoint
Set server = CreateObject("PerfectHash.IocpServer")
server.Endpoint = "PerfectHashMembers"
WScript.Echo server.Endpoint

' IPerfectHashIocpServer.LocalOnly
server.LocalOnly = True
WScript.Echo server.LocalOnly

' IPerfectHashIocpServer.IocpConcurrency
server.IocpConcurrency = 2
WScript.Echo server.IocpConcurrency

' IPerfectHashIocpServer.MaxThreads
server.MaxThreads = 4
WScript.Echo server.MaxThreads

' IPerfectHashIocpServer.NumaNodes
server.NumaNodes = "all"
WScript.Echo server.NumaNodes

' IPerfectHashIocpServer.SimulatedNumaNodes
server.SimulatedNumaNodes = 0
WScript.Echo server.SimulatedNumaNodes

' IPerfectHashIocpServer.BufferGuardPages
server.BufferGuardPages = False
WScript.Echo server.BufferGuardPages

' IPerfectHashIocpServer.NoFileIo
server.NoFileIo = False
WScript.Echo server.NoFileIo

' IPerfectHashIocpServer.Verbose
server.Verbose = False
WScript.Echo server.Verbose

' IPerfectHashIocpServer.IoMode
server.IoMode = "Overlapped"
WScript.Echo server.IoMode

' IPerfectHashIocpServer.AllowedRoots
Set files = CreateObject("Scripting.FileSystemObject")
server.AllowedRoots = files.GetAbsolutePathName(".")
WScript.Echo server.AllowedRoots

' IPerfectHashIocpServer.AllowUser
server.AllowUser = ""
WScript.Echo "also allowed: " & server.AllowUser

' IPerfectHashIocpServer.MaxRequests
server.MaxRequests = 16
WScript.Echo server.MaxRequests

' IPerfectHashIocpServer.BaseOutputDirectory
server.BaseOutputDirectory = files.GetAbsolutePathName("served")
WScript.Echo server.BaseOutputDirectory

' IPerfectHashIocpServer.DrainTimeout
server.DrainTimeout = 5000
WScript.Echo server.DrainTimeout

' IPerfectHashIocpServer.MaxConnections
server.MaxConnections = 32
WScript.Echo server.MaxConnections

' IPerfectHashIocpServer.MaxConnectionsPerClient
server.MaxConnectionsPerClient = 8
WScript.Echo server.MaxConnectionsPerClient

' IPerfectHashIocpServer.MaxJobSeconds
server.MaxJobSeconds = 600
WScript.Echo server.MaxJobSeconds

' IPerfectHashIocpServer.MaxRequestsPerUser
server.MaxRequestsPerUser = 8
WScript.Echo server.MaxRequestsPerUser

' IPerfectHashIocpServer.MaxDetachedPerUser
server.MaxDetachedPerUser = 4
WScript.Echo server.MaxDetachedPerUser

' IPerfectHashIocpServer.MaxConnectionsPerUser
server.MaxConnectionsPerUser = 16
WScript.Echo server.MaxConnectionsPerUser

' IPerfectHashIocpServer.MaxMemoryPerUser
server.MaxMemoryPerUser = 1000000000
WScript.Echo server.MaxMemoryPerUser

' IPerfectHashIocpServer.Start
server.Start
WScript.Echo server.StateText

' IPerfectHashIocpServer.State
WScript.Echo server.State

' IPerfectHashIocpServer.StateText
WScript.Echo server.StateText

' IPerfectHashIocpServer.Statistics
WScript.Echo server.Statistics.Connections

' IPerfectHashIocpServer.Connections
WScript.Echo server.Connections

' IPerfectHashIocpServer.Requests
WScript.Echo server.Requests

' IPerfectHashIocpServer.JobsRunning
WScript.Echo server.JobsRunning

' IPerfectHashIocpServer.SubmitRequest
Set job = server.SubmitRequest("TableCreate """ & files.GetAbsolutePathName("http.txt") & """")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpServer.Jobs
WScript.Echo server.Jobs.Count & " jobs"

' IPerfectHashIocpServer.Metrics
WScript.Echo InStr(server.Metrics, "# EOF") > 0

' IPerfectHashIocpClient.Endpoint
Set client = CreateObject("PerfectHash.IocpClient")
client.Endpoint = "PerfectHashMembers"
WScript.Echo client.Endpoint

' IPerfectHashIocpClient.ConnectTimeout
client.ConnectTimeout = 60000
WScript.Echo client.ConnectTimeout

' IPerfectHashIocpClient.WaitForServer
client.WaitForServer = True
WScript.Echo client.WaitForServer

' IPerfectHashIocpClient.Detach
client.Detach = False
WScript.Echo client.Detach

' IPerfectHashIocpClient.Connect
client.Connect
WScript.Echo client.Connected

' IPerfectHashIocpClient.Connected
WScript.Echo client.Connected

' IPerfectHashIocpClient.Ping
WScript.Echo client.Ping & " ms"

' IPerfectHashIocpClient.TableCreate
Set job = client.TableCreate("""" & files.GetAbsolutePathName("http.txt") & """")
job.Wait
WScript.Echo job.Result.Index(404)

' IPerfectHashIocpClient.BeginTableCreate
Set job = client.BeginTableCreate("""" & files.GetAbsolutePathName("http.txt") & """")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpClient.LastResponse
WScript.Echo Len(client.LastResponse) > 0

' IPerfectHashIocpClient.BulkCreate
Set job = client.BulkCreate("""" & files.GetAbsolutePathName(".") & """ --Include=http.txt --NoFileIo")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpClient.BeginBulkCreate
Set job = client.BeginBulkCreate("""" & files.GetAbsolutePathName(".") & """ --Include=http.txt --NoFileIo")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpClient.BulkCreateDirectory
Set job = client.BulkCreateDirectory(files.GetAbsolutePathName("."), "", "--Include=http.txt --NoFileIo")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpClient.BeginBulkCreateDirectory
Set job = client.BeginBulkCreateDirectory(files.GetAbsolutePathName("."), "", "--Include=http.txt --NoFileIo")
job.Wait
WScript.Echo job.StateText

' IPerfectHashIocpClient.Status
WScript.Echo client.Status(job.RequestId).StateText

' IPerfectHashIocpClient.CancelRequest
WScript.Echo "was running: " & client.CancelRequest(job.RequestId)

' IPerfectHashIocpClient.GetServerStatistics
Set statistics = client.GetServerStatistics
WScript.Echo statistics.Connections & " connection"

' IPerfectHashIocpClient.GetMetrics
WScript.Echo InStr(client.GetMetrics, "# EOF") > 0

' IPerfectHashIocpClient.GetRings
WScript.Echo Len(client.GetRings) > 0

' IPerfectHashIocpClient.GetJobs
Set job = client.BulkCreate("""" & files.GetAbsolutePathName(".") & """ --Include=http.txt --NoFileIo --FixedAttempts=4000000000")
Set jobs = client.GetJobs
WScript.Echo jobs.Count & " job"

' IPerfectHashJobInfos.Count
WScript.Echo jobs.Count

' IPerfectHashJobInfos.Item
Set found = jobs(0)
WScript.Echo found.RequestId = job.RequestId

' IPerfectHashJobInfos._NewEnum
For Each found In jobs
    WScript.Echo found.Kind
Next

' IPerfectHashJobInfo.RequestId
Set found = jobs(0)
WScript.Echo "job " & found.RequestId

' IPerfectHashJobInfo.Kind
WScript.Echo found.Kind

' IPerfectHashJobInfo.User
WScript.Echo "user " & found.User

' IPerfectHashJobInfo.Sid
WScript.Echo "user " & found.Sid

' IPerfectHashJobInfo.Process
WScript.Echo "process " & found.Process

' IPerfectHashJobInfo.Input
WScript.Echo found.Input

' IPerfectHashJobInfo.Output
WScript.Echo found.Output

' IPerfectHashJobInfo.Step
WScript.Echo "step " & found.Step

' IPerfectHashJobInfo.Age
WScript.Echo found.Age & " s"

' IPerfectHashJobInfo.Place
WScript.Echo "place " & found.Place

' IPerfectHashJobInfo.MemoryBytes
WScript.Echo "memory " & found.MemoryBytes

' IPerfectHashJobInfo.Progress
WScript.Echo "progress " & found.Progress

' IPerfectHashJobInfo.Total
WScript.Echo "total " & found.Total

' IPerfectHashJobInfo.Completed
WScript.Echo found.Completed

' IPerfectHashJobInfo.Failed
WScript.Echo found.Failed

' IPerfectHashJobInfo.WaitsFor
WScript.Echo "waits for " & found.WaitsFor

' IPerfectHashIocpClient.Disconnect
client.Disconnect

' IPerfectHashIocpClient.ShutdownServer
client.ShutdownServer

' IPerfectHashIocpServer.Wait
If server.Wait(60000) Then WScript.Echo server.StateText

' IPerfectHashIocpServer.Stop
server.Stop 1000
