# test.ps1 ROOT: the tests of test.cmd, over the binaries of PerfectHash.sln. Each runs programs and compares what they do and print.
param([string]$root)
$ErrorActionPreference = 'Stop'
$work = Join-Path ([IO.Path]::GetTempPath()) ('perfecthash-test-' + [Guid]::NewGuid())
$null = New-Item -ItemType Directory $work
$passed = 0
$failed = 0

function Test([string]$name, [scriptblock]$body) {
    try {
        & $body
        $script:passed++
    } catch {
        $script:failed++
        "$name failed: $($_.Exception.Message)"
    }
}

# Runs a program and gives what it printed; a failure says with which exit code.
function Run([string]$program, [string[]]$arguments, [int]$expected = 0) {
    $output = & $program @arguments 2>&1 | ForEach-Object { "$_".TrimEnd() }
    if ($LASTEXITCODE -ne $expected) { throw "$program ended with $LASTEXITCODE : $output" }
    $output
}

function Compare-Lines([string[]]$lines, [string]$file) {
    $wanted = Get-Content $file
    $lines = $lines -replace [regex]::Escape([Environment]::CurrentDirectory), 'HERE'
    if (($lines -join "`n") -ne ($wanted -join "`n")) { throw "printed: $($lines -join ' | ')" }
}

function Register([string]$arguments) {
    $process = Start-Process regsvr32.exe -ArgumentList "/s /n $arguments" -Wait -PassThru
    if ($process.ExitCode -ne 0) { throw "regsvr32 $arguments ended with $($process.ExitCode)" }
}

$system = [Environment]::SystemDirectory
foreach ($configuration in 'Debug', 'Release') {
    $bin = Join-Path $root "build\msvc\$configuration\bin"
    Test "create $configuration" {
        $line = Run "$bin\PerfectHashCreate.exe" @("$system\kernelbase.dll", "$work\$configuration")
        if ($line -notmatch '^kernelbase +\d+ keys') { throw "printed: $line" }
    }
    Test "a missing file $configuration" {
        $line = Run "$bin\PerfectHashCreate.exe" @("$work\none.keys", $work) 1
        if ($line -notmatch 'none\.keys: there is no such keys file') { throw "printed: $line" }
    }
}
# Of the loader: an address of its choice, among 2^64, no data that runs, and calls to known targets alone. Under Wine the linker is another one.
$flags = if (Test-Path HKCU:\Software\Wine) { 0x0160 } else { 0x4160 }
foreach ($file in Get-ChildItem "$root\build\msvc\Release\bin" -File | Where-Object Extension -in .dll, .exe) {
    Test "the flags of $($file.Name)" {
        $bytes = [IO.File]::ReadAllBytes($file.FullName)
        $header = [BitConverter]::ToInt32($bytes, 0x3C)
        $has = [BitConverter]::ToUInt16($bytes, $header + 24 + 70)
        if (($has -band $flags) -ne $flags) { throw ('0x{0:X4}, expected 0x{1:X4}' -f $has, $flags) }
    }
}
Test 'Debug and Release make the same table' {
    $tables = 'Debug', 'Release' | ForEach-Object { Get-ChildItem "$work\$_" -Recurse -File | Where-Object Extension -eq .pht }
    if (@($tables).Count -ne 2) { throw "$(@($tables).Count) table files" }
    $hashes = $tables | ForEach-Object { [BitConverter]::ToString([Security.Cryptography.SHA256]::Create().ComputeHash([IO.File]::ReadAllBytes($_.FullName))) }
    if ($hashes[0] -ne $hashes[1]) { throw 'they differ' }
}

$dll = "`"$root\build\msvc\Release\bin\PerfectHash.dll`""
Test 'registration for this user' { Register "/i:user $dll" }
$samples = Join-Path $root samples
$expected = Join-Path $root 'tests\e2e\samples'
Test 'the VBScript sample' { Compare-Lines (Run cscript.exe @('//nologo', "$samples\vbscript\status.vbs")) "$expected\vbscript.expected" }
Test 'the JScript sample' { Compare-Lines (Run cscript.exe @('//nologo', "$samples\jscript\status.js")) "$expected\jscript.expected" }
Test 'the PowerShell sample' { Compare-Lines (& "$samples\powershell\status.ps1") "$expected\powershell.expected" }
Test 'unregistration for this user' {
    Register "/u /i:user $dll"
    if (Test-Path 'HKCU:\Software\Classes\PerfectHash.IocpContext') { throw 'the class is still there' }
}

# A program that has just ended may still hold a file.
for ($left = 50; Test-Path $work; $left--) {
    try { Remove-Item -Recurse $work } catch { if ($left -eq 0) { throw } else { Start-Sleep -Milliseconds 100 } }
}
"$passed passed, $failed failed, 0 skipped"
exit [int]($failed -gt 0)
