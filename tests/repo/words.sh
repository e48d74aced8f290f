#!/usr/bin/env bash
# words.sh ROOT: the files speak of the product alone: no paths of one machine, no notes to self, no trackers' numbers. Names each line.
# (Patterns hold a [bracket] so that they don't find themselves.)
set -u
cd "$1" || exit 2
files=$(git ls-files 2>/dev/null || true)
[ -n "$files" ] || files=$(find . -type f -not -path './build/*' -not -path './.git/*')
bad=0
reject() { # reject FLAGS PATTERN WHY [FILE that may]
  local hits
  hits=$(grep -nHI $1 -e "$2" -- $(grep -vxF -- "${4:-}" <<<"$files")) || return 0
  sed "s#\$#    <- $3#" <<<"$hits"
  bad=1
}
reject -E '(^|[^[:alnum:]_.~/)}-])/([w]ork|[r]oot|[h]ome|[U]sers|[m]nt)/' 'a path of one machine'
reject -E '\.\./[s]hared' 'a folder outside the repository' .ci/run
reject -iE '[C]:\\[U]sers\\' 'a path of one machine'
reject -E '\b[T]ODO\b|\b[F]IXME\b|\b[X]XX\b' 'a note to self'
reject -iE '\b[i]ssues? #?[0-9]+|\bPR #[0-9]+' 'a number of a tracker'
reject -iE '[C]o-Authored-By|[c]hatgpt|[c]opilot|[c]laude|[a]nthropic|[o]penai' 'not of the product'
reject -E '[E]_NOTIMPL' 'a method that is not there'
exit $bad
