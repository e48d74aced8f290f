<#
.SYNOPSIS
Registers PerfectHash.dll, for the machine (as administrator) or for the present user.
.EXAMPLE
./Register-PerfectHash.ps1 -Folder C:\Tools\PerfectHash -User
#>
param(
    [string] $Folder = $PSScriptRoot,   # of PerfectHash.dll
    [switch] $User,                     # for the present user alone
    [switch] $Surrogate                 # may also be activated out of process, in dllhost.exe: by 32-bit programs, too
)
$dll = Join-Path $Folder 'PerfectHash.dll'
if (-not (Test-Path -LiteralPath $dll)) { throw "There is no PerfectHash.dll in '$Folder'." }
$words = @(if ($User) { 'user' }; if ($Surrogate) { 'surrogate' }) -join ','
$arguments = @('/s') + $(if ($words) { '/n', "/i:$words" }) + "`"$dll`""
$process = Start-Process regsvr32.exe -ArgumentList $arguments -Wait -PassThru
if ($process.ExitCode -ne 0) { throw "regsvr32 failed with exit code $($process.ExitCode)." }
