#!/usr/bin/env bash
# forbidden.sh ROOT: below the programs nothing makes threads or runs code behind the runtime's back, and nothing talks to a console. Names each
# call that does.
set -u
cd "$1/src" || exit 2
threads='CreateThreadpool\w*|SubmitThreadpool\w*|SetThreadpool\w*|TrySubmitThreadpool\w*|Tp[A-Z]\w*|CreateTimerQueue\w*|QueueUserWorkItem|QueueUserAPC\w*|BindIoCompletionCallback|RegisterWaitForSingleObject\w*|SetWaitableTimer\w*|ReadFileEx|WriteFileEx|SleepEx|WaitFor\w+ObjectsEx|timeSetEvent|_beginthread\w*'
console='printf|fprintf|vfprintf|fwrite|wprintf|puts|putchar|fputs|fputws|_putws|getchar|gets|scanf|AllocConsole|AttachConsole|FreeConsole|WriteConsole\w*|ReadConsole\w*|SetConsole\w*|GetConsole\w*|GetStdHandle|MessageBox\w*'
bad=0 seen=0
# runtime/pure/check.c is let off: a debug build says on stderr why it aborts.
while IFS= read -r file; do
  seen=$((seen + 1))
  # Comments may speak of them.
  hits=$(sed -E 's#//.*##; s#/\*([^*]|\*[^/])*\*/##g; s#^[[:space:]]*/?\*.*##' "$file" | grep -nE "\b($threads|$console)[[:space:]]*\(") || continue
  sed "s#^#src/$file:#; s#\$#    <- not below the programs#" <<<"$hits"
  bad=1
done < <(find . -name '*.[ch]' -not -path './exe/*' -not -path './runtime/pure/check.c' | sed 's#^\./##')
[ $seen -gt 0 ] || { echo "no sources found"; exit 1; }
exit $bad
