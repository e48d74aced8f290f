# PerfectHash from PowerShell: a table of text keys, as it answers a parser.  pwsh -File texts.ps1
# An array of strings of which none is a number has text keys; a position is that in the array.
$methods = 'GET', 'HEAD', 'POST', 'PUT', 'DELETE'

$context = New-Object -ComObject PerfectHash.IocpContext
$table = $context.TableCreateFromKeys($methods, 'Methods')
"$($table.Name): $($table.KeyCount) keys of type $($table.KeyType)"
"POST: $($table.Find('POST')), PATCH: $($table.Find('PATCH')), post: $($table.Find('post'))"

# Many at once: -1 for each that is no key.
"many: $($table.FindMany(@('DELETE', 'TRACE', 'GET')) -join ' ')"

# Letters of any case, of ASCII.
$any = $context.TableCreateFromKeys($methods, 'Methods', '', '--IgnoreCase')
"post: $($any.Find('post'))"

# Numbers among texts: an option says that all are texts.
try {
    $null = $context.TableCreateFromKeys(@('a', '01', '1'), 'Both')
} catch {
    $_.Exception.GetBaseException().Message
}
"01: $($context.TableCreateFromKeys(@('a', '01', '1'), 'Both', '', '--KeyType=Text').Find('01'))"
