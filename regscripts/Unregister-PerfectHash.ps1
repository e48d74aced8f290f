<#
.SYNOPSIS
Undoes Register-PerfectHash.ps1; give the same switches.
#>
param(
    [string] $Folder = $PSScriptRoot,
    [switch] $User,
    [switch] $Surrogate
)
$dll = Join-Path $Folder 'PerfectHash.dll'
if (-not (Test-Path -LiteralPath $dll)) { throw "There is no PerfectHash.dll in '$Folder'." }
$words = @(if ($User) { 'user' }; if ($Surrogate) { 'surrogate' }) -join ','
$arguments = @('/s', '/u') + $(if ($words) { '/n', "/i:$words" }) + "`"$dll`""
$process = Start-Process regsvr32.exe -ArgumentList $arguments -Wait -PassThru
if ($process.ExitCode -ne 0) { throw "regsvr32 failed with exit code $($process.ExitCode)." }
