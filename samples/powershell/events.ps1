# PerfectHash from PowerShell: what happens to a job, as it happens.  pwsh -File events.ps1
# Events come on a thread of PerfectHash, on which PowerShell runs no script; so a class of the C# sample notes them, and the script takes them out.
Add-Type -Path (Resolve-Path "$PSScriptRoot/../csharp/PerfectHash.cs", "$PSScriptRoot/../csharp/JobEvents.cs")

$keys = "$PWD\events-keys"
$null = New-Item -ItemType Directory $keys
1..3 | ForEach-Object { Set-Content "$keys/set$_.txt" (1..(10 * $_)) }
Set-Content "$keys/words.txt" '1', 'one'

$context = New-Object -ComObject PerfectHash.IocpContext
$job = $context.BeginBulkCreate($keys, '', '--MaximumConcurrency=1')
$events = [PerfectHash.JobEvents]::new($job)
foreach ($e in $events.All) {
    switch ($e.Name) {
        'OnTableCreated' { "$($e.KeysPath): $($e.KeysInTable) keys" }
        'OnTableFailed' { '{0} (0x{1:X8})' -f $e.Message, $e.Code }
        'OnCompleted' { "the end: $($e.State)" }
    }
}
$events.Dispose()
[IO.Directory]::Delete($keys, $true)
