# check-module.ps1 ZIP: unpacks the PowerShell module into a folder of modules and uses it, unregistered, by the PowerShell that runs this.
param([string]$zip)
$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) ('perfecthash-module-' + [Guid]::NewGuid())
Expand-Archive $zip $folder
$env:PSModulePath = "$folder;$env:PSModulePath"
Import-Module PerfectHash
$table = 200, 301, 404, 500 | New-PerfectHashTable -Name http
$found = (404 | Find-PerfectHashKey $table).Position
if ($found -ne 2) { throw "404 is number $found" }
"PowerShell $($PSVersionTable.PSVersion): 404 is number $found"
