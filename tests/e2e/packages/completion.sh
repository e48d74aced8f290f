#!/usr/bin/env bash
# completion.sh: bash and, where WINDOWS_TOOLS has one, PowerShell complete the programs' options and the words that an option is one of; manual pages have no
# error.
set -u
bad=0
complain() { echo "$1"; bad=1; }
. "$ROOT/packages/shell/perfecthash.bash"
# completes WORDS... EXPECTED: what bash offers for the last word, which may be empty
completes() {
  local expected=${*: -1}
  COMP_WORDS=("${@:1:$#-1}") COMP_CWORD=$(($# - 2)) COMPREPLY=()
  _perfecthash "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" 2>/dev/null
  [ "${COMPREPLY[*]}" = "$expected" ] || complain "bash completes ${COMP_WORDS[*]} by: ${COMPREPLY[*]}"
}
completes PerfectHashCreate --KeyC '--KeyColumn='
completes perfecthash --Pack '--Packed'
completes PerfectHashServer.exe --MaxJob '--MaxJobSeconds='
completes PerfectHashClient --Pi '--Ping'
completes PerfectHashCreate --KeyType = T 'Text'
completes PerfectHashCreate --KeyType = = 'Auto Number Text Gperf'
completes PerfectHashCreate --Nothing ''
if [ -n "${WINDOWS_TOOLS-}" ]; then
  completed=$("$WINDOWS_TOOLS/bin/pwsh" -NoProfile -Command '
    . "$env:ROOT/packages/shell/PerfectHash.Completion.ps1"
    foreach ($line in "PerfectHashCreate --KeyC", "PerfectHashBulkCreate.exe --ErrorFormat=g", "PerfectHashServer --MaxJob") {
      ([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | ForEach-Object CompletionText) -join " "
    }' </dev/null | tr -d '\r')
  [ "$completed" = "$(printf '%s\n' --KeyColumn= --ErrorFormat=gnu --MaxJobSeconds=)" ] || complain "PowerShell completes by: $completed"
fi
for program in PerfectHashCreate PerfectHashBulkCreate PerfectHashServer PerfectHashClient perfecthash; do
  "$ROOT/scripts/shell-help" man $program >"${TMPDIR:-/tmp}/page.$$" || complain "there is no manual page of $program"
  said=$(groff -man -Tutf8 -ww "${TMPDIR:-/tmp}/page.$$" 2>&1 >/dev/null) && [ -z "$said" ] || complain "the manual page of $program: $said"
done
rm -f "${TMPDIR:-/tmp}/page.$$"
exit $bad
