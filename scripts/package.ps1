# package.ps1 ROOT [BUILD [OUT]]: what package.cmd does once PerfectHash.sln is built: the portable ZIP of what packages\zip\files.txt lists, the release notes
# and SHA256SUMS. BUILD has the folders bin, with x86 in it, and generated; for the solution's they are looked for below build\msvc and build\msvc-Win32.
param([string]$root, [string]$build, [string]$out = (Join-Path $root 'build\packages'))
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.IO.Compression
$bin = if ($build) { Join-Path $build bin } else { Join-Path $root 'build\msvc\Release\bin' }
$bin32 = if ($build) { Join-Path $bin x86 } else { Join-Path $root 'build\msvc-Win32\Release\bin' }
$generated = if ($build) { Join-Path $build generated } else { Join-Path $root 'build\msvc\generated' }
$version = [regex]::Match([IO.File]::ReadAllText((Join-Path $root 'src\version.h')), '#define PRODUCT_VERSION "(.*)"').Groups[1].Value
$name = "PerfectHash-$version-win-x64"
$utf8 = New-Object Text.UTF8Encoding $false

# A text with Windows's ends of lines.
function ConvertTo-Crlf([string]$text) { $text -replace "`r*`n", "`r`n" }

# What packages/zip/text does: Markdown as text.
function ConvertTo-Text([string]$text) {
    $text = $text -creplace "PERFECTHASH_VERSION is the DLL's version, three numbers\. ", '' -creplace 'PERFECTHASH_VERSION', $version
    $text = $text -creplace '\]\((docs/)?(\.\./)?((tutorial|how-to|reference|explanation)/)?([a-z-]+)\.md(#[^)\r\n]*)?\)', '] ($2$3$5.txt)'
    $text = $text -creplace '\]\(((\.\./)*(samples|idl)/[^)\r\n]*)\)', '] ($1)'
    $text = $text -creplace '\[([^]\r\n]*)\]\([^)\r\n]*\)', '$1' -creplace '\[([^]\r\n]*)\] \(', '$1 ('
    $text = $text -creplace '(?m)^ *```.*\r?\n', '' -creplace '(?m)(^|[^`])`([^`\r\n]*)`', '$1$2'
    $text.Replace('regscripts\', '')
}

# The files that a line of the list names, each with its folder in the ZIP.
function Get-Listed([string]$source, [string]$target) {
    $base = $root
    if ($source -like 'bin/x86/*') { $base = $bin32; $source = $source.Substring(8) }
    elseif ($source -like 'bin/*') { $base = $bin; $source = $source.Substring(4) }
    if ($source -like 'generated/*') { $base = $generated; $source = $source.Substring(10) }
    $folder = Join-Path $base (Split-Path $source)
    $pattern = Split-Path $source -Leaf
    $files = @(if ($source -like 'samples/*') { Get-ChildItem (Join-Path $root samples) -Recurse -File } else { Get-ChildItem $folder -File | Where-Object Name -like $pattern })
    if ($files.Count -eq 0) { throw "packages\zip\files.txt: there is no $source" }
    foreach ($file in $files) {
        $below = if ($source -like 'samples/*') { $file.DirectoryName.Substring((Resolve-Path $root).ProviderPath.TrimEnd('\', '.').Length).TrimStart('\').Replace('\', '/') } else { $target }
        [pscustomobject]@{ File = $file; Folder = $below }
    }
}

$entries = @{}
foreach ($line in [IO.File]::ReadAllLines((Join-Path $root 'packages\zip\files.txt'))) {
    $source, $target, $how = $line -split '\s+'
    if (-not $source -or $source.StartsWith('#')) { continue }
    foreach ($listed in Get-Listed $source $target) {
        $file = $listed.File.Name
        $bytes = switch ($how) {
            'filled' {
                $file = $file -replace '\.in$', ''
                $utf8.GetBytes((ConvertTo-Crlf ([IO.File]::ReadAllText($listed.File.FullName).Replace('@VERSION@', $version))))
            }
            'text' {
                $file = ($file -replace '\.md$', '') + '.txt'
                $utf8.GetBytes((ConvertTo-Crlf (ConvertTo-Text ([IO.File]::ReadAllText($listed.File.FullName)))))
            }
            default { [IO.File]::ReadAllBytes($listed.File.FullName) }
        }
        $path = if ($listed.Folder -eq '.') { "$name/$file" } else { "$name/$($listed.Folder)/$file" }
        $entries[$path] = $bytes
    }
}

$null = New-Item -ItemType Directory -Force $out
$stream = [IO.File]::Create((Join-Path $out "$name.zip"))
$zip = New-Object IO.Compression.ZipArchive $stream, ([IO.Compression.ZipArchiveMode]::Create)
foreach ($path in $entries.Keys | Sort-Object) {
    $entry = $zip.CreateEntry($path, [IO.Compression.CompressionLevel]::Optimal)
    $entry.LastWriteTime = [DateTimeOffset]'1980-01-01T00:00:00Z'     # the same files give the same bytes
    $to = $entry.Open()
    $to.Write($entries[$path], 0, $entries[$path].Length)
    $to.Dispose()
}
$zip.Dispose()
$stream.Dispose()

$changes = [IO.File]::ReadAllText((Join-Path $root CHANGELOG.md)) -replace "`r", ''
$notes = [regex]::Match($changes, "(?ms)^## $([regex]::Escape($version)).*?\n\n(.*?)(?=^## |\z)").Groups[1].Value
if (-not $notes) { throw "CHANGELOG.md says nothing of $version" }
[IO.File]::WriteAllText((Join-Path $out "PerfectHash-$version-notes.md"), $notes, $utf8)

$sums = foreach ($file in Get-ChildItem $out -File | Where-Object Name -ne SHA256SUMS | Sort-Object Name) {
    $hash = [Security.Cryptography.SHA256]::Create().ComputeHash([IO.File]::ReadAllBytes($file.FullName))
    "$([BitConverter]::ToString($hash).Replace('-', '').ToLower())  $($file.Name)"
}
[IO.File]::WriteAllText((Join-Path $out SHA256SUMS), ($sums -join "`n") + "`n", $utf8)
$sums
