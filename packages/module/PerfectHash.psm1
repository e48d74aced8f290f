# PerfectHash for PowerShell 5.1 and later. Its objects are those of the PerfectHash.dll beside this file, which is registered nowhere.
if (-not [Environment]::Is64BitProcess) { throw 'PerfectHash is a 64-bit module: use a 64-bit PowerShell.' }
if (-not ('PerfectHash.Activation' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot 'Activation.cs') }
[PerfectHash.Activation]::Load((Join-Path $PSScriptRoot 'PerfectHash.dll'))

$contextClass = 'd252fc77-fdaf-4a14-8719-a7e8f1fc5526'
$serverClass = '8222d1d4-34f3-4f73-9ff2-2199fae3b308'
$keyTypes = [byte], [sbyte], [int16], [uint16], [int32], [uint32], [int64], [uint64], [single], [double], [decimal], [string]

# Returns what a key is below the wrapping of a pipeline. Another type would never reach the server. (A call costs: callers handle the usual type.)
function Get-Key($value) {
    $key = if ($null -ne $value) { $value.PSObject.BaseObject }
    if ($key -is [guid]) { return $key.ToString() } # .NET passes no [guid] on
    if ($key -is [enum]) { return [Convert]::ChangeType($key, [enum]::GetUnderlyingType($key.GetType())) }
    if ($null -eq $key -or $key.GetType() -notin $keyTypes) { throw [ArgumentException]"'$value' is no key: expected an integer, or a text such as 0x7B." }
    $key
}

# Returns a path of the file system in full: PowerShell's current folder is not that of the process.
function Get-FullPath([string]$path) {
    if ($path) { $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path) } else { '' }
}

# Sets properties of an object by a hashtable.
function Set-Setting($object, [System.Collections.IDictionary]$settings) {
    foreach ($name in $settings.Keys) { $object.$name = $settings[$name] }
}

# Gives a table a property Values: what belongs to the key at each position, or nothing.
function Add-Value($table, $values) {
    Add-Member -InputObject $table -MemberType NoteProperty -Name Values -Value $values -PassThru
}

function New-PerfectHashContext {
    <#
    .SYNOPSIS
    Makes an IocpContext, which makes and loads tables.
    .DESCRIPTION
    The other commands make a context of their own. One that you make has all methods and properties of the COM class PerfectHash.IocpContext.
    .PARAMETER Setting
    Properties of the context by name, such as @{ HashFunction = 'Mulshrolate2RX'; RngSeed = 7 }.
    .EXAMPLE
    (New-PerfectHashContext).Version
    .EXAMPLE
    $table = (New-PerfectHashContext -Setting @{ RngSeed = 7 }).TableCreate("$PWD\http.txt")
    #>
    [CmdletBinding()]
    param([System.Collections.IDictionary] $Setting = @{})
    $context = [PerfectHash.Activation]::Create($contextClass)
    Set-Setting $context $Setting
    $context
}

function New-PerfectHashTable {
    <#
    .SYNOPSIS
    Makes a table of keys, of hashtables or of objects.
    .DESCRIPTION
    A key's position is its place in the input, from 0. Of a hashtable the keys become the table's keys, and Find-PerfectHashKey gives the value that
    belongs to each. With -Property the input may be any objects: the named property is the key, the object is the value.
    .PARAMETER InputObject
    Keys (integers, texts such as 0x7B, GUIDs, or words that are no numbers), hashtables, or objects that have the property which -Property names.
    .PARAMETER Name
    The table's name, which its files and its lookup function have as well.
    .PARAMETER Property
    The property of the input's objects that is the key.
    .PARAMETER OutputDirectory
    The folder for the C header and the table file (.pht). Without it the table stays in memory.
    .PARAMETER HashFunction
    The hash function; Quadx when it isn't given.
    .PARAMETER Options
    Options of the table, as PerfectHashCreate.exe takes them, such as '--Contains --RngSeed=7'.
    .EXAMPLE
    $table = 200, 301, 404, 500 | New-PerfectHashTable -Name http
    $table.Index(404)
    .EXAMPLE
    $table = New-PerfectHashTable @{ 200 = 'OK'; 404 = 'Not Found' } -Name http
    404 | Find-PerfectHashKey $table
    .EXAMPLE
    $table = 'GET', 'HEAD', 'POST' | New-PerfectHashTable -Name methods -Options '--IgnoreCase'
    'post' | Find-PerfectHashKey $table
    .EXAMPLE
    $table = [guid[]](Get-Content ids.txt) | New-PerfectHashTable -Name ids
    .EXAMPLE
    $table = Get-Process | New-PerfectHashTable -Property Id -Name processes
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipeline, Position = 0)] [object[]] $InputObject,
        [Parameter(Position = 1)] [string] $Name = 'table',
        [string] $Property,
        [string] $OutputDirectory,
        [ArgumentCompleter({
            param($command, $parameter, $word)
            'Quadx', 'MultiplyShiftR', 'MultiplyShiftRX', 'Mulshrolate1RX', 'Mulshrolate2RX', 'Mulshrolate3RX', 'Mulshrolate4RX' -like "$word*"
        })]
        [string] $HashFunction,
        [string] $Options = ''
    )
    begin {
        $keys = New-Object System.Collections.Generic.List[object]
        $values = New-Object System.Collections.Generic.List[object]
    }
    process {
        foreach ($item in $InputObject) {
            if ($Property) {
                $keys.Add((Get-Key $item.$Property))
                $values.Add($item)
            } elseif ($item -is [System.Collections.IDictionary]) {
                foreach ($entry in $item.GetEnumerator()) {
                    $keys.Add((Get-Key $entry.Key))
                    $values.Add($entry.Value)
                }
            } elseif ($item -is [int]) {
                $keys.Add($item.PSObject.BaseObject)
            } else {
                $keys.Add((Get-Key $item))
            }
        }
    }
    end {
        if ($values.Count -gt 0 -and $values.Count -ne $keys.Count) { throw [ArgumentException]'The input has keys alone and keys with values: expected one of both.' }
        $settings = if ($HashFunction) { @{ HashFunction = $HashFunction } } else { @{} }
        $context = New-PerfectHashContext -Setting $settings
        $table = $context.TableCreateFromKeys($keys.ToArray(), $Name, (Get-FullPath $OutputDirectory), $Options)
        Add-Value $table $(if ($values.Count -gt 0) { , $values.ToArray() })
    }
}

