#!/usr/bin/env bash
# bindings.sh: the generated files of samples/csharp-aot and samples/rust are what scripts/bindings makes of the contract. That they have each interface's
# members in the contract's order, on which the calls depend, is read here by other means than the generator's.
set -u
"$ROOT/scripts/bindings" --check || exit 1

# Lines "interface member", in the order of the slots; words in lower case and without _ are alike in each language.
plain() { tr -d _ | tr '[:upper:]' '[:lower:]' | sort -s -k1,1; }
idl=$(awk '
  /^interface .* : / { type = $2 }
  /^dispinterface / { type = "" }
  /\[propget,/ { prefix = "get" }
  /\[propput,/ { prefix = "put" }
  type != "" && /^    (HRESULT|ULONG|ULONGLONG|BOOL|void) [A-Za-z_]*\(/ { name = $2; sub(/\(.*/, "", name); print type, prefix name; prefix = "" }
' "$ROOT/idl/PerfectHash.idl" | plain)
cs=$(awk '
  /^public .*interface/ { type = $0; sub(/.*interface /, "", type); sub(/ .*/, "", type) }
  /^}/ { type = "" }
  type != "" && /^    [A-Za-z]+ [A-Za-z_]+\(/ { name = $2; sub(/\(.*/, "", name); print type, name }
' "$ROOT/samples/csharp-aot/PerfectHash.cs" | plain)
rust=$(awk '
  /^pub struct .*Vtable/ { type = $3; sub(/Vtable/, "", type) }
  /^    pub [a-z_0-9]*: unsafe extern/ { name = $2; sub(/:/, "", name); print type, name }
' "$ROOT/samples/rust/perfecthash.rs" | plain)
[ "$(wc -l <<<"$idl")" -gt 150 ] || { echo "the contract was not understood: $idl"; exit 1; }
# C# says Set for put.
diff <(sed 's/ put/ set/' <<<"$idl") <(echo "$cs") && diff <(echo "$idl") <(echo "$rust")
