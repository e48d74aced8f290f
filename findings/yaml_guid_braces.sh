#!/usr/bin/env bash
# A GUID in braces without quotes, as installers and registries write it, is a mapping in YAML, whose only key is the GUID without its braces and whose value is null: js-yaml 5.5.0, yaml
# 2.9.1 and PyYAML 6.0 all read the ProductCode of such a manifest so and say nothing.
. "$(dirname "$0")/debian.sh"
debian python3-yaml=6.0-3+b2
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" js-yaml@5.5.0 yaml@2.9.1
printf '%s\n' 'ProductCode: {00112233-4455-6677-8899-AABBCCDDEEFF}' "UpgradeCode: '{00112233-4455-6677-8899-AABBCCDDEEFE}'" >"$work/keys.yaml"
cat >"$work/read.js" <<'END'
const text = require('fs').readFileSync(process.argv[2], 'utf8');
for (const manifest of [require('js-yaml').load(text), require('yaml').parse(text)]) console.log(JSON.stringify(manifest));
END
read='{"ProductCode":{"00112233-4455-6677-8899-AABBCCDDEEFF":null},"UpgradeCode":"{00112233-4455-6677-8899-AABBCCDDEEFE}"}'
same "$read
$read" "$(node "$work/read.js" "$work/keys.yaml")"
same "$read" "$(PYTHONPATH=$work/root/usr/lib/python3/dist-packages /usr/bin/python3 -c 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin), separators=",:"))' <"$work/keys.yaml")"
