# Asks some tables with records as PowerShell modules for every row and column, and for strangers.
$questions = $failures = 0

# A value as the rows have it.
function Told($kind, $value) {
    switch ($kind) {
        'bool' { "$value".ToLowerInvariant() }
        'f64' { [BitConverter]::DoubleToInt64Bits($value).ToString('x16') }
        'enum' { "$value".Trim('_') }
        default { "$value" }
    }
}

foreach ($line in Get-Content records) {
    $name, $keyBytes, $file, $columns = $line.Split(' ')
    if ($name -notin 'Statuses', 'Things', 'LongFolded', 'HardFew', 'Words') { continue }
    Import-Module "./$file"
    $table = [type]$name
    $mistakes = 0
    foreach ($what in 'rows', 'strangers') {
        $data = [IO.File]::ReadAllBytes("$PWD/$file.$what")
        $row = 0
        for ($at = 0; $at -lt $data.Length;) {
            $length = [BitConverter]::ToInt32($data, $at)
            $key = $keyBytes -eq 4 ? [BitConverter]::ToUInt32($data, $at + 4) : [Text.Encoding]::UTF8.GetString($data, $at + 4, $length)
            $at += 4 + $length
            $record = $table::Find($key)
            if ($what -eq 'strangers') {
                if ($null -ne $record -or $table::FindIndex($key) -ne -1) { $mistakes++ }
                $questions++
                if ($questions % 5000 -eq 0) { break }
                continue
            }
            foreach ($column in $columns) {
                $kind, $member, $null = $column.Split(':')
                $length = [BitConverter]::ToInt32($data, $at)
                if ((Told $kind $record.$member) -cne [Text.Encoding]::UTF8.GetString($data, $at + 4, $length)) { $mistakes++ }
                $at += 4 + $length
                $questions++
            }
            if ($table::FindIndex($key) -ne $row -or $record.Position -ne $row -or $table::At($row) -ne $record) { $mistakes++ }
            $row++
        }
        if ($what -eq 'rows' -and $row -ne $table::Count) { $mistakes++ }
    }
    if ($mistakes -ne 0) { "${file}: $mistakes mistakes" }
    $failures += $mistakes
}
"$questions questions, $failures failures"
