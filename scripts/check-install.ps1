# check-install.ps1 MSI [-Machine]: installs the package, uses what it installs, and removes it again; with -Machine the service, too. Administrator. For Windows:
# Wine is tested by tests/e2e/packages/msi.sh.
param([string]$msi, [switch]$machine)
$ErrorActionPreference = 'Stop'

function Install([string]$what, [string[]]$more) {
    $arguments = @($what, "`"$msi`"", '/qn', '/l*v', "`"$env:TEMP\perfecthash-msi.log`"") + $more
    $process = Start-Process msiexec.exe -ArgumentList $arguments -Wait -PassThru
    if ($process.ExitCode -ne 0) {
        Get-Content "$env:TEMP\perfecthash-msi.log" -Tail 60
        throw "msiexec $what ended with $($process.ExitCode)"
    }
}

# What must be afterwards as it was before.
function Get-State {
    $hive = if ($machine) { 'HKLM:' } else { 'HKCU:' }
    $scope = if ($machine) { 'Machine' } else { 'User' }
    "PATH $([Environment]::GetEnvironmentVariable('PATH', $scope))"
    Get-ChildItem "$hive\Software\Classes" -Name | Where-Object { $_ -like '*PerfectHash*' }
    Get-Service PerfectHashServer -ErrorAction SilentlyContinue | ForEach-Object Name
    Get-ChildItem $env:ProgramFiles, "$env:LOCALAPPDATA\Programs" -Name -ErrorAction SilentlyContinue | Where-Object { $_ -like 'PerfectHash*' }
}

$before = Get-State
Install '/i' $(if ($machine) { 'ADDLOCAL=ALL' })
$folder = if ($machine) { "$env:ProgramFiles\PerfectHash" } else { "$env:LOCALAPPDATA\Programs\PerfectHash" }
& "$folder\PerfectHashCreate.exe" --version
if ($LASTEXITCODE -ne 0) { throw 'the program does not start' }
$context = New-Object -ComObject PerfectHash.IocpContext
if ($context.TableCreateFromKeys(@(200, 301, 404, 500), 'http').Index(404) -ne 2) { throw 'the table is wrong' }
$null = [Runtime.InteropServices.Marshal]::ReleaseComObject($context)
if ($machine) {
    Start-Service PerfectHashServer
    & "$folder\PerfectHashClient.exe" --Ping --WaitForServer
    if ($LASTEXITCODE -ne 0) { throw 'the service does not answer' }
}
Install '/i' @('REINSTALL=ALL', 'REINSTALLMODE=amus')
Install '/x'
$after = Get-State
if (Compare-Object @($before) @($after)) { throw "something stays: $after" }
'installed, used and removed'
