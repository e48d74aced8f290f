# run.ps1 ROOT [KEYS [OUTDIR]]: what run.cmd does once PerfectHash.sln is built.
param([string]$root, [string]$keys, [string]$out = (Join-Path $root 'build\run'))
$bin = Join-Path $root 'build\msvc\Release\bin'
$create = Join-Path $bin PerfectHashCreate.exe

if ($keys) {
    & $create $keys $out
    exit $LASTEXITCODE
}

# DLLs that hold nothing but resources have no functions: they make room for the next ones.
$made = 0
$failed = 0
foreach ($dll in Get-ChildItem ([Environment]::SystemDirectory) -File | Where-Object Extension -eq .dll | Sort-Object Length -Descending) {
    $line = & $create $dll.FullName $out 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -eq 0) {
        $line
        $made++
        if ($made -eq 20) { break }
    } elseif ($line -notmatch 'lists no function addresses') {
        $line
        $failed = 1
    }
}

$process = Start-Process regsvr32.exe -ArgumentList "/s /n /i:user `"$bin\PerfectHash.dll`"" -Wait -PassThru
if ($process.ExitCode -ne 0) {
    "PerfectHash.dll could not be registered for this user: regsvr32 ended with $($process.ExitCode)"
    exit 3
}
# The pipe makes PowerShell wait for Wine's cscript, which is no console program.
& cscript.exe //nologo (Join-Path $root 'scripts\lookup.vbs') $out | ForEach-Object { $_ }
if ($LASTEXITCODE -ne 0) { $failed = 1 }
exit $failed
