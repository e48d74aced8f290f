# PerfectHash from PowerShell: a table of HTTP status codes.  pwsh -File status.ps1
# A key's position in the table is its position in the array that the table was made from.
$codes = 200, 201, 204, 301, 302, 304, 400, 401, 403, 404, 500
$texts = 'OK', 'Created', 'No Content', 'Moved Permanently', 'Found', 'Not Modified', 'Bad Request', 'Unauthorized',
         'Forbidden', 'Not Found', 'Internal Server Error'

$context = New-Object -ComObject PerfectHash.IocpContext
$table = $context.TableCreateFromKeys($codes, 'HttpStatus')
"$($table.Name): $($table.KeyCount) keys"

# One key that is known to be in the set (Index), and one that may not be (Contains, or Find, which gives -1).
"404: $($texts[$table.Index(404)])"
if (-not $table.Contains(418)) { '418: not in the table' }

# Many keys at once.
$seen = 500, 200, 301
$positions = $table.IndexMany($seen)
for ($i = 0; $i -lt $seen.Count; $i++) { "$($seen[$i]): $($texts[$positions[$i]])" }

# A keys file that isn't there.
try {
    $null = $context.TableCreate('no-such.keys')
} catch {
    $inner = $_.Exception.GetBaseException()
    '{0} (0x{1:X8})' -f $inner.Message, $inner.HResult
}
