<#
.SYNOPSIS
Undoes Register-PerfectHash.ps1; give the same switches.
#>
param(
    [string] $Folder = $PSScriptRoot,
    [switch] $User
)
$dll = Join-Path $Folder 'PerfectHash.dll'
if (-not (Test-Path -LiteralPath $dll)) { throw "There is no PerfectHash.dll in '$Folder'." }
$arguments = @('/s', '/u') + $(if ($User) { '/n', '/i:user' }) + "`"$dll`""
$process = Start-Process regsvr32.exe -ArgumentList $arguments -Wait -PassThru
if ($process.ExitCode -ne 0) { throw "regsvr32 failed with exit code $($process.ExitCode)." }