function Import-PerfectHashTable {
    <#
    .SYNOPSIS
    Loads table files (.pht).
    .PARAMETER Path
    The table file. Get-ChildItem's files may come by the pipeline.
    .PARAMETER Values
    What belongs to the key at each position, which Find-PerfectHashKey gives.
    .EXAMPLE
    $table = Import-PerfectHashTable tables\http_Chm01_Quadx_And\http.pht
    .EXAMPLE
    Get-ChildItem *.pht | Import-PerfectHashTable | ForEach-Object { $_.KeyCount }
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName, Position = 0)] [Alias('FullName', 'PSPath')] [string] $Path,
        [object[]] $Values
    )
    process {
        $table = (New-PerfectHashContext).LoadTable((Get-FullPath $Path))
        if ($Values -and $Values.Count -ne $table.KeyCount) { throw [ArgumentException]"${Path}: expected $($table.KeyCount) values, one for each key, instead of $($Values.Count)." }
        Add-Value $table $Values
    }
}

function Find-PerfectHashKey {
    <#
    .SYNOPSIS
    Looks keys up in a table.
    .DESCRIPTION
    For each key there is an object with Key, Position and Value. The position of a key that isn't in the table is -1, and its value is $null, as is
    that of any key of a table without values. Keys of a pipeline are looked up many at a time.
    .PARAMETER Table
    The table: of New-PerfectHashTable, Import-PerfectHashTable or a context.
    .PARAMETER Key
    The keys.
    .EXAMPLE
    404, 418 | Find-PerfectHashKey $table
    .EXAMPLE
    Get-Content ids.txt | Find-PerfectHashKey $table | Where-Object Position -ge 0
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [object] $Table,
        [Parameter(Mandatory, ValueFromPipeline, Position = 1)] [object[]] $Key
    )
    begin {
        $many = 1024
        $values = $Table.Values
        $waiting = New-Object System.Collections.Generic.List[object]
        $look = {
            $positions = $Table.FindMany($waiting.ToArray())
            for ($i = 0; $i -lt $waiting.Count; $i++) {
                $position = [int]$positions[$i]
                $value = if ($null -ne $values -and $position -ge 0) { $values[$position] }
                [pscustomobject]@{ PSTypeName = 'PerfectHash.Found'; Key = $waiting[$i]; Position = $position; Value = $value }
            }
            $waiting.Clear()
        }
    }
    process {
        foreach ($one in $Key) {
            if ($one -is [int]) { $waiting.Add($one.PSObject.BaseObject) } else { $waiting.Add((Get-Key $one)) }
            if ($waiting.Count -eq $many) { . $look }
        }
    }
    end {
        if ($waiting.Count -gt 0) { . $look }
    }
}

function Start-PerfectHashServer {
    <#
    .SYNOPSIS
    Starts a server in this process, which makes tables for other processes.
    .DESCRIPTION
    Returns the server's object. The server runs until its method Stop is called or the process ends.
    .PARAMETER Endpoint
    The name of the pipe; that of the product when it isn't given.
    .PARAMETER Setting
    Other properties of the server by name, such as @{ AllowedRoots = 'D:\keys'; MaxRequests = 4 }.
    .EXAMPLE
    $server = Start-PerfectHashServer -Setting @{ AllowedRoots = "$PWD" }
    $server.Stop()
    #>
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)] [string] $Endpoint,
        [System.Collections.IDictionary] $Setting = @{}
    )
    $server = [PerfectHash.Activation]::Create($serverClass)
    if ($Endpoint) { $server.Endpoint = $Endpoint }
    Set-Setting $server $Setting
    $server.Start()
    $server
}

Export-ModuleMember -Function New-PerfectHashContext, New-PerfectHashTable, Import-PerfectHashTable, Find-PerfectHashKey, Start-PerfectHashServer
