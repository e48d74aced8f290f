#!/usr/bin/env bash
# vba.sh: samples/vba/Status.bas keeps the rules that it states, calls what the contract has, and does what the other samples do. VBA itself is only
# in Office: without its types the text is VBScript, which runs here.
. "$ROOT/tests/e2e/samples/sample.inc"
source=$ROOT/samples/vba/Status.bas
cd "$WORK" || exit 1
code=$(tr -d '\r' <"$source" | grep -v "^ *'" | sed 's/"[^"]*"/""/g')     # without comments and texts
rule() { fail "Status.bas: $1: $2"; }

[ "$(sed -n 1p "$source")" = 'Attribute VB_Name = "Status"' ] || rule "its first line does not name the module" "$(sed -n 1p "$source")"
grep -qx 'Option Explicit' <<<"$code" || rule "Option Explicit is missing" ""
found=$(grep -nE '\bDeclare\b|\bNew\b|WithEvents|WScript|GetObject' <<<"$code") && rule "what late binding does without" "$found"
found=$(grep -nE '^ *(Dim|Private Sub|Public Sub) ' <<<"$code" | grep -vE '(Dim \w+ As (Variant|Object|Long|LongLong|Double|String)|Sub \w+\((ByVal \w+ As \w+(, )?)*\))$') &&
  rule "a variable or argument without a type" "$found"
found=$(awk 'length > 1023' "$source") && [ -n "$found" ] && rule "a line is longer than VBA takes" "$found"

# Members: those after a variable that holds an object.
members=$(grep -oE '\b(context|table|job)\.\w+' <<<"$code" | sort -u)
[ "$(wc -l <<<"$members")" -ge 6 ] || rule "too few members are called" "$members"
while IFS=. read -r variable member; do
  case $variable in context) type=IPerfectHashIocpContext ;; table) type=IPerfectHashTable ;; *) type=IPerfectHashJob ;; esac
  awk -v start="^interface $type :" '$0 ~ start { inside = 1 } /^};/ { inside = 0 } inside' "$ROOT/idl/PerfectHash.idl" | grep -qE "HRESULT $member\(" ||
    rule "$type has no such member" "$member"
done <<<"$members"

{
  tr -d '\r' <"$source" | sed -E '/^Attribute /d; /^ *'"'"'/!s/ As \w+//g; s/Debug\.Print/WScript.Echo/g'
  echo ShowStatus
} >status.vbs
script status.vbs >printed 2>&1
printed=$(without_wine_errors <printed) folder=$(windows_path "$WORK")
diff "$here/vbscript.expected" - <<<"${printed//"$folder"/HERE}" >&3
