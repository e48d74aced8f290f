#!/usr/bin/env bash
# sample.sh NAME: the sample in samples/NAME (or the script here) prints, line by line, what NAME.expected holds, or else
# what status.expected does.
. "$ROOT/tests/e2e/samples/sample.inc"
bad_files() {
  mkdir folder
  : >empty.keys
  printf '\1\2\3\4\5' >odd.keys
  printf '\1\0\0\0\2\0\0\0\1\0\0\0' >twice.keys
  printf '1\ntwo\n' >words.txt
  printf 'MZ but no more' >no.dll
  printf '1\n2\n3\n' >good.txt
  wine "$BIN/PerfectHashCreate.exe" good.txt good --Quiet || fail "no table is made of good.txt"
  head -c 100 good/*/good.pht >cut.pht
  sed 's/good/GOOD/' good/*/good.pht >changed.pht
}
collection_files() {
  mkdir keys
  printf '%s\n' 200 301 404 >keys/a.txt
  printf '%s\n' 2 3 5 >keys/b.txt
  printf '%s\n' 7 11 >keys/c.txt
}
server_files() {
  printf '2\n3\n5\n7\n11\n13\n17\n' >primes.txt
  printf '1\ntwo\n' >words.txt
}
run() {
  local samples=$ROOT/samples
  case $1 in
    c | c_words | cpp | cpp_guids | cpp_stack) wine "$BIN/sample_$1.exe" ;;
    vbscript) script "$samples/vbscript/status.vbs" ;;
    vbscript_values) script "$samples/vbscript/values.vbs" ;;
    vbscript_records) script "$samples/vbscript/records.vbs" ;;
    vbscript_pack)
      mkdir keys
      printf '%s\n' 200 301 404 500 >keys/http.txt
      printf '%s\n' 2 3 5 7 11 >keys/primes.txt
      wine cscript.exe //nologo "$(windows_path "$samples/vbscript/pack.vbs")" keys http.txt 404
      ;;
    vbscript_client)
      mkdir keys
      printf '%s\n' 200 301 404 500 >keys/http.txt
      printf '%s\n' 2 3 5 7 11 >keys/primes.txt
      wine cscript.exe //nologo "$(windows_path "$samples/vbscript/client.vbs")" "$(windows_path "$BIN/PerfectHashServer.exe")" keys
      [ $? = 42 ]     # a script that fails says nothing
      ;;
    jscript) script "$samples/jscript/status.js" ;;
    powershell) powershell "$samples/powershell/status.ps1" ;;
    powershell_texts) powershell "$samples/powershell/texts.ps1" ;;
    powershell_records) powershell "$samples/powershell/records.ps1" ;;
    powershell_client) powershell "$samples/powershell/client.ps1" ;;
    powershell_client_program) powershell "$samples/powershell/client.ps1" "$(windows_path "$BIN/PerfectHashServer.exe")" ;;
    powershell_events) powershell "$samples/powershell/events.ps1" ;;
    powershell_keys | powershell_display) powershell "$here/$1.ps1" ;;
    powershell_pipelines)
      collection_files
      powershell "$here/$1.ps1"
      ;;
    keys_vbscript | keys_jscript)
      collection_files
      case $1 in keys_vbscript) script "$here/keys.vbs" ;; *) script "$here/keys.js" ;; esac
      [ $? = 42 ]     # a script that fails says nothing
      ;;
    server)
      server_files
      script "$here/server.vbs"
      ;;
    powershell_server)
      server_files
      powershell "$here/powershell_server.ps1"
      ;;
    csharp) dotnet_program "$samples/csharp/Status.csproj" ;;
    csharp_aot) dotnet_program "$samples/csharp-aot/StatusAot.csproj" ;;
    rust) rust_program "$samples/rust/status.rs" ;;
    python) python_program "$samples/python/status.py" ;;
    pascal) pascal_program "$samples/pascal/status.dpr" ;;
    bad_input)
      bad_files
      script "$here/bad_input.vbs"
      ;;
    members | members_c)
      printf '%s\n' 200 301 404 500 >http.txt
      printf '\24\36\50\62' | tee http.values >guids.values
      printf '%s\n' GET HEAD POST >methods.txt
      printf '%s\n' 00000000-0000-0000-c000-000000000046 00020400-0000-0000-c000-000000000046 00020404-0000-0000-c000-000000000046 00020401-0000-0000-c000-000000000046 >guids.txt
      printf '%s\n' 2 3 5 7 11 >primes.txt
      printf '1\ntwo\n' >bad.txt
      case $1 in members) script "$here/members.vbs" ;; *) wine "$BIN/sample_members_c.exe" ;; esac |
        sed -E 's/^[0-9.,E-]+ (us|ms|s)(\r?)$/N \1\2/; s/^[0-9]+ (attempts of|set-ups|ended early)/N \1/; s/^(PerfectHash|job|user|process|step|memory|progress|waits for|place|total) .*/\1 .../'
      ;;
    *) fail "there is no sample $1" ;;
  esac
}
cd "$WORK" || exit 1
run "$1" >"$WORK/printed" 2>&1 || fail "$1 ends with $?: $(cat "$WORK/printed")"
printed=$(without_wine_errors <"$WORK/printed") folder=$(windows_path "$WORK")
expected=$here/$1.expected
[ -e "$expected" ] || expected=$here/status.expected
diff "$expected" - <<<"${printed//"$folder"/HERE}" >&3
