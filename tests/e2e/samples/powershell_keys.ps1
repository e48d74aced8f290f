# Every kind of array that PowerShell makes serves as keys, and what serves not is refused with a text and an HRESULT of the contract.
$context = New-Object -ComObject PerfectHash.IocpContext

function Show([string] $what, $keys, $sought) {
    try {
        $table = $context.TableCreateFromKeys($keys, 'T')
        $positions = $table.IndexMany($sought)
        '{0}: {1} keys of {2} bytes, {3} [{4}]' -f $what, $table.KeyCount, $table.KeySizeInBytes, $positions.GetType().Name, ($positions -join ' ')
    } catch {
        $inner = $_.Exception.GetBaseException()
        '{0}: {1} 0x{2:X8} {3}' -f $what, $inner.GetType().Name, $inner.HResult, $inner.Message
    }
}

Show 'uint32' ([uint32[]](7, 5, [uint32]::MaxValue)) ([uint32[]](5, [uint32]::MaxValue, 7))
Show 'int' ([int[]](7, 5, -1)) ([int[]](5, -1, 7))
Show 'byte' ([byte[]](7, 0, 0, 0, 5, 0, 0, 0, 255, 255, 255, 255)) ([byte[]](255, 255, 255, 255, 5, 0, 0, 0))
Show 'long' ([long[]](7, 5, 9)) ([long[]](9, 5))
Show 'long beyond 32 bits' ([long[]](7, 5, 9000000000)) ([long[]](9000000000, 5))
Show 'ulong' ([ulong[]](7, 5, [ulong]::MaxValue)) ([ulong[]](5, [ulong]::MaxValue))
Show 'uint16' ([uint16[]](7, 5, 65535)) ([uint16[]](65535, 5))
Show 'a list of all kinds' @(7, '0x5', 9.0, [decimal]11, [byte]3) @(5, '11', 3)
Show 'a range' (1..1000) @(1000, 1)
Show 'a scalar' 5 5
Show 'empty' @() 5
Show 'null' $null 5
Show 'twice' @(1, 2, 1) 1
Show 'text' @(1, 'one') 1
Show 'half' @(1, 1.5) 1
Show 'too few bytes' ([byte[]](1, 2, 3, 4, 5)) 1
Show 'sought too large' @(1, 2) @(9000000000)

# GUIDs are keys of 128 bits, as texts; .NET passes no [guid] itself on.
$guids = [guid[]]('00000001-0002-0003-0405-060708090a0b', '11111111-2222-3333-4455-66778899aabb', 'ffffffff-ffff-ffff-ffff-ffffffffffff')
Show 'texts of guids' ([string[]]$guids) ([string[]]$guids[2, 0])
Show 'a list of such texts' @($guids | ForEach-Object ToString) "$($guids[1])"
Show 'no guid' @("$($guids[1])", 'one') 1

# Dictionaries are records, except a hashtable, of which .NET shows COM nothing: the error says how it is given.
foreach ($dictionary in [ordered]@{ ssh = 22; http = 80 }, [Collections.SortedList]@{ ssh = 22; http = 80 }, @{ ssh = 22; http = 80 }) {
    try {
        $table = $context.TableCreateFromRecords($dictionary, $null, 'R')
        '{0}: ssh is {1} and at {2}' -f $dictionary.GetType().Name, $table.Value('ssh'), $table.Index('ssh')
    } catch { "$($dictionary.GetType().Name): $($_.Exception.GetType().Name) 0x$($_.Exception.HResult.ToString('X8')) $($_.Exception.Message)" }
}
