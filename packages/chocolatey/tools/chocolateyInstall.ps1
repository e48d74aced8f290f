# Unpacks the ZIP into the package's folder; Chocolatey puts a shim of each program onto PATH, which runs it where its PerfectHash.dll is.
$ErrorActionPreference = 'Stop'
$arguments = @{
    PackageName = $env:ChocolateyPackageName
    UnzipLocation = Split-Path -Parent $MyInvocation.MyCommand.Definition
    Url64bit = '@RELEASES@/@NAME@.zip'
    Checksum64 = '@ZIPSUM@'
    ChecksumType64 = 'sha256'
}
Install-ChocolateyZipPackage @arguments
