# What a PowerShell user has in hand, the output of a cmdlet, serves as keys and as a key. Runs in a folder with keys/.
$context = New-Object -ComObject PerfectHash.IocpContext
Set-Content lines.txt '404', '200', '500', '200'

function Show([string] $what, [scriptblock] $do) {
    try { '{0}: {1}' -f $what, ((& $do) -join ' ') } catch { '{0} fails: {1}' -f $what, $_.Exception.GetBaseException().Message }
}
function Make($keys) { $context.TableCreateFromKeys($keys, 'T') }

Show 'Sort-Object -Unique' { (Make (3, 1, 2, 3 | Sort-Object -Unique)).KeyCount }
Show 'Sort-Object of texts' { (Make ('3', '1', '2' | Sort-Object)).Find(2) }
Show 'Where-Object' { (Make (1..9 | Where-Object { $_ -gt 4 })).KeyCount }
Show 'ForEach-Object' { (Make (1..9 | ForEach-Object { $_ * 3 })).Find(9) }
Show 'Get-Random' { (Make (1..100 | Get-Random -Count 10)).KeyCount }
Show 'Select-Object -Unique' { (Make (1, 2, 2, 3 | Select-Object -Unique)).KeyCount }
Show 'Select-Object -First' { (Make (1..9 | Select-Object -First 4)).KeyCount }
Show 'Get-Content' { (Make (Get-Content lines.txt | Select-Object -First 3)).Find(500) }
Show 'Get-Content | Sort-Object' { (Make (Get-Content lines.txt | Sort-Object -Unique)).KeyCount }
Show 'Get-Content -Raw, split' { (Make ((Get-Content -Raw lines.txt) -split '\r?\n' | Select-Object -First 3)).KeyCount }
Show 'ConvertFrom-Json' { (Make ('[404,200,-5]' | ConvertFrom-Json)).Find(-5) }
Show 'negative and large' { (Make (-5, 4294967290, 7 | Sort-Object)).Find(-5) }
Show '64 bits' { (Make ([uint64]::MaxValue, 5 | Sort-Object)).KeySizeInBytes }
Show 'one' { (Make (Get-Random -Maximum 100)).KeyCount }
$table = Make (1..100)
Show 'a line' { $table.Find((Get-Content lines.txt)[1]) }
Show 'one of a pipeline' { $table.Index((5 | Get-Random)) }
Show 'sought from a pipeline' { $table.FindMany((3, 1, 'n/a', $null, 4 | Select-Object)) }
Show 'a wrapped date' { $table.Find((Get-Date -Year 2024 | Select-Object)) -ge 0 }
Show 'rows and columns' {
    $block = New-Object 'object[,]' 3, 1
    $block[0, 0] = 3.0; $block[1, 0] = 'n/a'; $block[2, 0] = 1
    $answers = $table.FindMany($block)
    $answers.Rank, $answers[0, 0], $answers[1, 0], $answers[2, 0]
}
foreach ($none in @([Type]::Missing, [Reflection.Missing]::Value, $null, [NullString]::Value, '')) {
    Show 'not given' { $made = $context.TableCreateFromKeys(@(1, 2), 'T', $none, '--RngSeed=3'); "'$($made.OutputDirectory)' $($made.RngSeed)" }
}
Show 'no keys' { (Make $null).KeyCount }
Show 'missing keys' { (Make ([Type]::Missing)).KeyCount }

$tables = $context.BulkCreate('keys', 'out')
Show 'names' { $tables.Names }
Show 'by a name of a pipeline' { $tables.Item(($tables.Names | Select-Object -Last 1)).Name }
Show 'Item of null' { $tables.Item($null).Name }
Show 'Item of false' { $tables.Item($false).Name }
Remove-Item 'out/b_Chm01_Quadx_And/b.pht'
$count = 0
foreach ($one in $context.BulkCreate('keys', $null, '--NoFileIo')) { $count++ }
Show 'tables that were not kept' { $count }
foreach ($one in $tables) { Show 'a table' { $one.Find(5) } }
Show 'keys' { $tables.Item('a').Keys() }
Show 'a key, reckoned with' { $tables.Item('a').KeyAt(2) + 1 }
Show 'bytes' { $context.TableCreateFromKeys([byte[]](7, 200), 'T', $null, '--ByteKeys').Find(200) }
Show 'types' { (Make @(7, 4294967295)).Keys() | ForEach-Object { $_.GetType().Name } }
$job = $context.BeginTableCreateFromKeys(@(1, 2, 3), 'T')
$null = $job.Wait(-1)
Show 'a job''s result' { [object]::ReferenceEquals($job.Result, $job.Result) }
