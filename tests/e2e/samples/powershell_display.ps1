# What PowerShell shows of the objects by itself: members, default output, JSON, an error in full.
$context = New-Object -ComObject PerfectHash.IocpContext
$table = $context.TableCreateFromKeys(@(200, 301, 404, 500), 'http')

function Lines($text) { ($text | Out-String -Width 200) -split "`r?`n" | Where-Object { $_.Trim() -and $_ -notmatch "TypeName:" } | ForEach-Object TrimEnd }

Lines ($context | Get-Member -MemberType Method)
Lines ($table | Get-Member)
Lines ($table | Select-Object * -ExcludeProperty *Microseconds, Attempts, AttemptsMade, Setups, RejectedAttempts, Seeds, TableBytes)
"SolveMicroseconds is there: $($table.SolveMicroseconds -gt 0)"
"the default output names the keys: $((Lines $table) -contains 'KeyCount          : 4')"
"as JSON: $(($table | ConvertTo-Json | ConvertFrom-Json).KeyCount) keys"
try { $context.TableCreate('no-such.keys') } catch { $_.Exception.Message; $_.Exception.GetType().FullName; '0x{0:X8}' -f $_.Exception.HResult }
