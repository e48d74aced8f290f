#!/usr/bin/env bash
# Microsoft's MIDL accepts the contract without a warning, and its type library says what ours by widl says.
. "$(dirname "$0")/tools.inc"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$tools/midl" /W3 /WX /robust /out "$(windows_path "$work")" "$(windows_path "$ROOT/idl/PerfectHash.idl")" >"$work/log" ||
  { cat "$work/log"; exit 1; }
! grep -E '(error|warning) MIDL[0-9]+' "$work/log" || exit 1      # the exit code does not always tell

# The compilers' own marks, the alignment that widl gives a class, the size that MIDL gives an enumeration, the layout of a structure, which
# MIDL leaves to the oleaut32 of Windows (Wine's has none), and IDispatch's own functions, which MIDL alone repeats in a dispinterface.
plain() {
  "$tools/tldump" "$1" | sed -e '/^custom /d' -e 's/ align=[0-9]*//' -e '/^TYPE kind=[01] /s/ size=[0-9]*//' -e '/^  var /s/ off=[0-9]*//' |
    awk '/^TYPE/ { events = /name=_IPerfectHash[A-Za-z]*Events /; if (events) sub(/ funcs=[0-9]*/, "") }
         !(events && /func id=1610[67]/)'
}
plain "$work/PerfectHash.tlb" >"$work/midl"
plain "$GENERATED/PerfectHash.tlb" >"$work/widl"
grep -q 'name=IPerfectHashIocpContext' "$work/midl" || { echo "the type library lacks the context"; cat "$work/midl"; exit 1; }
grep -q 'name=_IPerfectHashJobEvents' "$work/midl" || { echo "the type library lacks the events"; cat "$work/midl"; exit 1; }
grep -q 'name=IPerfectHashTableNative' "$work/midl" || { echo "the type library lacks the native table"; cat "$work/midl"; exit 1; }
diff "$work/midl" "$work/widl"
