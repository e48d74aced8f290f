# check-nuget.ps1 NUPKG: builds and runs projects that take the package: C# for two versions of .NET; C and C++, by packages.config and by
# PackageReference, with MSBuild and then with the IDE's own build, which has nothing to do any more. For Windows with Visual Studio, and nuget on PATH:
# what Debian can do is tests/e2e/packages/nuget_projects.sh.
param([Parameter(Mandatory)][string]$package)
$ErrorActionPreference = 'Stop'
$source = Join-Path $PSScriptRoot '..\tests\e2e\packages\nuget'
$version = (Split-Path -Leaf $package) -replace '^PerfectHash\.' -replace '\.nupkg$'
$studio = & "${env:ProgramFiles(x86)}\Microsoft Visual Studio\Installer\vswhere.exe" -latest -property installationPath
$env:PATH = "$studio\MSBuild\Current\Bin;$studio\Common7\IDE;$env:PATH"
$work = Join-Path $env:TEMP "perfecthash-nuget-$PID"
$env:NUGET_PACKAGES = Join-Path $work 'cache'
$null = New-Item -ItemType Directory "$work\feed"
Copy-Item $package "$work\feed"
"<configuration><packageSources><add key=""here"" value=""$work\feed"" /></packageSources></configuration>" | Set-Content "$work\nuget.config"
'<Project />' | Set-Content "$work\Directory.Build.props"

function Enter-Project([string]$name) {
    $null = New-Item -ItemType Directory "$work\$name"
    Set-Location "$work\$name"
    Copy-Item "$source\status.txt"
}
function Write-Project([string]$template, [string]$file, [hashtable]$words) {
    $text = Get-Content -Raw $template
    foreach ($word in $words.Keys) { $text = $text.Replace("@$word@", $words[$word]) }
    Set-Content $file $text
}
function Run([string]$program, [string[]]$words) {
    & $program @words
    if ($LASTEXITCODE -ne 0) { throw "$program $words ended with $LASTEXITCODE" }
}
function Test-Program([string]$program) {
    $printed = & $program
    if ($LASTEXITCODE -ne 0 -or $printed[0] -ne '404 is number 2' -or $printed[1] -notlike "PerfectHash $version*") { throw "$program printed: $printed" }
}

try {
    foreach ($framework in 'net8.0', 'net10.0', 'net472') {
        Enter-Project $framework
        Copy-Item "$source\csharp\Program.cs"
        Write-Project "$source\csharp\App.csproj" App.csproj @{ FRAMEWORK = $framework; VERSION = $version }
        Run dotnet build, '--nologo', '-o', out
        Test-Program .\out\App.exe
    }
    $folder = "packages\PerfectHash.$version\build\native\PerfectHash"
    $hows = @{
        config = @{ BEFORE = "<Import Project=""$folder.props"" />"; AFTER = "<Import Project=""$folder.targets"" />" }
        reference = @{ BEFORE = "<PropertyGroup><RestoreProjectStyle>PackageReference</RestoreProjectStyle></PropertyGroup><ItemGroup><PackageReference Include=""PerfectHash"" Version=""$version"" /></ItemGroup>"; AFTER = '' }
    }
    foreach ($how in $hows.Keys) {
        foreach ($language in 'c', 'cpp') {
            Enter-Project "$how-$language"
            Copy-Item "$source\c\main.$language"
            Write-Project "$source\c\App.vcxproj" App.vcxproj $hows[$how]
            (Get-Content -Raw App.vcxproj).Replace('main.c', "main.$language") | Set-Content App.vcxproj
            if ($how -eq 'config') {
                "<packages><package id=""PerfectHash"" version=""$version"" targetFramework=""native"" /></packages>" | Set-Content packages.config
                Run nuget restore, packages.config, '-PackagesDirectory', packages
            } else {
                Run msbuild '-t:Restore', App.vcxproj, '-nologo'
            }
            Run msbuild App.vcxproj, '-nologo', '-p:Configuration=Release', '-p:Platform=x64'
            Test-Program .\bin\App.exe
            $made = (Get-Item bin\App.exe).LastWriteTime
            Run devenv.com App.vcxproj, '/Build', 'Release|x64'
            if ((Get-Item bin\App.exe).LastWriteTime -ne $made) { throw 'the IDE built what was up to date' }
        }
    }
} finally {
    Set-Location $PSScriptRoot
    Remove-Item -Recurse -Force $work
}
'done'
