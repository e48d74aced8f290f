# PerfectHash from PowerShell: tables that a server makes.  pwsh -File client.ps1 [PerfectHashServer.exe]
# With the program's path the server is a process of its own, without it an object of this script.
param([string]$Program)

$keys = "$PWD\client-keys"
$null = New-Item -ItemType Directory $keys
1..3 | ForEach-Object { Set-Content "$keys/set$_.txt" (1..(10 * $_)) }
Set-Content "$keys/words.txt" '1', 'one'

$endpoint = "PerfectHash-$PID"
if ($Program) {
    $process = Start-Process $Program "--Endpoint=$endpoint" -PassThru -NoNewWindow
} else {
    $server = New-Object -ComObject PerfectHash.IocpServer
    $server.Endpoint = $endpoint
    $server.Start()
}

$client = New-Object -ComObject PerfectHash.IocpClient
$client.Endpoint = $endpoint
$client.WaitForServer = $true
$client.ConnectTimeout = 60000
"the server answers: $($client.Ping() -gt 0)"

# A directory: a job like a local one.
$job = $client.BulkCreateDirectory($keys, "$PWD\client-tables")
while (-not $job.Wait(100)) { Write-Progress -Activity Tables -PercentComplete (100 * $job.Progress) }
"$($job.StateText): $($job.Completed) of $($job.Total), $($job.Failed) failed"
$table = $job.Result.Item('set2')
"$($table.Name): $($table.KeyCount) keys, 12 is number $($table.Index(12))"

# What goes wrong there is told here.
$job = $client.TableCreate('no-such.keys')
$null = $job.Wait()
'{0}: 0x{1:X8}' -f $job.StateText, $job.ErrorCode

$client.ShutdownServer()
if ($Program) {
    $process.WaitForExit()
    'the server has stopped: True'
} else {
    "the server has stopped: $($server.Wait(60000))"
}
# Under Wine, Remove-Item -Recurse finds a folder that it has just removed still there now and then.
$keys, "$PWD\client-tables" | ForEach-Object { [IO.Directory]::Delete($_, $true) }
