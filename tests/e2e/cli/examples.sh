#!/usr/bin/env bash
# examples.sh: each example in --help is a command line that works. Those of PerfectHashCreate and PerfectHashBulkCreate make tables of files with the
# names that they use; of those of the server and its client the options are parsed, as the programs do before they print --help.
set -u
. "$(dirname "$0")/program.inc"
cd "$work" || exit 1
printf '200\n301\n404\n500\n' >codes.txt
printf 'name,port\nhttp,80\nhttps,443\n' >services.csv
mkdir keys && cp codes.txt keys
tested=$BIN/PerfectHashCreate.exe
run 0 codes.txt -o codes.pht
for program in PerfectHashCreate PerfectHashBulkCreate PerfectHashServer PerfectHashClient; do
  tested=$BIN/$program.exe also=()
  [[ $program = *Create ]] || also=(--help)
  run 0 --help
  mapfile -t examples < <(tr -d '\r' <stdout | sed -n 's/^  Example: //p')
  [ ${#examples[@]} -ge 4 ] || complain "only ${#examples[@]} examples"
  set -f
  for example in "${examples[@]}"; do
    [[ $example = "$program "* ]] || complain "an example of another program: $example"
    example=${example#* } example=${example//\\/\\\\}
    eval "words=(${example//;/\\;})"
    run 0 "${words[@]}" "${also[@]}"
  done
  set +f
done
exit $bad
