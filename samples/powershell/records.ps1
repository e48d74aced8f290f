# PerfectHash from PowerShell: keys with columns of values of any types.  pwsh -File records.ps1
$context = New-Object -ComObject PerfectHash.IocpContext

# A dictionary in one line, in its order. A key that isn't there has $null.
$ports = [ordered]@{ http = 80; https = 443; ssh = 22 }
$table = $context.TableCreateFromRecords($ports, $null, 'Ports')
"$($table.Name): ssh has $($table.Value('ssh')), gopher nothing: $($null -eq $table.Value('gopher'))"

# Rows of several columns, which the option names. PowerShell 7 shows nothing of a hashtable: its keys and values are two arguments.
$services = @{
    http = @(80, $false, [datetime]'2026-11-30', 12.5d)
    https = @(443, $true, [datetime]'2026-12-01', 0.0001d)
}
$table = $context.TableCreateFromRecords(@($services.Keys), @($services.Values), 'Services', '', '--Columns=port,secure,since,price')
"columns: $($table.ColumnNames -join ', '); types: $($table.ColumnTypes -join ', ')"
$row = $table.Item('https')
"https: $($row[0]), $($row[1]), $($row[2].ToString('yyyy-MM-dd')), $($row[3].GetType().Name) $($row[3])"

# Typed arrays are columns, and a 64-bit integer stays one.
$table = $context.TableCreateFromRecords([int[]](1, 2), @([long[]](9007199254740993, -1), [string[]]('far', 'near')), 'Two', '', '--Columns=number,name')
"number: $($table.Value(1, 'number')), $($table.Value(1, 'number').GetType().Name); name: $($table.Value(2, 'name'))"

# Many at once.
"many: $($table.ValueMany(@(2, 7, 1), 'name') -join '|')"

# Objects: a column of each property.
$files = @([pscustomobject]@{ Name = 'a.txt'; Size = 5 }, [pscustomobject]@{ Name = 'b.txt'; Size = 700 })
"b.txt: $($context.TableCreateFromRecords(@($files.Name), @($files.Size), 'Files').Value('b.txt'))"
