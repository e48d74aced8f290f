# Asks some tables as PowerShell modules for every key and for strangers.
$questions = $failures = 0
foreach ($line in Get-Content tables) {
    $name, $keyBytes, $valueBits, $besideBits, $prints, $file = $line.Split(' ')
    if ($name -notin 'Flat1', 'Compact64', 'Methods', 'Value16Flat64') { continue }
    Import-Module "./$file"
    $table = [type]$name
    $data = [IO.File]::ReadAllBytes("$PWD/$file.ask")
    $mistakes = 0
    for ($at = 0; $at -lt $data.Length;) {
        $length = [BitConverter]::ToInt32($data, $at)
        $key = switch ($keyBytes) {
            4 { [BitConverter]::ToUInt32($data, $at + 4) }
            8 { [BitConverter]::ToUInt64($data, $at + 4) }
            default { [Text.Encoding]::Latin1.GetString($data, $at + 4, $length) }
        }
        $answer = [BitConverter]::ToInt64($data, $at + 4 + $length)
        $at += 20 + $length
        $questions++
        if ($prints -eq 0) {
            if ($answer -ge 0 -and $table::Value($key) -ne $answer) { $mistakes++ }
        } elseif ($table::Find($key) -ne $answer -or $table::Contains($key) -ne ($answer -ge 0)) { $mistakes++ }
    }
    if ($mistakes -ne 0) { "${file}: $mistakes mistakes" }
    $failures += $mistakes
}
"$questions questions, $failures failures"
