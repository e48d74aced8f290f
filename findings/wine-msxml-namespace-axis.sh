#!/usr/bin/env bash
# Wine 8.0 (Debian's wine64 8.0~repack-4): the XPath axis "namespace::" of MSXML finds a node that no caller gets.
#
# Expected: selectSingleNode("namespace::win") on an element with xmlns:win gives the namespace node, whose text is the URI, as MSXML 6 does.
# Seen: Nothing, and on the channel msxml "create_node Called for unsupported node type 18". Other paths on the same document work.
# Who is hurt: programs that resolve prefixes in attribute values so. The SDK's message compiler (mc.exe) refuses each "win:" type of a manifest
# of events with "Invalid namespace prefix". A node that it can get, such as a comment whose text is the URI, does in its place.
set -eu
version=8.0~repack-4
work=$(mktemp -d)
trap 'WINEPREFIX=$work/prefix "$work/root/usr/lib/wine/wineserver64" -k >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq "wine64=$version" "libwine=$version" >/dev/null
mkdir root && for package in ./*.deb; do dpkg-deb -x "$package" root; done

export WINEPREFIX=$work/prefix WINEARCH=win64 WINEDLLOVERRIDES=mscoree,mshtml= WINESERVER=$work/root/usr/lib/wine/wineserver64
export WINEDLLPATH=$work/root/usr/lib/x86_64-linux-gnu/wine LD_LIBRARY_PATH=$work/root/usr/lib/x86_64-linux-gnu
wine=$work/root/usr/lib/wine/wine64
cat >axis.vbs <<'V'
Dim document, node
Set document = CreateObject("MSXML2.DOMDocument.6.0")
document.loadXML "<r xmlns:win='urn:w'><!--c--></r>"
Set node = document.documentElement.selectSingleNode("//comment()")
WScript.Echo "comment: " & node.text
Set node = document.documentElement.selectSingleNode("namespace::win")
If node Is Nothing Then WScript.Echo "namespace: nothing" Else WScript.Echo "namespace: " & node.text
V
WINEDEBUG=-all setsid "$wine" wineboot -i </dev/null >boot 2>&1 || cat boot
WINEDEBUG=-all,err+msxml "$wine" cscript.exe //nologo axis.vbs >seen 2>errors </dev/null || true
tr -d '\r' <seen
grep -o 'create_node Called for unsupported node type 18' errors | head -n 1
[ "$(tr -d '\r' <seen)" = $'comment: c\nnamespace: nothing' ] && grep -q 'unsupported node type 18' errors || { echo "this has changed"; cat errors; exit 1; }
echo "as described"
