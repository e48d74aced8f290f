#!/usr/bin/env bash
# Guid.equals of the npm package guid-typescript 1.0.9 compares letters: one GUID in small letters and in capitals is two, though isGuid and parse take both. The npm package
# uuid-tool 2.0.3 has them equal.
. "$(dirname "$0")/debian.sh"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$work" guid-typescript@1.0.9 uuid-tool@2.0.3
cat >"$work/case.js" <<'END'
const { Guid } = require('guid-typescript');
const { Uuid } = require('uuid-tool');
const texts = ['00112233-4455-6677-8899-aabbccddeeff', '00112233-4455-6677-8899-AABBCCDDEEFF'];
const [small, capital] = texts.map(text => Guid.parse(text));
console.log('guid-typescript:', ...texts.map(text => Guid.isGuid(text)), small.equals(capital));
console.log('uuid-tool:', new Uuid(texts[0]).equals(new Uuid(texts[1])));
END
same 'guid-typescript: true true false
uuid-tool: true' "$(node "$work/case.js")"
