# A server of a script's own, by its class alone: started, asked, stopped.
$server = New-Object -ComObject PerfectHash.IocpServer
$server.Endpoint = 'PerfectHashPowerShell'
$server.MaxThreads = 4
$server.Start()
"started: $($server.StateText)"
$job = $server.SubmitRequest('TableCreate primes.txt --NoFileIo')
"waited: $($job.Wait(30000))"
"$($job.StateText): $($job.Result.KeyCount) keys"
$job = $server.SubmitRequest('BulkCreateDirectory . --Include=*.txt --NoFileIo')
while ($job.StateText -eq 'Running') { $null = $job.Wait(50) }
"$($job.StateText): $($job.Completed) of $($job.Total), $($job.Failed) failed"
try { $server.SubmitRequest('Shutdown') } catch { $_.Exception.Message }
$server.Stop(1000)
"stopped: $($server.StateText), $($server.Wait(0))"
