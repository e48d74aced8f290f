#!/usr/bin/env bash
# samples/csharp/PerfectHash.cs declares what the contract does: the same IIDs, and in each interface the same members in the same order,
# on which the calls depend. (What is of no use to .NET is left out there: GetConstants, the last one, the words of a main function, and the class
# that nobody can make. An enumerator is GetEnumerator to .NET.)
set -u
# Lines "interface iid" and "interface member", ordered by the interface; a property once.
idl=$(awk '
  /uuid\(/ { iid = $0; gsub(/.*\(|\).*/, "", iid) }
  /^interface .* : / { type = $2; print type, iid }
  /^dispinterface / { type = $2; print type, iid }
  /coclass/ { print $2, iid }
  /^    (HRESULT|ULONG|ULONGLONG|BOOL|void) [A-Za-z]*\(/ { name = $2; sub(/\(.*/, "", name); if (name != last) print type, name; last = name }
' "$ROOT/idl/PerfectHash.idl" | grep -v 'GetConstants\|^PerfectHashJob ' | sort -s -k1,1)
cs=$(awk '
  /Guid\(/ { iid = $0; sub(/.*Guid\("/, "", iid); sub(/".*/, "", iid) }
  /^public (class|interface)/ { type = $3; print type, iid }
  /^    [A-Za-z]/ && !/^    (new|public) / { name = $2; sub(/\(.*/, "", name); if (name != "System.Collections.IEnumerator") print type, name }
' "$ROOT/samples/csharp/PerfectHash.cs" | grep -v GetConstants | sort -s -k1,1)
[ "$(wc -l <<<"$idl")" -gt 40 ] || { echo "the contract was not understood: $idl"; exit 1; }
diff <(echo "$idl") <(echo "$cs")
