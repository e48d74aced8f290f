# module.ps1 FOLDER WORK: uses the module of FOLDER, a path of modules, as its help says; WORK is a folder for tables.
param([string]$folder, [string]$work)
$ErrorActionPreference = 'Stop'
$env:PSModulePath = $folder
Set-Location $work
$module = Test-ModuleManifest (Get-ChildItem $folder -Recurse -File | Where-Object Extension -eq .psd1).FullName
"$($module.Name) $($module.Version) for $($module.PowerShellVersion): $($module.CompatiblePSEditions -join ', ')"
$registered = try { $null = New-Object -ComObject PerfectHash.IocpContext; $true } catch { $false }
"registered: $registered"
Import-Module PerfectHash
(Get-Command -Module PerfectHash | Sort-Object Name).Name -join ' '
function Fails([scriptblock]$body) { try { & $body; 'no error' } catch { $_.Exception.GetBaseException().Message } }

"the version: $((New-PerfectHashContext).Version -eq $module.Version)"
$table = 200, 301, 404, 500 | New-PerfectHashTable -Name http
"404 is number $($table.Index(404)) of $($table.KeyCount) in $($table.Name)"
$table = New-PerfectHashTable ([ordered]@{ 200 = 'OK'; '0x194' = 'Not Found' }) -Name http
404, 418, '200' | Find-PerfectHashKey $table | ForEach-Object { "$($_.Key): $($_.Position) $($_.Value)" }
Find-PerfectHashKey $table 404 | Where-Object Position -ge 0 | ForEach-Object Value
@{ 1 = 'one' }, @{ 2 = 'two' } | New-PerfectHashTable | ForEach-Object { "$($_.KeyCount): $($_.Values -join ', ')" }
$files = 1..5 | ForEach-Object { [pscustomobject]@{ Id = 10 * $_; Text = "number $_" } } | New-PerfectHashTable -Property Id -Name files
(30 | Find-PerfectHashKey $files).Value.Text
[DayOfWeek].GetEnumValues() | New-PerfectHashTable -Name days | ForEach-Object { "Friday is number $($_.Index(5))" }

# Many keys by a pipeline, more than are looked up at once; one that ends early.
$many = 1..2000 | New-PerfectHashTable -Name many
$found = 1..2001 | Find-PerfectHashKey $many
"$($found.Count) found, the last two at $($found[-2].Position) and $($found[-1].Position)"
"the first: $((1..2000 | Find-PerfectHashKey $many | Select-Object -First 1).Position)"

# Files: paths are those of PowerShell, whose folder is not the process's.
$table = 5, 7, 11 | New-PerfectHashTable -Name small -OutputDirectory tables -Options '--Contains' -HashFunction Mulshrolate2RX
"$($table.HashFunction): $(Test-Path tables\small_Chm01_Mulshrolate2RX_And\small.h)"
$loaded = Get-ChildItem tables -Recurse -File | Where-Object Extension -eq .pht | Import-PerfectHashTable
"loaded: $($loaded.Name), 11 is number $($loaded.Find(11))"
(Find-PerfectHashKey (Import-PerfectHashTable tables\small_Chm01_Mulshrolate2RX_And\small.pht -Values a, b, c) 7).Value

# A [guid] is a key, in the pipeline and out of it.
$guids = [guid[]]('11111111-2222-3333-4455-66778899aabb', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
$table = $guids | New-PerfectHashTable -Name guids
"GUIDs: $($table.KeySizeInBytes) bytes, $(($guids[1], [guid]::Empty | Find-PerfectHashKey $table).Position -join ' ')"

# Words are keys, too.
$table = 'GET', 'HEAD', 'POST' | New-PerfectHashTable -Name methods -Options '--IgnoreCase'
"words: $(('post', 'PATCH' | Find-PerfectHashKey $table).Position -join ' ')"
(@{ red = 'stop'; green = 'go' } | New-PerfectHashTable -Name lights | ForEach-Object { Find-PerfectHashKey $_ green }).Value

Fails { 1, 1 | New-PerfectHashTable -Name twice }
Fails { 1, (Get-Date 0) | New-PerfectHashTable }
Fails { 1, @{ 2 = 'two' } | New-PerfectHashTable }
Fails { $null = Import-PerfectHashTable none.pht }
Fails { Import-PerfectHashTable tables\small_Chm01_Mulshrolate2RX_And\small.pht -Values a }
Fails { New-PerfectHashContext -Setting @{ HashFunction = 'Best' } }

# Help and completion: as many parameters are explained as there are.
foreach ($command in Get-Command -Module PerfectHash) {
    $help = Get-Help $command -Full
    $own = $command.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.PSCmdlet]::CommonParameters }
    $missing = $own | Where-Object { $name = $_; -not ($help.parameters.parameter | Where-Object { $_.name -eq $name }).description }
    "$($command.Name): $($own.Count) parameters, unexplained: $($missing -join ' '), examples: $(@($help.examples.example).Count -gt 0)"
}
function Complete([string]$text) { [Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText -join ' ' }
Complete 'New-PerfectHashTable 1 -HashFunction '
Complete 'Start-PerfectHashServer -En'

$server = Start-PerfectHashServer "PerfectHashModule-$PID" -Setting @{ MaxRequests = 4; NoFileIo = $true }
"the server: $($server.StateText), $($server.MaxRequests) requests"
$server.Stop(1000)
"the server: $($server.StateText)"
'done'
