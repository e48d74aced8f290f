# ./bench powershell: 50,000 rows are asked for their words' positions, a third of them no keys: by a
# loop over a [hashtable], and by one FindMany of a table of the same 100,000 words, of an array of
# strings and of one of objects. Each answer is compared. Rounds alternate, and a ratio is the median
# of the rounds' own ones.  -Json: an object a line.
param([int]$Rounds = 9, [switch]$Json)
$random = [Random]::new(31)
$letters = [char[]]'abcdefghijklmnopqrstuvwxyz'
$hash = [hashtable]::new([StringComparer]::Ordinal)
while ($hash.Count -lt 100000) { $word = [string]::new($random.GetItems[char]($letters, $random.Next(3, 15))); if (-not $hash.ContainsKey($word)) { $hash[$word] = $hash.Count } }
$keys = [string[]]::new($hash.Count)
foreach ($pair in $hash.GetEnumerator()) { $keys[$pair.Value] = $pair.Key }
$rows = [string[]]::new(50000)
for ($i = 0; $i -lt $rows.Length; $i++) { $rows[$i] = $keys[$random.Next($keys.Length)]; if ($i % 3 -eq 0) { $rows[$i] += '!' } }
$objects = [object[]]$rows
$table = (New-Object -ComObject PerfectHash.IocpContext).TableCreateFromKeys($keys, 'Words', '', '--KeyType=Text')

function Measure-Ms([scriptblock]$work) { $watch = [Diagnostics.Stopwatch]::StartNew(); $answers = & $work; $watch.Stop(); , $answers; $watch.Elapsed.TotalMilliseconds }
$loop = { $found = [int[]]::new($rows.Length); for ($i = 0; $i -lt $rows.Length; $i++) { $at = $hash[$rows[$i]]; $found[$i] = if ($null -eq $at) { -1 } else { $at } }; , $found }
$ways = [ordered]@{ 'an array of strings' = { , $table.FindMany($rows) }; 'an array of objects' = { , $table.FindMany($objects) } }
foreach ($way in $ways.Keys) {
    $ratios = @(); $ours = @(); $theirs = @()
    for ($round = 0; $round -le $Rounds; $round++) {
        $expected, $their = Measure-Ms $loop
        $answers, $our = Measure-Ms $ways[$way]
        if (-not [Linq.Enumerable]::SequenceEqual([int[]]$expected, [int[]]$answers)) { throw "$way has a wrong answer" }
        if ($round) { $ratios += $our / $their; $ours += $our; $theirs += $their } # the first round compiles
    }
    $middle = { param($values) ($values | Sort-Object)[[int](($values.Count - 1) / 2)] }
    $ratio, $our, $their = (& $middle $ratios), (& $middle $ours), (& $middle $theirs)
    if ($Json) { [ordered]@{ bench = 'powershell'; way = $way; rows = $rows.Length; ratio = $ratio; ms = $our; peer_ms = $their } | ConvertTo-Json -Compress }
    else { 'FindMany of {0}: {1:F2} of a loop over a hashtable ({2:F1} of {3:F1} ms for {4} rows)' -f $way, $ratio, $our, $their, $rows.Length }
}
